import type { Entry } from '../../domain/entry.ts';
import { id } from '../../schemas/canonical.ts';
import { decodeEntry } from '../../schemas/entry.ts';
import { remembered } from '../../schemas/remembered.ts';
import { LedgerError } from './ledger.ts';

/** Enough for what is recorded until it is sealed and projected, on the busiest days. */
const ENTRIES = 2_048;

/** An entry as its row, or the log, has it. */
export const entryIn: (canonical: string) => Entry = remembered(decodeEntry, ENTRIES);

/** Reads a stored row. Says which it was by its kind alone: what stands in it, or in its key, may be about persons. */
export function stored<T>(kind: string, key: unknown, read: () => T): T {
  try {
    return read();
  } catch {
    const name = id.safeParse(key);
    throw new LedgerError('corrupt-row', `a stored ${kind} row does not parse${name.success ? `: ${name.data}` : ''}`);
  }
}
