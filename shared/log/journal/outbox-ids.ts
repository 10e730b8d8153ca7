import type { Id } from '../../domain/id.ts';
import { MAX_PAGE } from '../../storage/ports/bounds.ts';
import type { Ledger } from '../../storage/ports/ledger.ts';

/** The ids of all that waits to be sealed, in the order of recording. Of more than `most` some, and more than that. */
export async function outboxIds(ledger: Pick<Ledger, 'outbox'>, most: number): Promise<Id[]> {
  const ids = new Set<Id>();
  for (let since = 0; ids.size <= most; ) {
    const page = await ledger.outbox({ since, limit: MAX_PAGE });
    const before = ids.size;
    for (const { id } of page) ids.add(id);
    const last = page.at(-1);
    // One millisecond that fills a page cannot be paged on; sealing empties it.
    if (last === undefined || page.length < MAX_PAGE || ids.size === before) break;
    since = last.recordedAt;
  }
  return [...ids];
}
