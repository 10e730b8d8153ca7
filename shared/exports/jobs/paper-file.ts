import type { Id } from '../../domain/id.ts';
import { documentNumber, type Sealed } from '../../domain/voucher.ts';
import type { SealedBytes } from '../../log/journal/walk.ts';
import { Corrections } from '../../reports/as-they-stand.ts';
import { People } from '../../reports/people.ts';
import { Register } from '../../reports/register.ts';
import { reversedBy } from '../../reports/summary.ts';
import { namesOf, plainly } from '../files/names.ts';
import { type ExportSource, MEDIA_TYPES, NotSealed, type Producer, sealedOf, type Task } from '../files/produced.ts';
import { writeXlsx } from '../files/xlsx.ts';
import type { Consigned } from '../papers/consigned.ts';
import { deliverySlip, slipOf } from '../papers/delivery-slip.ts';
import { papers } from '../papers/paper.ts';
import { signOffOf, signOffSheet } from '../papers/sign-off-sheet.ts';

/** 发放单, to be printed: one page of HTML that needs nothing from elsewhere. */
export const deliverySlipFile = paperFile('发放单', async function* (consigned) {
  yield Buffer.from(deliverySlip(consigned));
});

/** 签领表, to be signed by hand. */
export const signOffSheetFile = paperFile('签领表', (consigned) => writeXlsx(signOffSheet(consigned)));

/** Both of several consignments, to be printed at once. */
export const dispatchPapersFile: Producer = (request, source, task) => {
  let name = '';

  async function* chunks(): AsyncGenerator<Uint8Array> {
    const consigned = await consignedOf(request.consignments ?? [], source, task);
    const numbers = consigned.map(({ sealed }) => documentNumber('consignment', sealed.index));
    name = ['发放单和签领表', ...new Set([numbers[0], numbers.at(-1)])].join('-');
    yield Buffer.from(
      papers(
        '发放单和签领表',
        consigned.flatMap((one) => [slipOf(one), signOffOf(one)]),
      ),
    );
  }

  const { format } = request;
  return { chunks: chunks(), mediaType: MEDIA_TYPES[format], name: () => `${name}.${format}` };
};

function paperFile(title: string, write: (consigned: Consigned) => AsyncIterable<Uint8Array>): Producer {
  return (request, source, task) => {
    let name = '';

    async function* chunks(): AsyncGenerator<Uint8Array> {
      const [consigned] = await consignedOf([request.consignment ?? ''], source, task);
      if (consigned === undefined) throw new Error('a paper is of one consignment');
      const number = documentNumber('consignment', consigned.sealed.index);
      name = `${title}-${number}${consigned.undone === undefined ? '' : '-作废'}`;
      yield* write(consigned);
    }

    const { format } = request;
    return { chunks: chunks(), mediaType: MEDIA_TYPES[format], name: () => `${name}.${format}` };
  };
}

interface Found {
  readonly sealed: SealedBytes;
  readonly register: Register;
  undone?: Sealed;
}

/** The dispatches that are asked for, as they stand, each with the names as they stood at its place. Throws NotSealed where no checkpoint has one. */
async function consignedOf(ids: readonly Id[], source: ExportSource, task: Task): Promise<Consigned[]> {
  const register = new Register();
  const people = new People();
  const corrections = new Corrections();
  const found = new Map<Id, Found>();
  const asked = new Set(ids);
  for await (const bundle of sealedOf(source, task)) {
    for (const sealed of bundle) {
      const { entry } = sealed;
      // What something is called later is nothing to a paper of before; what somebody is called may be told later.
      if (found.size < asked.size) register.enter(entry);
      people.enter(entry);
      corrections.enter(entry);
      if (asked.has(entry.id)) found.set(entry.id, { sealed, register: register.byNow() });
      for (const id of reversedBy(entry)) {
        const one = found.get(id);
        if (one !== undefined) one.undone = sealed;
      }
    }
  }
  const names = plainly(await namesOf(source.ledger, people.committed));
  const { size, root } = source.asOf;
  return ids.map((id) => {
    const one = found.get(id);
    if (one === undefined) throw new NotSealed(`no checkpoint includes ${id} yet`);
    return {
      union: source.union,
      address: source.address,
      sealed: { ...one.sealed, entry: corrections.standing(one.sealed.entry) },
      canonical: one.sealed.canonical,
      asOf: { size, root: Buffer.from(root, 'base64') },
      register: one.register,
      undone: one.undone,
      called: (doer) => people.called(doer, names),
    };
  });
}
