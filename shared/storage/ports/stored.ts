import { id } from '../../schemas/canonical.ts';
import { LedgerError } from './ledger.ts';

/** Reads a stored row. Says which it was by its kind alone: what stands in it, or in its key, may be about persons. */
export function stored<T>(kind: string, key: unknown, read: () => T): T {
  try {
    return read();
  } catch {
    const name = id.safeParse(key);
    throw new LedgerError('corrupt-row', `a stored ${kind} row does not parse${name.success ? `: ${name.data}` : ''}`);
  }
}
