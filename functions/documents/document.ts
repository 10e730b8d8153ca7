import { claims } from '../../shared/commands/asked.ts';
import type { Document } from '../../shared/commands/command.ts';
import { keeperOf } from '../../shared/commands/correct.ts';
import { correctionsOf } from '../../shared/commands/corrections.ts';
import { documentNow } from '../../shared/commands/document.ts';
import { historyOf, MAX_HISTORY } from '../../shared/commands/history.ts';
import type { ConsignmentBook, StateKind } from '../../shared/domain/books.ts';
import type { Id } from '../../shared/domain/id.ts';
import { refsOf } from '../../shared/domain/refs.ts';
import { invalid, type Refusal } from '../../shared/domain/refusal.ts';
import type { Role } from '../../shared/domain/role.ts';
import { isOn, previousOn } from '../../shared/domain/subject.ts';
import { entryView } from '../../shared/schemas/entry-view.ts';
import { historyQuery, writeCursor } from '../../shared/schemas/lists.ts';
import type { Showing } from '../../shared/schemas/showing.ts';
import type { Ledger } from '../../shared/storage/ports/ledger.ts';
import { documentView, type Persons } from '../answers/document-view.ts';
import type { Tracker } from '../composition/tracker.ts';
import { untilProjected } from '../front/after.ts';
import { type Read, showingFor } from '../front/operation.ts';
import { marksOf } from './entry-marks.ts';
import { numbered, numberedOne } from './numbers.ts';
import { ownUnits } from './units.ts';

/** What the entries of a history may weigh together, well below what a function can answer with. */
const MAX_CHARACTERS = 3_000_000;

interface History {
  readonly after?: Id;
  readonly history?: Id;
}

/** Reading one document: as it stands now, under its own name, with its entries, newest first. */
export function readOf<K extends StateKind>(kind: K): Read<History, Tracker, Id, 'document', K> {
  const read: Read<History, Tracker, Id>['read'] = async (
    { ledger, projection },
    { history: cursor, after },
    { target, role, units },
  ) => {
    await untilProjected(projection, after);
    const document = await documentNow({ ledger }, { kind, id: target });
    if (document === undefined || document.kind === 'fundingLine') return { refusal: 'not-found', kind, id: target };
    const unit = kind === 'unit' ? target : refsOf(document.opening.entry).unit;
    const isBound = kind === 'unit' || kind === 'consignment' || kind === 'disbursement';
    if (isBound && !(await ownUnits(ledger, units, [unit]))(unit))
      return { refusal: 'not-your-unit', unit: unit ?? '' };
    const showing = showingFor(role);
    const history = await historyFrom(ledger, document, cursor ?? document.version, showing);
    if ('refusal' in history) return history;
    const { persons, ...erased } = await personsOf(ledger, document, role);
    const view = documentView(document, showing, persons);
    return {
      ...history,
      ...erased,
      [kind]: await numberedOne(projection, kind, view),
      history: await numbered(projection, 'entry', history.history),
    };
  };
  return { query: historyQuery, form: 'document', answer: kind, read };
}

async function historyFrom(
  ledger: Ledger,
  document: Exclude<Document, { kind: 'fundingLine' }>,
  from: Id,
  showing: Showing,
): Promise<{ readonly history: object[]; readonly historyNext?: string } | Refusal> {
  const { kind, id } = document;
  const entries = await historyOf(ledger, { kind, id, version: from }, MAX_HISTORY);
  if (entries[0] === undefined || !isOn(entries[0].entry, { kind, id })) {
    return invalid([{ pointer: '/history', code: 'unknown-reference' }]);
  }
  const marks = await marksOf(
    ledger,
    entries.map(({ entry }) => entry),
  );
  const history: object[] = [];
  let characters = 0;
  for (const [at, { entry, canonical }] of entries.entries()) {
    characters += canonical.length;
    if (characters > MAX_CHARACTERS && history.length > 0) return { history, historyNext: writeCursor(entry.id) };
    history.push({ ...entryView(canonical, showing), ...marks[at] });
  }
  const last = entries.at(-1)?.entry;
  const isWhole = last === undefined || last.id === id;
  return isWhole ? { history } : { history, historyNext: writeCursor(previousOn(last, { kind, id }) ?? id) };
}

/** What was read of persons, and whether any of it was erased. */
interface PersonsRead {
  readonly persons: Persons;
  readonly erased?: true;
}

/** The phone of what is registered, the name of a member; who carried and who signed, for those who may see persons; whom a benefit reached. */
async function personsOf(ledger: Ledger, document: Document, role: Role | null): Promise<PersonsRead> {
  if (document.kind === 'unit' || document.kind === 'supplier') {
    return personsIn(ledger, { phone: document.state.phone });
  }
  if (document.kind === 'member') return personsIn(ledger, { name: document.state.name });
  if (role !== 'auditor' && role !== 'treasurer') return { persons: {} };
  if (document.kind === 'consignment') {
    return personsIn(ledger, { carrier: document.id, signatory: await signatoryIn(ledger, document.state) });
  }
  return document.kind === 'benefit'
    ? personsIn(ledger, { name: document.id, reference: document.id, kind: document.id })
    : { persons: {} };
}

/** The entry that has the name of who signed, as it stands. */
async function signatoryIn(ledger: Ledger, { confirmation }: ConsignmentBook): Promise<Id | undefined> {
  if (confirmation === undefined) return undefined;
  const corrections = (await correctionsOf(ledger, [confirmation])).get(confirmation) ?? [];
  return keeperOf(confirmation, 'signatory', corrections);
}

/** Personal fields, each with the entry whose row keeps it. */
async function personsIn(ledger: Ledger, kept: Readonly<Record<string, Id | undefined>>): Promise<PersonsRead> {
  const entries = [...new Set(Object.values(kept).filter((id) => id !== undefined))];
  if (entries.length === 0) return { persons: {} };
  const found = await ledger.read(
    entries.flatMap((id) => [
      { row: 'personal', id },
      { row: 'claim', claim: claims.erasure(id).name },
    ]),
  );
  const persons = Object.entries(kept).map(([field, id]) => [
    field,
    id === undefined ? undefined : found.personal(id)?.[field]?.value,
  ]);
  const isErased = entries.some((id) => found.claim(claims.erasure(id).name) !== undefined);
  return { persons: Object.fromEntries(persons), ...(isErased ? { erased: true } : {}) };
}
