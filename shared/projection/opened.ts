import type { DocumentKind } from '../domain/documents.ts';
import { type Entry, isKind } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import { invoiceIn } from '../domain/invoice.ts';
import { KINDS } from '../domain/kinds.ts';

/** What an entry opens: more than one document where an order came with its invoice. */
export function openedBy(entry: Entry): readonly DocumentKind[] {
  if (isKind(entry, 'registration')) return [entry.facts.type];
  const { document } = KINDS[entry.kind];
  const own: DocumentKind[] = document !== null && 'opens' in document ? [document.opens] : [];
  return invoiceIn(entry) === undefined || own.includes('invoice') ? own : [...own, 'invoice'];
}

const MS_DIGITS = 15;

/**
 * Where what an entry opened, or the entry itself, stands among others: by when it was recorded, as the server's clock had
 * it, and of one millisecond by its id, as the log has them. What the client's clock put into the id orders nothing.
 */
export function openedKey({ recordedAt, id }: Pick<Entry, 'recordedAt' | 'id'>): string {
  return `${String(recordedAt).padStart(MS_DIGITS, '0')}#${id}`;
}

/** When what stands under a key was recorded, in milliseconds since 1970 UTC. */
export function recordedInKey(key: string): number {
  return Number(key.slice(0, MS_DIGITS));
}

export function idInKey(key: string): Id {
  return key.slice(MS_DIGITS + 1);
}
