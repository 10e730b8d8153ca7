import * as z from 'zod';
import type { Lot, StateKind, StateOf } from '../../domain/books.ts';
import type { CalendarDate } from '../../domain/calendar.ts';
import type { Counter } from '../../domain/counter.ts';
import type { Id } from '../../domain/id.ts';
import { type LineLows, type Lows, ofMoney } from '../../domain/lows.ts';
import { date, id, lotId, words } from '../../schemas/canonical.ts';
import { packLows, unpackLows } from '../../schemas/packing.ts';
import { lotState, readState, writeState } from '../../schemas/states.ts';
import type { Append, FundingLineRow, Key, Opened, StoredEntry, Versioned, VersionedLot } from '../ports/ledger.ts';
import { entryIn, stored } from '../ports/stored.ts';
import { type Attributes, storedRow, versionOf } from './stored-row.ts';
import { claimKey, counterKey, lotKey, outboxKey, type RowKey, rowKey, SCHEMA_VERSION } from './table.ts';

/** A row as it is written: its key, its schema version and its attributes. */
export interface Row extends RowKey {
  readonly v: number;
  readonly [attribute: string]: string | number | bigint;
}

export type { Attributes } from './stored-row.ts';

export function keyOf(key: Key): RowKey {
  switch (key.row) {
    case 'lot':
      return lotKey(key.warehouse, key.item, key.lot);
    case 'claim':
      return claimKey(key.claim);
    case 'counter':
      return counterKey(key.counter);
    default:
      return rowKey(key.row, key.id);
  }
}

const v = SCHEMA_VERSION;

export function entryRow({ entry, canonical, requestHash }: Append): Row {
  return { ...rowKey('entry', entry.id), v, j: canonical, h: requestHash };
}

export function outboxRow({ entry }: Append): Row {
  return { ...outboxKey(entry.recordedAt, entry.id), v };
}

export function personalRow(entry: Id, sealed: string): Row {
  return { ...rowKey('personal', entry), v, s: sealed };
}

export function documentRow(document: Opened, version: Id): Row {
  return { ...rowKey(document.kind, document.id), v, e: version, s: writeState(document) };
}

export function lotRow(lot: Lot, version: Id): Row {
  const { id: name, item, warehouse, lows, ...state } = lot;
  return { ...lotKey(warehouse, item, name), v, e: version, s: lotState.write(state), l: packLows(lows) };
}

export function fundingLineRow(line: Id, code: string, name: string) {
  return { ...rowKey('fundingLine', line), v, a: 0n, c: 0n, ...writtenLows(NO_LOWS), k: code, t: name };
}

export function claimRow(claim: string, by: Id): Row {
  return { ...claimKey(claim), v, e: by };
}

/** What stands under an id. */
export const identified = { sk: id };

const LOW_NAME = /^[ac](\d{4})(\d{2})(\d{2})$/;

const storedEntry = storedRow({ ...identified, j: z.string(), h: z.string() });
const storedLine = storedRow({
  ...identified,
  a: z.bigint().min(0n),
  c: z.bigint().min(0n),
  l: z.record(z.string().regex(LOW_NAME), z.bigint()),
  d: z.bigint().min(0n),
  k: words,
  t: words,
  x: id.exactOptional(),
});
const storedDocument = storedRow({ ...identified, e: id, s: z.string() });
const storedLot = storedRow({
  e: id,
  s: z.string(),
  l: z.string().transform(unpackLows),
});
const storedClaim = storedRow({ sk: z.literal('claim'), e: id });
const storedCounter = storedRow({
  sk: z.literal('counter'),
  n: z.bigint().min(0n),
  m: z.bigint().min(0n).exactOptional(),
  b: date.exactOptional(),
});
const storedPersonal = storedRow({ ...identified, s: z.string() });
const storedOutbox = storedRow({ sk: z.string().regex(/^\d{15}#/) });
const lotName = z.tuple([id, id, lotId]);

export function readEntry(row: Attributes): StoredEntry {
  return parsed('entry', row, () => {
    const { sk, j, h } = storedEntry.parse(row);
    const entry = entryIn(j);
    if (entry.id !== sk) throw new SyntaxError('an entry stands under its own id');
    return { entry, canonical: j, requestHash: h };
  });
}

export function readFundingLine(row: Attributes): FundingLineRow {
  return parsed('fundingLine', row, () => {
    const { sk, a, c, l, d, k, t, x } = storedLine.parse(row);
    const lows = { available: lowsIn('a', l), cash: lowsIn('c', l) };
    if (d !== hashOfDays(lows)) throw new SyntaxError('the days of a funding line are those that were hashed');
    const line = { id: sk, code: k, name: t, available: a, cash: c, lows };
    return x === undefined ? { ...line, closed: false } : { ...line, closed: true, closedBy: x };
  });
}

/** Under which name what a chain bears from a day on stands in the row of its funding line. */
export function lowName(chain: 'a' | 'c', day: CalendarDate): string {
  return `${chain}${day.replaceAll('-', '')}`;
}

export const NO_LOWS: LineLows = { available: [], cash: [] };

/** What a funding line bears, as its row has it. */
export function writtenLows({ available, cash }: LineLows) {
  const named = (chain: 'a' | 'c', lows: Lows) => lows.map(({ from, value }) => [lowName(chain, from), value] as const);
  const l: Readonly<Record<string, bigint>> = Object.fromEntries([...named('a', available), ...named('c', cash)]);
  return { l, d: hashOfDays({ available, cash }) };
}

/** By which one number tells whether a funding line has the days that something was made for. */
export function hashOfDays({ available, cash }: LineLows): bigint {
  const days = [available, cash].map((lows) => lows.map(({ from }) => from).join()).join(';');
  let [high, low] = [0x811c9dc5, 0x9e3779b9];
  for (let at = 0; at < days.length; at += 1) {
    high = Math.imul(high ^ days.charCodeAt(at), 0x01000193);
    low = Math.imul(low ^ days.charCodeAt(at), 0x85ebca6b);
  }
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}

function lowsIn(chain: 'a' | 'c', numbers: Readonly<Record<string, bigint>>): Lows {
  return Object.entries(numbers)
    .filter(([name]) => name.startsWith(chain))
    .map(([name, value]) => ({ from: date.parse(name.replace(LOW_NAME, '$1-$2-$3')), ...ofMoney(value) }))
    .sort((a, b) => (a.from < b.from ? -1 : 1));
}

export function readDocument<K extends StateKind>(kind: K, row: Attributes): Versioned<StateOf[K]> {
  return parsed(kind, row, () => {
    const { sk, e, s } = storedDocument.parse(row);
    return { id: sk, version: e, state: readState(kind, s, versionOf(row)) };
  });
}

export function readLot(row: Attributes): VersionedLot {
  return parsed('lot', row, () => {
    const { sk, e, s, l } = storedLot.parse(row);
    const [warehouse, item, name] = lotName.parse(sk.split('#'));
    return { lot: { id: name, item, warehouse, lows: l, ...lotState.read(s, versionOf(row)) }, version: e };
  });
}

export function readClaim(row: Attributes): Id {
  return parsed('claim', row, () => storedClaim.parse(row).e);
}

export function readCounter(row: Attributes): Counter {
  return parsed('counter', row, () => {
    const { n, m = 0n, b = '' } = storedCounter.parse(row);
    return { stands: n, added: m, freedOn: b };
  });
}

/** The attributes of a counter beside its key. */
export function writtenCounter({ stands, added, freedOn }: Counter): Readonly<Record<string, string | bigint>> {
  return { n: stands, ...(added === 0n ? {} : { m: added }), ...(freedOn === '' ? {} : { b: freedOn }) };
}

/** Still sealed. */
export function readPersonal(row: Attributes): string {
  return parsed('personal', row, () => storedPersonal.parse(row).s);
}

export function readOutbox(row: Attributes): { readonly recordedAt: number; readonly id: Id } {
  return parsed('outbox', row, () => {
    const [recordedAt, entry] = storedOutbox.parse(row).sk.split('#');
    return { recordedAt: Number(recordedAt), id: id.parse(entry) };
  });
}

export function parsed<T>(kind: string, row: Attributes, read: () => T): T {
  return stored(kind, row.sk, read);
}
