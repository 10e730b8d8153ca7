import { formatYuan } from '../domain/amount.ts';
import { type Balance, NOTHING } from '../domain/balance.ts';
import type { Identities } from '../schemas/reports.ts';
import type { Journal, Prefix } from '../storage/ports/journal.ts';
import type { Ledger } from '../storage/ports/ledger.ts';
import { type Account, type Accounts, accountsOf } from './accounts.ts';
import { readBooks } from './books.ts';
import { writeBalance, writeQuantity } from './figures.ts';
import { Tally } from './holdings.ts';
import { madeOnce } from './made-once.ts';
import { byCode, compare, type Register } from './register.ts';

/** Single accounts that are named when they differ. */
const MOST_NAMED = 100;
const ATTEMPTS = 5;
/** A difference seen so often with nothing moving in between is one. */
const CERTAIN = 2;

/** The accounts of the entries beside those of the books, taken of the same state where `settled`. */
export interface Beside {
  readonly prefix: Prefix;
  readonly journal: Accounts;
  readonly books: Accounts;
  readonly settled: boolean;
}

/**
 * Reads the entries, then the books, then the entries again: where nothing was posted in between, both are of one state.
 * While posting goes on it tries again, a bounded number of times. A row may show a transaction a moment before its
 * entry does, so a difference is looked at twice before it is believed.
 */
export async function readBeside(journal: Journal, ledger: Ledger): Promise<Beside> {
  let before = await journal.whole();
  let settledReads = 0;
  for (let attempt = 1; ; attempt += 1) {
    const books = await readBooks(ledger);
    const prefix = await journal.whole();
    const settled = prefix.postings.length === before.postings.length;
    const beside = { prefix, journal: accountsIn(prefix.postings), books, settled };
    if (settled) settledReads += 1;
    const isCertain = settled && (settledReads === CERTAIN || differing(beside).length === 0);
    if (isCertain || attempt === ATTEMPTS) return beside;
    before = prefix;
  }
}

const accountsIn = madeOnce(accountsOf);

/** Names of the accounts whose book differs from what the entries say, in its balance or in what it belongs to. */
export function differing({ journal, books }: Pick<Beside, 'journal' | 'books'>): string[] {
  const names: string[] = [];
  for (const [name, said] of journal) if (!agree(said, books.get(name))) names.push(name);
  for (const [name, kept] of books) if (!journal.has(name) && !agree(undefined, kept)) names.push(name);
  return names;
}

function agree(journal: Account | undefined, book: Account | undefined): boolean {
  const said = journal ?? NOTHING;
  const kept = book ?? NOTHING;
  if (said.quantity !== kept.quantity || said.value !== kept.value) return false;
  if (journal === undefined || book === undefined) return true;
  return (
    (book.fundingLine === undefined || book.fundingLine === journal.fundingLine) &&
    (book.item === undefined || book.item === journal.item)
  );
}

export function writeDiffering(beside: Pick<Beside, 'journal' | 'books'>): Identities['differing'] {
  return differing(beside)
    .sort()
    .slice(0, MOST_NAMED)
    .map((account) => ({
      account,
      journal: writeBalance(beside.journal.get(account) ?? NOTHING),
      books: writeBalance(beside.books.get(account) ?? NOTHING),
    }));
}

/** Both sides of every account, added up: values by funding line, quantities by item. */
export function compareBooks(
  { journal, books }: Pick<Beside, 'journal' | 'books'>,
  register: Register,
): Identities['books'] {
  const said = saidOf(journal);
  const values = beside(said.fundingLine, sumBy(books, 'fundingLine', journal)).map(([account, id, said, kept]) => ({
    account,
    fundingLine: register.named(id),
    journal: formatYuan(said.value),
    books: formatYuan(kept.value),
    difference: formatYuan(said.value - kept.value),
  }));
  const quantities = beside(said.item, sumBy(books, 'item', journal)).map(([account, id, said, kept]) => ({
    account,
    item: register.item(id),
    journal: writeQuantity(said.quantity),
    books: writeQuantity(kept.quantity),
    difference: writeQuantity(said.quantity - kept.quantity),
  }));
  values.sort((a, b) => byCode(a.fundingLine, b.fundingLine) || compare(a.account, b.account));
  quantities.sort((a, b) => byCode(a.item, b.item) || compare(a.account, b.account));
  return [...values, ...quantities];
}

class Sum extends Tally {
  readonly account: Account['account'];
  readonly owner: string;

  constructor(account: Account['account'], owner: string) {
    super();
    this.account = account;
    this.owner = owner;
  }
}

/** What the entries come to, which stays as long as they do. */
const saidOf = madeOnce((journal: Accounts) => ({
  fundingLine: sumBy(journal, 'fundingLine', journal),
  item: sumBy(journal, 'item', journal),
}));

/** A book that does not say what it belongs to belongs where the entries say. */
function sumBy(accounts: Accounts, dimension: 'fundingLine' | 'item', journal: Accounts): Map<string, Sum> {
  const sums = new Map<string, Sum>();
  for (const [name, one] of accounts) {
    const owner = one[dimension] ?? journal.get(name)?.[dimension];
    if (owner === undefined) continue;
    const key = `${one.account} ${owner}`;
    let sum = sums.get(key);
    if (sum === undefined) {
      sum = new Sum(one.account, owner);
      sums.set(key, sum);
    }
    sum.add(one, 1n);
  }
  return sums;
}

function beside(
  journal: ReadonlyMap<string, Sum>,
  books: ReadonlyMap<string, Sum>,
): (readonly [Account['account'], string, Balance, Balance])[] {
  const all = new Map([...books, ...journal]);
  return [...all].map(([key, { account, owner }]) => [
    account,
    owner,
    journal.get(key) ?? NOTHING,
    books.get(key) ?? NOTHING,
  ]);
}
