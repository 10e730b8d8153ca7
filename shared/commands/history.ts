import type { DocumentRef } from '../domain/documents.ts';
import type { Id } from '../domain/id.ts';
import { previousOn } from '../domain/subject.ts';
import type { Ledger, StoredEntry } from '../storage/ports/ledger.ts';

/** Entries of one document looked back at, at the most. */
export const MAX_HISTORY = 100;

/**
 * The entries of a document, newest first: from its version, which names the last one, back along `refs.previous` to the
 * one that opened it.
 */
export async function historyOf(
  ledger: Pick<Ledger, 'read'>,
  document: DocumentRef & { readonly version: Id },
  most: number = MAX_HISTORY,
): Promise<StoredEntry[]> {
  const history: StoredEntry[] = [];
  let at: Id | undefined = document.version;
  while (at !== undefined && history.length < most) {
    const stored: StoredEntry | undefined = (await ledger.read([{ row: 'entry', id: at }])).entry(at);
    if (!stored) break;
    history.push(stored);
    at = at === document.id ? undefined : (previousOn(stored.entry, document) ?? document.id);
  }
  return history;
}
