import { invoiceNow } from '../../shared/commands/invoices.ts';
import type { Id } from '../../shared/domain/id.ts';
import { storedEntries } from '../../shared/log/journal/stored-entries.ts';
import { openedKey } from '../../shared/projection/opened.ts';
import type { Catalogue } from '../../shared/storage/ports/catalogue.ts';
import type { Ledger } from '../../shared/storage/ports/ledger.ts';
import { type Listing, pageFrom } from './page.ts';

interface Sources {
  readonly ledger: Pick<Ledger, 'read'>;
  readonly catalogue: Pick<Catalogue, 'numbered'>;
}

/** Rows of a list that are known, and need not be looked for among all. */
type Rows = Listing<Id>['rows'];

/** The invoices that have a number. */
export async function invoicesOfNumber({ ledger, catalogue }: Sources, number: string): Promise<Rows> {
  return rowsOf(ledger, await idsOf(catalogue, number));
}

/** The purchases that those are for. */
export async function purchasesOfInvoice({ ledger, catalogue }: Sources, number: string): Promise<Rows> {
  const ids = await idsOf(catalogue, number);
  const invoices = await Promise.all(ids.map((id) => invoiceNow({ ledger }, id)));
  const purchases = invoices.flatMap((one) => one?.book.allocations.map(({ purchase }) => purchase) ?? []);
  return rowsOf(ledger, [...new Set(purchases)]);
}

async function idsOf(catalogue: Sources['catalogue'], number: string): Promise<Id[]> {
  const numbered = await catalogue.numbered(number);
  return numbered.flatMap(({ by, entry }) => (by === 'invoice' ? [entry] : []));
}

/** Newest first, as lists have them. */
export async function rowsOf(ledger: Sources['ledger'], ids: readonly Id[]): Promise<Rows> {
  const openings = await storedEntries(ledger, ids);
  const keys = new Map(openings.map(({ entry }) => [openedKey(entry), entry.id]));
  const ordered = [...keys].sort(([a], [b]) => (a < b ? 1 : -1)).map(([, id]) => id);
  return async ({ limit, after }) => {
    const from = after === undefined ? 0 : ordered.indexOf(after) + 1;
    return pageFrom(ordered, from, limit, (id) => id);
  };
}
