import { documentNumber, type Sealed } from '../../domain/voucher.ts';
import type { SealedBytes } from '../../log/journal/walk.ts';
import { Corrections } from '../../reports/as-they-stand.ts';
import { People } from '../../reports/people.ts';
import { Register } from '../../reports/register.ts';
import { reversedBy } from '../../reports/summary.ts';
import type { ExportRequest } from '../../schemas/export.ts';
import { namesOf, plainly } from '../files/names.ts';
import { type ExportSource, MEDIA_TYPES, NotSealed, type Producer, sealedOf, type Task } from '../files/produced.ts';
import { writeXlsx } from '../files/xlsx.ts';
import type { Consigned } from '../papers/consigned.ts';
import { deliverySlip } from '../papers/delivery-slip.ts';
import { signOffSheet } from '../papers/sign-off-sheet.ts';

/** 发放单, to be printed: one page of HTML that needs nothing from elsewhere. */
export const deliverySlipFile = paperFile('发放单', async function* (consigned) {
  yield Buffer.from(deliverySlip(consigned));
});

/** 签领表, to be signed by hand. */
export const signOffSheetFile = paperFile('签领表', (consigned) => writeXlsx(signOffSheet(consigned)));

function paperFile(title: string, write: (consigned: Consigned) => AsyncIterable<Uint8Array>): Producer {
  return (request, source, task) => {
    let name = '';

    async function* chunks(): AsyncGenerator<Uint8Array> {
      const consigned = await consignedOf(request, source, task);
      const number = documentNumber('consignment', consigned.sealed.index);
      name = `${title}-${number}${consigned.undone === undefined ? '' : '-作废'}`;
      yield* write(consigned);
    }

    const { format } = request;
    return { chunks: chunks(), mediaType: MEDIA_TYPES[format], name: () => `${name}.${format}` };
  };
}

/** The dispatch that is asked for, as it stands, with the names as they stood at its place. Throws NotSealed where no checkpoint has it. */
async function consignedOf(request: ExportRequest, source: ExportSource, task: Task): Promise<Consigned> {
  const register = new Register();
  const people = new People();
  const corrections = new Corrections();
  let found: SealedBytes | undefined;
  let undone: Sealed | undefined;
  for await (const bundle of sealedOf(source, task)) {
    for (const sealed of bundle) {
      // What something is called later is nothing to a paper of before; what somebody is called may be told later.
      if (found === undefined) register.enter(sealed.entry);
      people.enter(sealed.entry);
      corrections.enter(sealed.entry);
      if (sealed.entry.id === request.consignment) found = sealed;
      if (found !== undefined && reversedBy(sealed.entry).includes(found.entry.id)) undone = sealed;
    }
  }
  if (found === undefined) throw new NotSealed(`no checkpoint includes ${request.consignment} yet`);
  const names = plainly(await namesOf(source.ledger, people.committed));
  const { size, root } = source.asOf;
  return {
    union: source.union,
    address: source.address,
    sealed: { ...found, entry: corrections.standing(found.entry) },
    canonical: found.canonical,
    asOf: { size, root: Buffer.from(root, 'base64') },
    register,
    undone,
    called: (doer) => people.called(doer, names),
  };
}
