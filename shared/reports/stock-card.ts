import type { Id } from '../domain/id.ts';
import { type Sealed, voucherNumber } from '../domain/voucher.ts';
import { entriesAt } from '../schemas/entries-meant.ts';
import type { StockCard } from '../schemas/reports.ts';
import { partyTo, suppliersOf } from './counterparty.ts';
import { writeBalance } from './figures.ts';
import type { PageOptions } from './page.ts';
import type { Period } from './period.ts';
import type { Register } from './register.ts';
import { belongs } from './selection.ts';
import { summaryOf } from './summary.ts';
import { accountPage, turnoverOf } from './turnover.ts';

export interface StockCardOptions extends Period, PageOptions {
  readonly item: Id;
  readonly warehouse?: Id;
  readonly fundingLine?: Id;
}

/**
 * 收发存卡: what came into stock of one item and what left it, entry by entry, with what is there after each. Undefined
 * where the cursor is unknown.
 */
export function stockCard(
  postings: readonly Sealed[],
  register: Register,
  options: StockCardOptions,
): StockCard | undefined {
  const { item } = options;
  const suppliers = suppliersOf(postings);
  const page = accountPage(postings, options, (posting) =>
    turnoverOf(posting, 'stock', (movement) => belongs(movement, options)),
  );
  return (
    page && {
      item: register.item(item),
      opening: writeBalance(page.opening),
      rows: page.rows.map((row) => ({
        date: row.posting.entry.effectiveOn,
        entry: row.posting.entry.id,
        number: voucherNumber(row.posting.index),
        kind: row.posting.entry.kind,
        summary: summaryOf(row.posting, register),
        counterparty: partyTo(row.posting, register, suppliers, options.warehouse),
        entries: entriesAt({ entry: row.posting.entry.id }),
        in: writeBalance(row.in),
        out: writeBalance(row.out),
        balance: writeBalance(row.balance),
      })),
      in: writeBalance(page.in),
      out: writeBalance(page.out),
      closing: writeBalance(page.closing),
      ...(page.next === undefined ? {} : { next: page.next }),
    }
  );
}
