import * as z from 'zod';
import type { RowVersion } from '../../schemas/row-version.ts';
import { LedgerError } from '../ports/ledger.ts';
import { SCHEMA_VERSION } from './table.ts';

/** A row as the engine gave it: nothing is known of it before it is parsed. */
export type Attributes = Readonly<Record<string, unknown>>;

/** How rows are read that this version of the code wrote, and those that the version after it did. */

const NEXT_VERSION = SCHEMA_VERSION + 1;
const key = { pk: z.string(), sk: z.string() };
const own = { v: z.literal(BigInt(SCHEMA_VERSION)) };
const next = { v: z.literal(BigInt(NEXT_VERSION)) };

/** The condition under which a row may be replaced, changed or removed: it is of this version, which is `:v`. */
export const OWN = 'v = :v';
export const OWN_VALUE = { ':v': SCHEMA_VERSION };

export function versionOf({ v }: Attributes): RowVersion {
  return v === BigInt(NEXT_VERSION) ? 'next' : 'own';
}

/** Of this version a row has exactly these attributes; of the next one it has others beside, which are left alone. */
export function storedRow<S extends z.ZodRawShape>(shape: S) {
  const ownRow = z.strictObject({ ...key, ...shape, ...own });
  const nextRow = z.object({ ...key, ...shape, ...next });
  return { parse: (row: Attributes) => (versionOf(row) === 'next' ? nextRow.parse(row) : ownRow.parse(row)) };
}

/** A row that is figures and nothing else beside its key and its version; of the next version, not only. */
export function storedFigures(row: Attributes): Record<string, bigint> {
  const isNext = versionOf(row) === 'next';
  const told = isNext ? Object.entries(row).filter(([, value]) => typeof value !== 'string') : Object.entries(row);
  const {
    pk: _pk,
    sk: _sk,
    v: _v,
    ...figures
  } = z
    .object({ ...key, v: z.union([own.v, next.v]) })
    .catchall(z.bigint())
    .parse({ ...Object.fromEntries(told), pk: row.pk, sk: row.sk });
  return figures;
}

/** Whoever is about to write over such a row does not know what would be lost with it. */
export function assertOwn(row: Attributes | undefined): void {
  if (typeof row?.v !== 'bigint' || row.v <= BigInt(SCHEMA_VERSION)) return;
  throw new LedgerError('newer-row', `a row of version ${row.v} is not written over by version ${SCHEMA_VERSION}`);
}
