import type { State } from '../domain/account.ts';
import type { Balance } from '../domain/balance.ts';
import type { Id } from '../domain/id.ts';
import { isAccepted } from '../domain/in-use.ts';
import type { Movement, Posting } from '../domain/posting.ts';
import type { ComparedAccount } from '../schemas/reports.ts';
import { type End, Tally } from './holdings.ts';

/** What stands in one account, and to which funding line and item it belongs. */
export interface Account extends Balance {
  readonly account: ComparedAccount;
  readonly fundingLine?: Id;
  readonly item?: Id;
}

/** Accounts by their full names. */
export type Accounts = ReadonlyMap<string, Account>;

/** An account while movements are added up. An order takes its goods out of available, where no goods ever were. */
class Standing extends Tally implements Account {
  readonly account: ComparedAccount;
  readonly fundingLine: Id;
  readonly item?: Id;

  constructor(account: ComparedAccount, { fundingLine, item }: Pick<Movement, 'fundingLine' | 'item'>) {
    super();
    this.account = account;
    this.fundingLine = fundingLine;
    if (item !== undefined && !MONEY.has(account)) this.item = item;
  }

  override add({ quantity, value }: Balance, sign: bigint): void {
    super.add({ quantity: MONEY.has(this.account) ? 0n : quantity, value }, sign);
  }
}

const MONEY: ReadonlySet<ComparedAccount> = new Set<ComparedAccount>([
  'available',
  'cash',
  'paid',
  'disbursed',
  'benefits',
]);

/** The balance of every account that the books keep too, as the entries say it. */
export function accountsOf(postings: Iterable<Posting>): Accounts {
  const accounts = new Map<string, Standing>();
  const enter = (name: string, account: ComparedAccount, movement: Movement, sign: bigint): void => {
    const standing = accounts.get(name) ?? new Standing(account, movement);
    accounts.set(name, standing);
    standing.add(movement, sign);
  };
  for (const { movements } of postings) {
    for (const movement of movements) {
      const from = bookedAs(movement, 'from');
      if (from !== undefined) enter(movement.fromAccount, from, movement, -1n);
      const to = bookedAs(movement, 'to');
      if (to !== undefined) enter(movement.toAccount, to, movement, 1n);
      // No account of the chain, but kept in the books: what went from an order into stock and did not come back.
      if (movement.from === 'committed' && isAccepted(movement.to)) {
        enter(acceptedOf(movement.fromAccount), 'accepted', movement, 1n);
      } else if (isAccepted(movement.from) && movement.to === 'committed') {
        enter(acceptedOf(movement.toAccount), 'accepted', movement, -1n);
      }
    }
  }
  return accounts;
}

/** Beside each `committed/…` stands what was accepted of it. */
export function acceptedOf(committed: string): string {
  return committed.replace('committed', 'accepted');
}

const BOOKED: { readonly [S in State]?: ComparedAccount } = {
  available: 'available',
  cash: 'cash',
  committed: 'committed',
  supplier: 'paid',
  stock: 'stock',
  transit: 'transit',
  held: 'held',
  person: 'benefits',
};

/** Under which name the books keep an end; undefined where no decision needs it, so that no book has it. */
function bookedAs({ chain, from, to, item, consignment }: Movement, end: End): ComparedAccount | undefined {
  const state = end === 'from' ? from : to;
  // Money at a unit or a person stands once in each chain; its book counts the budget's.
  if (state === 'unit') return item !== undefined ? 'delivered' : chain === 'budget' ? 'disbursed' : undefined;
  if (state === 'person' && chain === 'cash') return undefined;
  if (state === 'loss') return consignment === undefined ? 'lost' : undefined;
  return BOOKED[state];
}
