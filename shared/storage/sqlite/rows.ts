import * as z from 'zod';
import type { StateKind, StateOf } from '../../domain/books.ts';
import type { Counter } from '../../domain/counter.ts';
import type { Id } from '../../domain/id.ts';
import { date, id, lotId, words } from '../../schemas/canonical.ts';
import { unpackLows } from '../../schemas/packing.ts';
import type { RowVersion } from '../../schemas/row-version.ts';
import { lotState, readState } from '../../schemas/states.ts';
import type { FundingLineRow, OutboxItem, StoredEntry, Versioned, VersionedLot } from '../ports/ledger.ts';
import { entryIn, stored } from '../ports/stored.ts';
import type { Attributes } from './connection.ts';

/** What stands in rows, read by schema. */

const amount = z.bigint().min(0n);
const lows = z.string().transform(unpackLows);
const storedEntry = z.strictObject({ id, canonical: z.string(), request_hash: z.string() });
const storedLine = z.strictObject({
  id,
  code: words,
  name: words,
  available: amount,
  cash: amount,
  closed_by: id.nullable(),
  available_lows: lows,
  cash_lows: lows,
});
const storedDocument = z.strictObject({ id, version: id, state: z.string() });
const storedLot = z.strictObject({ warehouse: id, item: id, lot: lotId, version: id, state: z.string(), lows });
const storedOutbox = z.strictObject({ recorded_at: amount, entry: id });

export function readEntry(row: Attributes): StoredEntry {
  return parsed('entry', row, () => {
    const { id: key, canonical, request_hash: requestHash } = storedEntry.parse(row);
    const entry = entryIn(canonical);
    if (entry.id !== key) throw new SyntaxError('an entry stands under its own id');
    return { entry, canonical, requestHash };
  });
}

export function readFundingLine(row: Attributes): FundingLineRow {
  return parsed('fundingLine', row, () => {
    const { closed_by: closedBy, available_lows: available, cash_lows: cash, ...told } = storedLine.parse(row);
    const line = { ...told, lows: { available, cash } };
    return closedBy === null ? { ...line, closed: false } : { ...line, closed: true, closedBy };
  });
}

export function readDocument<K extends StateKind>(
  kind: K,
  row: Attributes,
  by: RowVersion = 'own',
): Versioned<StateOf[K]> {
  return parsed(kind, row, () => {
    const { id: key, version, state } = storedDocument.parse(row);
    return { id: key, version, state: readState(kind, state, by) };
  });
}

export function readLot(row: Attributes, by: RowVersion = 'own'): VersionedLot {
  return parsed('lot', row, () => {
    const { warehouse, item, lot, version, state, lows: told } = storedLot.parse(row);
    return { lot: { id: lot, item, warehouse, lows: told, ...lotState.read(state, by) }, version };
  });
}

export function readOutbox(row: Attributes): OutboxItem {
  return parsed('outbox', row, () => {
    const { recorded_at: recordedAt, entry } = storedOutbox.parse(row);
    return { recordedAt: Number(recordedAt), id: entry };
  });
}

/** The one value of a row that has one. */
export function readText(kind: string, row: Attributes | undefined): string | undefined {
  return row && parsed(kind, row, () => z.string().parse(Object.values(row)[0]));
}

export function readId(kind: string, row: Attributes | undefined): Id | undefined {
  return row && parsed(kind, row, () => id.parse(Object.values(row)[0]));
}

/** An amount that stands alone in its row. */
export function readAmount(kind: string, row: Attributes | undefined): bigint | undefined {
  return row && parsed(kind, row, () => z.bigint().parse(Object.values(row)[0]));
}

const counter = z.strictObject({ stands: z.bigint(), added: z.bigint(), freed_on: date.or(z.literal('')) });

export function readCounter(row: Attributes): Counter;
export function readCounter(row: Attributes | undefined): Counter | undefined;
export function readCounter(row: Attributes | undefined): Counter | undefined {
  if (row === undefined) return undefined;
  const { stands, added, freed_on: freedOn } = parsed('counter', row, () => counter.parse(row));
  return { stands, added, freedOn };
}

export function parsed<T>(kind: string, row: Attributes, read: () => T): T {
  return stored(kind, row.id, read);
}
