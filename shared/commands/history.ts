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
  for await (const stored of backwards(ledger, document, most)) history.push(stored);
  return history;
}

/** The same one by one, for whoever need not go back to the first. */
export async function* backwards(
  ledger: Pick<Ledger, 'read'>,
  document: DocumentRef & { readonly version: Id },
  most: number,
): AsyncGenerator<StoredEntry> {
  let at: Id | undefined = document.version;
  for (let told = 0; at !== undefined && told < most; told += 1) {
    const stored: StoredEntry | undefined = (await ledger.read([{ row: 'entry', id: at }])).entry(at);
    if (!stored) break;
    yield stored;
    at = at === document.id ? undefined : (previousOn(stored.entry, document) ?? document.id);
  }
}
