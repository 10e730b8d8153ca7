import type { Fen } from '../domain/amount.ts';
import { amountOpened } from '../domain/amount-opened.ts';
import type { DocumentKind } from '../domain/documents.ts';
import type { Entry } from '../domain/entry.ts';
import type { SortedBy } from '../storage/ports/catalogue.ts';
import { openedKey } from './opened.ts';

const BOTH = ['amount', 'date'] as const;
const DAY = ['date'] as const;

/** By what documents of each kind are sorted, as their lists offer it. */
export const ORDERS: Readonly<Partial<Record<DocumentKind, readonly SortedBy[]>>> = {
  purchase: BOTH,
  invoice: BOTH,
  receipt: BOTH,
  disbursement: BOTH,
  benefit: BOTH,
  stockMove: DAY,
  consignment: DAY,
  adjustment: DAY,
};

/** Beyond any sum of lines of a document, so that what a red invoice takes back stands below zero in order too. */
const ABOVE_ANY: Fen = 10n ** 20n;

/**
 * Where the document of a kind that an entry opened stands in a list that is sorted, as a text: by its amount or its day,
 * and of equals by when it was recorded.
 */
export function orderPlace(kind: DocumentKind, by: SortedBy, entry: Entry): string {
  const first = by === 'date' ? entry.effectiveOn : amountInOrder(amountOpened(kind, entry));
  return `${first}@${openedKey(entry)}`;
}

/** The key under which the list that is newest first has it. */
export function keyInPlace(place: string): string {
  return place.slice(place.indexOf('@') + 1);
}

/** All texts have as many digits. */
function amountInOrder(amount: Fen): string {
  return (ABOVE_ANY + amount).toString().padStart(21, '0');
}
