import type { Id } from '../../domain/id.ts';
import { MAX_KEYS } from '../../storage/ports/bounds.ts';
import type { Ledger, StoredEntry } from '../../storage/ports/ledger.ts';

/** The stored entries of those ids, in their order; those that do not exist are left out. */
export async function storedEntries(ledger: Pick<Ledger, 'read'>, ids: readonly Id[]): Promise<StoredEntry[]> {
  const stored: StoredEntry[] = [];
  for (let at = 0; at < ids.length; at += MAX_KEYS) {
    const batch = ids.slice(at, at + MAX_KEYS);
    const found = await ledger.read(batch.map((id) => ({ row: 'entry', id })));
    for (const id of batch) {
      const one = found.entry(id);
      if (one !== undefined) stored.push(one);
    }
  }
  return stored;
}
