import * as z from 'zod';
import { DOCUMENTS } from '../../shared/domain/documents.ts';
import { writtenCounter, writtenLows } from '../../shared/storage/dynamodb/rows.ts';
import {
  claimKey,
  counterKey,
  lotKey,
  outboxKey,
  type RowKey,
  type RowKind,
  rowKey,
  SCHEMA_VERSION as v,
} from '../../shared/storage/dynamodb/table.ts';
import type { Attributes, Reading } from '../../shared/storage/sqlite/connection.ts';
import { readCounter, readFundingLine } from '../../shared/storage/sqlite/rows.ts';
import type { Difference } from './differences.ts';

/** Where a row of a table in AWS stands, and how it ought to be there; undefined where it ought not. */
export interface TableRow {
  readonly key: RowKey;
  readonly row: (Attributes & RowKey) | undefined;
}

interface Kept {
  readonly sql: string;
  /** The parts of a difference's key, as the columns of the table. */
  parts(key: string): readonly (string | bigint)[];
  place(parts: readonly (string | bigint)[]): RowKey;
  read(row: Attributes): Readonly<Record<string, unknown>>;
}

const text = z.string();
const alone = (key: string) => [key];
const parted = (key: string) => key.split('/');
const byId = (kind: RowKind) => (parts: readonly (string | bigint)[]) => rowKey(kind, nth(parts, 0));

/** How the tables of the database in the process are kept in AWS. */
const KEPT: Readonly<Record<string, Kept>> = {
  entries: {
    sql: 'SELECT canonical, request_hash FROM entries WHERE id = ?',
    parts: alone,
    place: byId('entry'),
    read: ({ canonical, request_hash: hash }) => ({ j: text.parse(canonical), h: text.parse(hash) }),
  },
  funding_lines: {
    sql: 'SELECT * FROM funding_lines WHERE id = ?',
    parts: alone,
    place: byId('fundingLine'),
    read: (row) => {
      const { code, name, available, cash, closedBy, lows } = readFundingLine(row);
      const closed = closedBy === undefined ? {} : { x: closedBy };
      return { a: available, c: cash, ...writtenLows(lows), k: code, t: name, ...closed };
    },
  },
  documents: {
    sql: 'SELECT version, state FROM documents WHERE kind = ? AND id = ?',
    parts: parted,
    place: (parts) => rowKey(documentKind(nth(parts, 0)), nth(parts, 1)),
    read: versioned,
  },
  lots: {
    sql: 'SELECT version, state, lows FROM lots WHERE warehouse = ? AND item = ? AND lot = ?',
    parts: parted,
    place: (parts) => lotKey(nth(parts, 0), nth(parts, 1), nth(parts, 2)),
    read: ({ lows, ...row }) => ({ ...versioned(row), l: text.parse(lows) }),
  },
  claims: {
    sql: 'SELECT entry FROM claims WHERE claim = ?',
    parts: alone,
    place: (parts) => claimKey(nth(parts, 0)),
    read: ({ entry }) => ({ e: text.parse(entry) }),
  },
  counters: {
    sql: 'SELECT stands, added, freed_on FROM counters WHERE counter = ?',
    parts: alone,
    place: (parts) => counterKey(nth(parts, 0)),
    read: (row) => writtenCounter(readCounter(row)),
  },
  persons: {
    sql: 'SELECT personal FROM persons WHERE entry = ?',
    parts: alone,
    place: byId('personal'),
    read: ({ personal }) => ({ s: text.parse(personal) }),
  },
  outbox: {
    sql: 'SELECT 1 AS there FROM outbox WHERE recorded_at = ? AND entry = ?',
    parts: (key) => parted(key).map((part, at) => (at === 0 ? BigInt(part) : part)),
    place: (parts) => outboxKey(Number(parts[0]), nth(parts, 1)),
    read: () => ({}),
  },
};

/** The row that a difference is about; undefined where it is about no row of a table that is kept so. */
export function tableRowOf({ table, key }: Difference, expected: Reading): TableRow | undefined {
  const kept = KEPT[table];
  if (kept === undefined || key === '') return undefined;
  const parts = kept.parts(key);
  const place = kept.place(parts);
  const row = expected.get(kept.sql, ...parts);
  return { key: place, row: row && { ...place, v, ...kept.read(row) } };
}

function versioned({ version, state }: Attributes): { readonly e: string; readonly s: string } {
  return { e: text.parse(version), s: text.parse(state) };
}

function documentKind(kind: string): RowKind {
  return z.enum(Object.keys(DOCUMENTS) as [RowKind, ...RowKind[]]).parse(kind);
}

function nth(parts: readonly (string | bigint)[], at: number): string {
  return text.parse(parts[at]);
}
