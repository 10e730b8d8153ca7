import type { SQLInputValue } from 'node:sqlite';
import * as z from 'zod';
import type { StateKind } from '../../shared/domain/books.ts';
import { DOCUMENTS } from '../../shared/domain/documents.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import { hasEveryStretch, mayBeLowsOf } from '../../shared/domain/held-days.ts';
import { isLotId } from '../../shared/domain/id.ts';
import type { Lows } from '../../shared/domain/lows.ts';
import { unpackLows } from '../../shared/schemas/packing.ts';
import { lotState, readState } from '../../shared/schemas/states.ts';
import type { Attributes, Reading } from '../../shared/storage/sqlite/connection.ts';
import { readEntry } from '../../shared/storage/sqlite/rows.ts';
import { daysOf } from './days-held.ts';
import { Tally } from './tally.ts';

/** How a row differs from the one that the log gives. */
export type How =
  /** The log gives it, and it does not stand there. */
  | 'missing'
  /** It stands there, and the log gives none. */
  | 'surplus'
  | 'other'
  /** Whether it stands there cannot be read. */
  | 'unreadable';

export interface Difference {
  readonly table: string;
  /** The columns of its key, joined by slashes. */
  readonly key: string;
  readonly how: How;
}

/** What of a table is compared. */
interface Compared {
  readonly table: string;
  readonly key: readonly string[];
  readonly columns: readonly string[];
  /** Which of its rows, where the log alone does not make all. */
  readonly only?: string;
  /** The rows of that generation alone, where a table keeps several. */
  readonly isOfGeneration?: true;
  /** Whether rows of one key that are not the same text say the same. */
  readonly isSame?: (expected: Attributes, found: Attributes, sides: Sides) => boolean;
  /** Whether a row may stand there that the log does not give. */
  readonly mayStand?: (found: Attributes, sides: Sides) => boolean;
}

interface Sides {
  readonly expected: Reading;
  readonly found: Reading;
}

const LINE_COLUMNS = ['code', 'name', 'available', 'cash', 'closed_by'] as const;
const LINE_LOWS = ['available_lows', 'cash_lows'] as const;

/** Every table that the log gives. What it does not (`head`, `export_jobs`) is looked at by itself, or kept. */
const COMPARED: readonly Compared[] = [
  { table: 'entries', key: ['id'], columns: ['canonical'] },
  { table: 'documents', key: ['kind', 'id'], columns: ['version', 'state'], isSame: isSameDocument },
  { table: 'lots', key: ['warehouse', 'item', 'lot'], columns: ['version', 'state', 'lows'], isSame: isSameLot },
  { table: 'claims', key: ['claim'], columns: ['entry'] },
  { table: 'counters', key: ['counter'], columns: ['stands', 'added', 'freed_on'] },
  { table: 'persons', key: ['entry'], columns: ['personal'] },
  // What is sealed and still stands in it is taken out by the next round of sealing, which changes nothing else.
  { table: 'outbox', key: ['recorded_at', 'entry'], columns: [], mayStand: isSealed },
  // Last: by them an upgrade tells whether it was ended on its way.
  { table: 'funding_lines', key: ['id'], columns: [...LINE_COLUMNS, ...LINE_LOWS], isSame: isSameLine },
];

/**
 * The lists whose rows entries make by themselves. Any other tells what stands: its rows may be ahead of what is projected,
 * and those that went on that way differ from those made anew at one size, although nobody damaged them.
 */
const MADE_BY_ENTRIES = "(list = 'number' OR list LIKE 'opened/%' OR list LIKE 'search/%')";

/** The tables of the projection, whose rows are compared where both are of the same prefix. */
const PROJECTED: readonly Compared[] = [
  { table: 'places', key: ['entry'], columns: ['place'] },
  { table: 'registered', key: ['id'], columns: ['fields'], isOfGeneration: true },
  { table: 'sums', key: ['name'], columns: ['figures'], isOfGeneration: true, isSame: isSameSum, mayStand: isNoSum },
  { table: 'listed', key: ['list', 'key'], columns: ['text'], only: MADE_BY_ENTRIES, isOfGeneration: true },
];

/** The differences of each table, with as many of them by name as somebody looks at. */
export type Differences = ReadonlyMap<string, ReadonlyMap<How, Tally>>;

/** Goes through both sides in order of their keys, in pages, so that memory does not grow with them. */
export function* differencesBetween(expected: Reading, found: Reading): Generator<Difference> {
  for (const compared of COMPARED) yield* inTable(compared, { expected, found }, undefined);
}

/** The same of the projection. Both have to be of one prefix. */
export function* projectedDifferences(expected: Reading, found: Reading): Generator<Difference> {
  const generations = { expected: generationOf(expected), found: generationOf(found) };
  for (const compared of PROJECTED) yield* inTable(compared, { expected, found }, generations);
}

export function tallied(differences: Iterable<Difference>): Map<string, Map<How, Tally>> {
  const tables = new Map<string, Map<How, Tally>>();
  for (const { table, key, how } of differences) {
    const hows = tables.get(table) ?? new Map<How, Tally>();
    const tally = hows.get(how) ?? new Tally();
    tally.add(key);
    tables.set(table, hows.set(how, tally));
  }
  return tables;
}

interface Generations {
  readonly expected: bigint;
  readonly found: bigint;
}

function* inTable(compared: Compared, sides: Sides, generations: Generations | undefined): Generator<Difference> {
  const { table } = compared;
  const tell = (row: Attributes, how: How): Difference => ({ table, key: nameOf(compared, row), how });
  const expected = new Rows(compared, sides.expected, generations?.expected);
  const found = new Rows(compared, sides.found, generations?.found);
  for (;;) {
    const row = expected.head();
    const other = found.head();
    if (found.isBroken) return yield* oneByOne(compared, sides, expected, found);
    if (row === undefined && other === undefined) return;
    const order = row === undefined ? 1 : other === undefined ? -1 : inOrder(compared, row, other);
    if (order < 0 && row !== undefined) {
      if (!mayStand(compared, row, sides)) yield tell(row, 'missing');
      expected.next();
    } else if (order > 0 && other !== undefined) {
      if (!mayStand(compared, other, sides)) yield tell(other, 'surplus');
      found.next();
    } else if (row !== undefined && other !== undefined) {
      if (!isSame(compared, row, other, sides)) yield tell(row, 'other');
      expected.next();
      found.next();
    }
  }
}

/** The rest of a table that cannot be read in order: each row that ought to be there is looked up by its key. */
function* oneByOne(compared: Compared, sides: Sides, expected: Rows, found: Rows): Generator<Difference> {
  const { table } = compared;
  yield { table, key: '', how: 'unreadable' };
  for (let row = expected.head(); row !== undefined; row = expected.head()) {
    const key = nameOf(compared, row);
    try {
      const other = found.lookUp(row);
      if (other === undefined) yield { table, key, how: 'missing' };
      else if (!isSame(compared, row, other, sides)) yield { table, key, how: 'other' };
    } catch {
      yield { table, key, how: 'unreadable' };
    }
    expected.next();
  }
}

const PAGE = 500;

/** The rows of one table in order of its key, a page at a time. */
class Rows {
  readonly #compared: Compared;
  readonly #reading: Reading;
  readonly #generation: bigint | undefined;
  #page: Attributes[] = [];
  #last: Attributes | undefined;
  #isAtEnd = false;
  isBroken = false;

  constructor(compared: Compared, reading: Reading, generation: bigint | undefined) {
    this.#compared = compared;
    this.#reading = reading;
    this.#generation = compared.isOfGeneration ? generation : undefined;
  }

  head(): Attributes | undefined {
    if (this.#page.length === 0 && !this.#isAtEnd && !this.isBroken) this.#turn();
    return this.#page[0];
  }

  next(): void {
    this.#last = this.#page.shift();
  }

  /** Throws where it cannot be read. */
  lookUp(row: Attributes): Attributes | undefined {
    const { table, key } = this.#compared;
    const sql = `SELECT ${this.#columns()} FROM ${table} WHERE ${this.#where(key.map((column) => `${column} = ?`))}`;
    return this.#reading.get(sql, ...this.#values(row));
  }

  #turn(): void {
    const { table, key } = this.#compared;
    const after = this.#last === undefined ? [] : [`(${key.join(', ')}) > (${key.map(() => '?').join(', ')})`];
    const where = this.#where(after);
    const sql = `SELECT ${this.#columns()} FROM ${table} ${where === '' ? '' : `WHERE ${where}`} ORDER BY ${key.join(', ')} LIMIT ${PAGE}`;
    try {
      this.#page = [...this.#reading.all(sql, ...this.#values(this.#last))];
      this.#isAtEnd = this.#page.length < PAGE;
      // Damaged pages may lead back to where one was already.
      const next = this.#page.at(-1);
      const isBack = this.#last !== undefined && next !== undefined && inOrder(this.#compared, this.#last, next) >= 0;
      if (isBack) this.#break();
    } catch {
      this.#break();
    }
  }

  #break(): void {
    this.isBroken = true;
    this.#page = [];
  }

  #columns(): string {
    return [...this.#compared.key, ...this.#compared.columns].join(', ');
  }

  #where(conditions: readonly string[]): string {
    const { only } = this.#compared;
    const own = [...(this.#generation === undefined ? [] : ['generation = ?']), ...(only === undefined ? [] : [only])];
    return [...own, ...conditions].join(' AND ');
  }

  #values(row: Attributes | undefined): SQLInputValue[] {
    const key =
      row === undefined ? [] : this.#compared.key.map((column) => z.union([z.string(), z.bigint()]).parse(row[column]));
    return [...(this.#generation === undefined ? [] : [this.#generation]), ...key];
  }
}

/** As SQLite orders: texts by their bytes in UTF-8. */
function inOrder({ key }: Compared, a: Attributes, b: Attributes): number {
  for (const column of key) {
    const [one, other] = [a[column], b[column]];
    if (typeof one === 'bigint' && typeof other === 'bigint') {
      if (one !== other) return one < other ? -1 : 1;
    } else {
      const order = Buffer.compare(Buffer.from(String(one)), Buffer.from(String(other)));
      if (order !== 0) return order;
    }
  }
  return 0;
}

function nameOf({ key }: Compared, row: Attributes): string {
  return key.map((column) => String(row[column])).join('/');
}

function isSame({ columns, isSame: tells }: Compared, expected: Attributes, found: Attributes, sides: Sides): boolean {
  if (columns.every((column) => expected[column] === found[column])) return true;
  try {
    return tells?.(expected, found, sides) ?? false;
  } catch {
    return false;
  }
}

/** Of a row that does not parse nothing is believed. */
function mayStand({ mayStand: tells }: Compared, row: Attributes, sides: Sides): boolean {
  try {
    return tells?.(row, sides) ?? false;
  } catch {
    return false;
  }
}

const document = z.object({ kind: z.string(), version: z.string(), state: z.string() });

/** Rows of an earlier version may have their fields in another order. */
function isSameDocument(expected: Attributes, found: Attributes): boolean {
  const [one, other] = [document.parse(expected), document.parse(found)];
  if (one.version !== other.version || !isStateKind(one.kind)) return false;
  return textOf(readState(one.kind, one.state)) === textOf(readState(one.kind, other.state));
}

function isStateKind(kind: string): kind is StateKind {
  return kind !== 'fundingLine' && Object.hasOwn(DOCUMENTS, kind);
}

const lows = z.string().transform(unpackLows);
const lot = z.object({ lot: z.string().refine(isLotId), version: z.string(), state: z.string(), lows });

/**
 * The version of a lot is the entry that changed it last. Of entries of one millisecond, or of two clocks, the log does
 * not say which that was; it only has to be one of those that changed it. Its stretches need not be those that the log
 * gives, only such as it may have (`mayBeLowsOf`).
 */
function isSameLot(expected: Attributes, found: Attributes, sides: Sides): boolean {
  const [one, other] = [lot.parse(expected), lot.parse(found)];
  if (textOf(lotState.read(one.state)) !== textOf(lotState.read(other.state))) return false;
  if (!isLotBorne(one.lot, one.lows, other.lows, sides)) return false;
  return one.version === other.version || changesLot(other.version, one.lot, sides.expected);
}

/**
 * A lot that was used up has no row, and begins anew where something comes back to it. What the first form let fall below
 * zero before is then known to the log alone, and stands in no stretch: of such a lot only the end is compared.
 */
function isLotBorne(name: string, expected: Lows, found: Lows, sides: Sides): boolean {
  const { days, isOfFirstForm } = daysOf(`stock/${name}`, sides.expected);
  if (!isOfFirstForm) return mayBeLowsOf(found, days);
  const [end, stood] = [expected.at(-1), found.at(-1)];
  return end?.quantity === stood?.quantity && end?.value === stood?.value;
}

const line = z.object({ id: z.string(), available_lows: lows, cash_lows: lows });

/** A funding line keeps its row, so each day on which something came has a stretch until there are too many. */
function isSameLine(expected: Attributes, found: Attributes, sides: Sides): boolean {
  if (LINE_COLUMNS.some((column) => expected[column] !== found[column])) return false;
  const { id, available_lows: available, cash_lows: cash } = line.parse(found);
  return [['available', available] as const, ['cash', cash] as const].every(([chain, told]) => {
    const { days } = daysOf(`${chain}/${id}`, sides.expected);
    return mayBeLowsOf(told, days) && hasEveryStretch(told, days);
  });
}

function changesLot(by: string, name: string, reading: Reading): boolean {
  const entry = entryIn(by, reading);
  return entry?.transfers.some((transfer) => isOfLot(transfer, name)) ?? false;
}

/** Goods that go back to stock are written with their lot at that end, so one of the ends always names it. */
function isOfLot({ from, to }: Entry['transfers'][number], name: string): boolean {
  return [from, to].some((account) => 'lot' in account && account.lot === name);
}

function entryIn(id: string, reading: Reading): Entry | undefined {
  const row = reading.get('SELECT id, canonical, request_hash FROM entries WHERE id = ?', id);
  return row === undefined ? undefined : readEntry(row).entry;
}

function isSealed({ entry }: Attributes, { expected }: Sides): boolean {
  const id = z.string().parse(entry);
  return (
    expected.get('SELECT 1 FROM entries WHERE id = ?', id) !== undefined &&
    expected.get('SELECT 1 FROM outbox WHERE entry = ?', id) === undefined
  );
}

const figures = z.record(z.string(), z.string());

function figuresIn(row: Attributes): string {
  const all = Object.entries(figures.parse(JSON.parse(z.string().parse(row.figures))));
  return JSON.stringify(all.filter(([, value]) => value !== '0').sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Figures stand in the order in which they were first added to, and one that came back to nothing may stand or not. */
function isSameSum(expected: Attributes, found: Attributes): boolean {
  return figuresIn(expected) === figuresIn(found);
}

function isNoSum(row: Attributes): boolean {
  return figuresIn(row) === '[]';
}

function generationOf(reading: Reading): bigint {
  const row = reading.get('SELECT generation FROM projections WHERE is_read = 1');
  return row === undefined ? 0n : z.bigint().parse(row.generation);
}

function textOf(value: unknown): string {
  return JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
  if (typeof value === 'bigint') return `${value}n`;
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(fields.map(([name, field]) => [name, sorted(field)]));
}
