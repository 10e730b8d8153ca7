import type { BookKind } from '../../shared/domain/books.ts';
import type { Id } from '../../shared/domain/id.ts';
import { readNumberAsked } from '../../shared/domain/number-asked.ts';
import type { Catalogue } from '../../shared/storage/ports/catalogue.ts';
import type { Ledger } from '../../shared/storage/ports/ledger.ts';
import { bearersOf, withPurchases } from './bearers.ts';
import { rowsOf } from './invoice-numbers.ts';
import type { Listing } from './page.ts';

interface Sources {
  readonly ledger: Pick<Ledger, 'read'>;
  readonly catalogue: Pick<Catalogue, 'placed' | 'numbered'>;
}

/**
 * The documents of a kind that bear a number exactly: their own, that of a voucher of theirs, or one that others gave. A
 * purchase has those of its invoices too.
 */
export async function rowsOfNumber(sources: Sources, kind: BookKind, typed: string): Promise<Listing<Id>['rows']> {
  const found = await bearersOf(sources, readNumberAsked(typed));
  const all = kind === 'purchase' ? await withPurchases(sources.ledger, found) : found;
  const ids = new Set(all.flatMap((one) => (one.kind === kind ? [one.id] : [])));
  return rowsOf(sources.ledger, [...ids]);
}
