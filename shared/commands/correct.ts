import { dateInShanghai } from '../domain/calendar.ts';
import type { Correct } from '../domain/command.ts';
import { CORRECTABLE, type Correctable, rowOfField, type Said } from '../domain/correctable.ts';
import { correct as decideCorrection, standing } from '../domain/correction.ts';
import type { Entry } from '../domain/entry.ts';
import type { FieldChange } from '../domain/facts.ts';
import type { Id } from '../domain/id.ts';
import { isOfBatch } from '../domain/lot-batch.ts';
import { maskName } from '../domain/mask.ts';
import { isRefusal, type Refusal } from '../domain/refusal.ts';
import type { Registered } from '../domain/registry.ts';
import { stated } from '../domain/stated.ts';
import { subjectOf } from '../domain/subject.ts';
import type { Ledger } from '../storage/ports/ledger.ts';
import { batchCorrections, movedLotsOf } from './as-it-stands.ts';
import { type Asked, claims, countFrom } from './asked.ts';
import { roleOfWriter } from './attach-evidence.ts';
import { type Blinding, blind } from './blinding.ts';
import { placed, unchanged } from './changes.ts';
import type { CommandOn, Document, Office } from './command.ts';
import { correctionsOf, lineUpBehind } from './corrections.ts';
import { documentNow } from './document.ts';
import { lotsNamed } from './lots.ts';
import { record } from './record.ts';
import { registeredIn } from './registered.ts';

export const correct: CommandOn<Correct> = (office, request) =>
  record(office, request, [`entry/${request.target}`], async () => {
    const { target: id, body } = request;
    const target = (await office.ledger.read([{ row: 'entry', id }])).entry(id)?.entry;
    if (!target) return { refusal: 'not-found', kind: 'entry', id };
    const writing = await roleOfWriter(office, request, target);
    if (isRefusal(writing)) return writing;
    const fields = fieldsIn(body);
    if (isRefusal(fields)) return fields;
    // Before what stands is looked for: where another correction of such a lot comes in between, it is decided again.
    const counted = await countedBefore(office, await itemsIn(office.ledger, fields));
    const document = await documentNow(office, subjectOf(target));
    // Looked for last: where the document shows another correction or a reversal, so do these.
    const state = await stateOf(office, target, fields);
    const { changes, blinding, masked } = await named(office, state.stands, state.earlier, fields);
    const decision = decideCorrection(body, changes, {
      ...state,
      target,
      today: dateInShanghai(office.clock()),
      closed: await office.closedThrough.get(),
      masked,
      ...booksOf(document),
    });
    if (isRefusal(decision)) return decision;
    const { belongsTo } = decision;
    return {
      decision,
      changes: [
        lineUpBehind(id, state.earlier),
        ...changesOfCorrection(document, decision.books.consignment ?? decision.books.disbursement),
        ...[...counted].map(([item, read]) => countFrom(read, batchCorrections(item))),
      ],
      blinding,
      ...writing,
      ...previousOf(document, state.earlier),
      ...(belongsTo === undefined ? {} : { belongsTo }),
    };
  });

/** What is asked for, as far as it can be corrected at all. */
function fieldsIn({ changes }: Correct): FieldChange[] | Refusal {
  const fields: FieldChange[] = [];
  for (const { field, lot, paper, was, is } of changes) {
    if (!isCorrectable(field)) return { refusal: 'reverse-instead', field };
    fields.push(stated<FieldChange>({ field, lot, paper, was: was ?? undefined, is: is ?? undefined }));
  }
  return fields;
}

function isCorrectable(field: Correct['changes'][number]['field']): field is Correctable {
  return CORRECTABLE.some((one) => one === field);
}

async function stateOf(office: Office, target: Entry, fields: readonly FieldChange[]) {
  const claim = claims.reversal(target.id).name;
  const suppliers = fields.flatMap(({ field, is }) => (field === 'supplier' && typeof is === 'string' ? [is] : []));
  const [found, corrections] = await Promise.all([
    office.ledger.read([{ row: 'claim', claim }, ...suppliers.map((id) => ({ row: 'supplier', id }) as const)]),
    correctionsOf(office.ledger, [target.id]),
  ]);
  const earlier = corrections.get(target.id) ?? [];
  const told = fields.some(({ field }) => isOfBatch(field)) ? await movedLotsOf(office.ledger, [target]) : undefined;
  const stands = standing(target, earlier);
  return {
    earlier,
    stands: told === undefined ? stands : told(stands),
    reversedBy: found.claim(claim),
    suppliers: new Map(
      suppliers.flatMap((id): [Id, Registered<'supplier'>][] => {
        const row = registeredIn(found, 'supplier', id);
        return row === undefined ? [] : [[id, row.state]];
      }),
    ),
  };
}

/**
 * The changes with the commitments that stand for names in an entry: who knows the name that stands says it, and a new one is
 * committed to. What was erased is known to nobody, and is said to be nothing.
 */
async function named(
  office: Office,
  stands: Entry,
  earlier: readonly Entry<'correction'>[],
  fields: readonly FieldChange[],
): Promise<{ readonly changes: FieldChange[]; readonly blinding: Blinding; readonly masked?: string | undefined }> {
  const person = fields.find(({ field }) => rowOfField(field).holds === 'person');
  if (person === undefined) return { changes: [...fields], blinding: {} };
  const name = await nameIn(office, person.field, keeperOf(stands.id, person.field, earlier));
  const blinding = blind(office, { [person.field]: textOf(person.is) });
  const known = name === textOf(person.was) ? stands.blinded?.[person.field] : undefined;
  const isSame = known !== undefined && textOf(person.is) === name;
  const is = isSame ? known : blinding.blinded?.[person.field];
  const change = stated<FieldChange>({ field: person.field, lot: undefined, paper: undefined, was: known, is });
  const changes = fields.map((one) => (one === person ? change : one));
  return { changes, blinding, masked: name === undefined ? undefined : maskName(name) };
}

function textOf(said: Said | undefined): string | undefined {
  return typeof said === 'string' ? said : undefined;
}

/** The entry whose personal data has what stands in a field. */
export function keeperOf(original: Id, field: Correctable, corrections: readonly Entry<'correction'>[]): Id {
  return corrections.findLast(({ facts }) => facts.changes.some((change) => change.field === field))?.id ?? original;
}

async function nameIn(office: Office, field: string, keeper: Id): Promise<string | undefined> {
  return (await office.ledger.read([{ row: 'personal', id: keeper }])).personal(keeper)?.[field]?.value;
}

function booksOf(document: Document | undefined) {
  return {
    purchase: document?.kind === 'purchase' ? document.state : undefined,
    consignment: document?.kind === 'consignment' ? document.state : undefined,
    disbursement: document?.kind === 'disbursement' ? document.state : undefined,
  };
}

/** The entry before it on its document; of a funding line, which keeps none, the correction before it. */
function previousOf(document: Document | undefined, earlier: readonly Entry<'correction'>[]) {
  const last = earlier.at(-1)?.id;
  const previous = document === undefined || document.kind === 'fundingLine' ? last : document.version;
  return previous === undefined ? {} : { previous };
}

type Covered = Extract<Document, { kind: 'consignment' | 'disbursement' }>['state'];

/** What a correction changes of its document, which gets it as the last entry. Lots are told by it, and change nothing. */
export function changesOfCorrection(document: Document | undefined, covered: Covered | undefined): Asked[] {
  if (document === undefined || document.kind === 'fundingLine') return [];
  if (covered === undefined || (document.kind !== 'consignment' && document.kind !== 'disbursement')) {
    return [unchanged(document)];
  }
  const { kind, id, version } = document;
  // Kind and state belong together: it is the document's own book that was posted to.
  return [placed({ kind, id, state: covered } as Parameters<typeof placed>[0], version)];
}

/** The items of the lots whose batch is put right. */
export async function itemsIn(
  ledger: Pick<Ledger, 'read'>,
  fields: readonly FieldChange[],
): Promise<ReadonlySet<Id<'item'>>> {
  const lots = fields.flatMap(({ field, lot }) => (isOfBatch(field) ? (lot ?? []) : []));
  return new Set([...(await lotsNamed(ledger, lots)).values()].map(({ lot: { item } }) => item));
}

async function countedBefore({ ledger }: Office, items: ReadonlySet<Id<'item'>>): Promise<Map<Id<'item'>, bigint>> {
  if (items.size === 0) return new Map();
  const found = await ledger.read([...items].map((item) => ({ row: 'counter', counter: batchCorrections(item) })));
  return new Map([...items].map((item) => [item, found.counter(batchCorrections(item))]));
}
