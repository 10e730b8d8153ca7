import type { Balance } from '../domain/balance.ts';
import type { BookKind, BookOf, Lot } from '../domain/books.ts';
import type { Id } from '../domain/id.ts';
import type { ComparedAccount } from '../schemas/reports.ts';
import { MAX_PAGE } from '../storage/ports/bounds.ts';
import type { Ledger } from '../storage/ports/ledger.ts';
import { pagesOf } from '../storage/ports/pages.ts';
import type { Account, Accounts } from './accounts.ts';

type Writer = (
  name: string,
  account: ComparedAccount,
  balance: Balance,
  owner?: Pick<Account, 'fundingLine' | 'item'>,
) => void;

/**
 * Every balance that the books hold, by the full name of its account. Funding lines and lots say what they belong to;
 * of other documents only the entries know it.
 */
export async function readBooks(ledger: Ledger): Promise<Accounts> {
  const accounts = new Map<string, Account>();
  const write: Writer = (name, account, { quantity, value }, owner) => {
    accounts.set(name, { account, quantity, value, ...owner });
  };
  await Promise.all([
    eachRow(
      (options) => ledger.fundingLines(options),
      ({ id, available, cash }) => {
        write(`available/${id}`, 'available', money(available), { fundingLine: id });
        write(`cash/${id}`, 'cash', money(cash), { fundingLine: id });
      },
    ),
    eachRow(
      (options) => ledger.lots(options),
      (lot) => writeLot(lot, write),
    ),
    eachBook(ledger, 'purchase', (id, book) => writePurchase(id, book, write)),
    eachBook(ledger, 'consignment', (id, book) => writeConsignment(id, book, write)),
    eachBook(ledger, 'disbursement', (id, { remaining }) => write(`unit/${id}`, 'disbursed', money(remaining))),
    eachBook(ledger, 'benefit', (id, { paid }) => write(`person/${id}`, 'benefits', money(paid))),
  ]);
  return accounts;
}

function money(value: bigint): Balance {
  return { quantity: 0n, value };
}

function writeLot(lot: Lot, write: Writer): void {
  const owner = { fundingLine: lot.fundingLine, item: lot.item };
  write(`stock/${lot.id}`, 'stock', lot.stock, owner);
  write(`loss/${lot.id}`, 'lost', lot.lost, owner);
}

function writePurchase(id: Id, book: BookOf['purchase'], write: Writer): void {
  for (const share of book.shares) {
    const ordinals = `${id}/${share.line}/${share.fundingLine}`;
    write(`committed/${ordinals}`, 'committed', share.committed);
    write(`accepted/${ordinals}`, 'accepted', share.accepted);
  }
  book.paid.forEach((paid, at) => {
    write(`supplier/${id}/${at + 1}`, 'paid', money(paid));
  });
}

function writeConsignment(id: Id, book: BookOf['consignment'], write: Writer): void {
  book.parts.forEach((part, at) => {
    write(`transit/${id}/${at + 1}`, 'transit', part.transit);
    write(`held/${id}/${at + 1}`, 'held', part.held);
    write(`unit/${id}/${at + 1}`, 'delivered', part.delivered);
  });
}

function eachBook<K extends BookKind>(ledger: Ledger, kind: K, take: (id: Id, book: BookOf[K]) => void): Promise<void> {
  return eachRow(
    (options) => ledger.states(kind, options),
    ({ id, state }) => take(id, state),
  );
}

async function eachRow<T>(list: Parameters<typeof pagesOf<T>>[0], take: (row: T) => void): Promise<void> {
  for await (const rows of pagesOf(list, MAX_PAGE)) rows.forEach(take);
}
