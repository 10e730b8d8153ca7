import { lineagesOf } from '../../shared/commands/unit-tree.ts';
import type { CalendarDate } from '../../shared/domain/calendar.ts';
import { DOCUMENTS } from '../../shared/domain/documents.ts';
import { birthOf, type Id, type LotId } from '../../shared/domain/id.ts';
import { KINDS } from '../../shared/domain/kinds.ts';
import { bringsLots, countsIn, originOf } from '../../shared/domain/lot-origin.ts';
import { actsFor } from '../../shared/domain/own-units.ts';
import type { Role } from '../../shared/domain/role.ts';
import { SPENDINGS } from '../../shared/domain/threshold.ts';
import { documentNumber, voucherNumber } from '../../shared/domain/voucher.ts';
import { MAX_KEYS } from '../../shared/storage/ports/bounds.ts';
import type { Called, Catalogue } from '../../shared/storage/ports/catalogue.ts';
import { type Ledger, LedgerError } from '../../shared/storage/ports/ledger.ts';
import { type Projection, placesOfAll } from '../../shared/storage/ports/projection.ts';
import type { Language } from '../../shared/words/language.ts';
import { type BareIds, bareIdsIn } from './bare-ids.ts';
import { READERS } from './caller.ts';
import { calledThen } from './names-of-then.ts';

/** Where what an answer carries by its id is looked up by name. */
export interface NameSources {
  readonly ledger?: Pick<Ledger, 'read'>;
  readonly projection?: Pick<Projection, 'placesOf'>;
  readonly catalogue?: Pick<Catalogue, 'named'>;
}

/** Who reads them. */
export interface Reader {
  readonly role: Role | null;
  /** The codes of the units that the call is bound to. */
  readonly units: readonly string[] | undefined;
  readonly language: Language;
}

/** What an id means to people. */
export interface Name {
  readonly code: string;
  readonly name: string;
}
export type Names = Readonly<Record<Id, Name>>;

/** So old may names be in the answer to a write, which is asked for far more often than anything is renamed. */
const WRITTEN_MS = 1_000;
/** Numbers of documents and entries of one answer that are looked up. */
const MOST_NUMBERS = 1_000;

/**
 * How an answer is told: `paper` is one document or entry, which is told by the names of its day; `numbers` says whether
 * documents and entries go by theirs, which a repeat of a write would have and the write had not.
 */
interface Told {
  readonly paper: boolean;
  readonly numbers: boolean;
}

/**
 * The names of whatever an answer carries by id alone and its reader may read: of what is registered its code and name, of
 * a lot its item's, of a document its number and kind, of an entry its voucher number. An answer that cannot be told by
 * names is told without them, never not at all.
 */
export async function namesIn(
  sources: NameSources,
  body: object,
  reader: Reader,
  { paper, numbers }: Told,
): Promise<Names> {
  const { ledger, projection, catalogue } = sources;
  if (ledger === undefined || projection === undefined || catalogue === undefined || reader.role === null) return {};
  try {
    const bare = bareIdsIn(body, { lotsInAccounts: paper });
    if (isNothing(bare)) return {};
    const [{ items, now }, told] = await Promise.all([
      registeredOf({ ledger, catalogue }, bare, numbers ? 0 : WRITTEN_MS),
      numbers ? numbersOf(projection, bare, reader) : [],
    ]);
    const shown = await shownTo(ledger, now, reader);
    const day = paper ? dayOf(body) : undefined;
    const called = day === undefined ? shown : await calledThen(ledger, shown, day);
    const names = new Map<Id, Name>();
    for (const [id, one] of called) if (bare.others.has(id)) names.set(id, nameOf(one, reader.language));
    for (const [lot, item] of items) {
      const one = called.get(item);
      if (one !== undefined) names.set(lot, nameOf(one, reader.language));
    }
    // What is not registered is an entry, or nothing.
    const left = numbers ? [...bare.others].filter((id) => !now.has(id)) : [];
    const vouchers = await numbersOf(projection, { documents: new Map(), entries: new Set(left) }, reader);
    for (const [id, name] of [...told, ...vouchers]) names.set(id, name);
    return Object.fromEntries(names);
  } catch (error) {
    if (error instanceof LedgerError) return {};
    throw error;
  }
}

function isNothing({ documents, entries, lots, others }: BareIds): boolean {
  return documents.size + entries.size + lots.size + others.size === 0;
}

function nameOf({ kind, code, name }: Called, language: Language): Name {
  const spending = kind === 'threshold' ? SPENDINGS.find((one) => one === code) : undefined;
  return { code, name: spending === undefined ? name : KINDS[spending][language] };
}

/** Those that the reader may read. What people are called is told where they act, and nowhere else. */
async function shownTo(
  ledger: Pick<Ledger, 'read'>,
  now: ReadonlyMap<Id, Called>,
  { role, units }: Reader,
): Promise<ReadonlyMap<Id, Called>> {
  const readable = [...now].filter(([, { kind }]) => kind !== 'member' && READERS[kind].some((one) => one === role));
  if (units === undefined) return new Map(readable);
  const lineages = await lineagesOf(
    ledger,
    readable.flatMap(([id, { kind }]) => (kind === 'unit' ? [id] : [])),
  );
  const isOwn = (unit: Id) => {
    const codes = lineages(unit).map(({ code }) => code);
    return actsFor(units, codes);
  };
  return new Map(readable.filter(([id, { kind }]) => kind !== 'unit' || isOwn(id)));
}

/** The day of a document or an entry, where it has one. */
function dayOf(body: object): CalendarDate | undefined {
  for (const part of Object.values(body)) {
    if (typeof part !== 'object' || part === null || Array.isArray(part)) continue;
    const day: unknown = Reflect.get(part, 'effectiveOn');
    if (typeof day === 'string') return day;
  }
  return undefined;
}

/** What is registered of what an answer carries, and the items of its lots. */
async function registeredOf(
  { ledger, catalogue }: Required<Pick<NameSources, 'ledger' | 'catalogue'>>,
  { lots, others }: BareIds,
  maxAgeMs: number,
): Promise<{ readonly items: ReadonlyMap<LotId, Id>; readonly now: ReadonlyMap<Id, Called> }> {
  const items = await itemsOf(ledger, lots);
  const ids = [...others, ...items.values()];
  return { items, now: ids.length === 0 ? new Map() : await catalogue.named(ids, { maxAgeMs }) };
}

/** The item of each lot, told by the entry that brought it; of the first hundred entries. */
async function itemsOf(ledger: Pick<Ledger, 'read'>, lots: ReadonlySet<LotId>): Promise<ReadonlyMap<LotId, Id>> {
  const births = [...new Set([...lots].map(birthOf))].slice(0, MAX_KEYS);
  if (births.length === 0) return new Map();
  const brought = await ledger.read(births.map((id) => ({ row: 'entry', id })));
  const further = births.flatMap((id) => {
    const birth = brought.entry(id)?.entry;
    return birth !== undefined && bringsLots(birth) ? countsIn(birth) : [];
  });
  const openings = await ledger.read([...new Set(further)].slice(0, MAX_KEYS).map((id) => ({ row: 'entry', id })));
  const find = (id: Id) => (brought.entry(id) ?? openings.entry(id))?.entry;
  return new Map(
    [...lots].flatMap((lot): [LotId, Id][] => {
      const item = originOf(lot, find)?.facts.item;
      return item === undefined ? [] : [[lot, item]];
    }),
  );
}

/** What is sealed has a number. */
async function numbersOf(
  projection: Pick<Projection, 'placesOf'>,
  { documents, entries }: Pick<BareIds, 'documents' | 'entries'>,
  { role, language }: Reader,
): Promise<ReadonlyMap<Id, Name>> {
  const readable = [...documents].filter(([, kind]) => READERS[kind].some((one) => one === role));
  const alone = [...entries].filter((id) => !documents.has(id));
  const ids = [...readable.map(([id]) => id), ...alone].slice(0, MOST_NUMBERS);
  const places = await placesOfAll(projection, ids);
  const names = new Map<Id, Name>();
  for (const [id, place] of places) {
    const kind = documents.get(id);
    if (kind === undefined) names.set(id, { code: voucherNumber(place), name: ENTRY[language] });
    else names.set(id, { code: documentNumber(kind, place), name: DOCUMENTS[kind][language] });
  }
  return names;
}

const ENTRY = { zh: '凭证', en: 'voucher' } as const;
