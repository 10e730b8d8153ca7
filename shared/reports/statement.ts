import type { Chain } from '../domain/account.ts';
import { formatYuan } from '../domain/amount.ts';
import type { Entry } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import { type Sealed, voucherNumber } from '../domain/voucher.ts';
import { entriesAt } from '../schemas/entries-meant.ts';
import type { Statement } from '../schemas/reports.ts';
import { counterpartyOf, suppliersOf } from './counterparty.ts';
import type { PageOptions } from './page.ts';
import type { Period } from './period.ts';
import type { Register } from './register.ts';
import { summaryOf, wordOf } from './summary.ts';
import { accountPage, turnoverOf } from './turnover.ts';

export interface StatementOptions extends Period, PageOptions {
  readonly fundingLine: Id;
  readonly chain: Chain;
  /** Of which entries more is said than of what kind they are; of all, where it is left out. */
  readonly tells?: (entry: Entry) => boolean;
}

/**
 * The account of a funding line, row by row: of the cash chain what is in hand, of the budget chain what is available.
 * Undefined where the cursor is unknown.
 */
export function statement(
  postings: readonly Sealed[],
  register: Register,
  options: StatementOptions,
): Statement | undefined {
  const { fundingLine, chain, tells = () => true } = options;
  const state = chain === 'cash' ? 'cash' : 'available';
  const page = accountPage(postings, options, (posting) =>
    turnoverOf(posting, state, (movement) => movement.fundingLine === fundingLine),
  );
  if (page === undefined) return undefined;
  const suppliers = suppliersOf(postings);
  return {
    fundingLine: register.named(fundingLine),
    chain,
    opening: formatYuan(page.opening.value),
    rows: page.rows.map(({ posting, in: income, out: expense, balance }) => ({
      date: posting.entry.effectiveOn,
      entry: posting.entry.id,
      number: voucherNumber(posting.index),
      kind: posting.entry.kind,
      summary: tells(posting.entry) ? summaryOf(posting, register) : wordOf(posting.entry, register.language),
      counterparty: counterpartyOf(posting, register, (purchase) => suppliers.get(purchase)),
      entries: entriesAt({ entry: posting.entry.id }),
      income: formatYuan(income.value),
      expense: formatYuan(expense.value),
      balance: formatYuan(balance.value),
    })),
    income: formatYuan(page.in.value),
    expense: formatYuan(page.out.value),
    closing: formatYuan(page.closing.value),
    ...(page.next === undefined ? {} : { next: page.next }),
  };
}
