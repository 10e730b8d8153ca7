import type { Chain, State } from './account.ts';
import type { Movement } from './posting.ts';

/** Outside of the ledger, so there is no floor. */
const OUTSIDE: ReadonlySet<State> = new Set<State>(['source', 'giver', 'found']);
/** Goods only count from the order on: what is available, paid or received in money has no quantity. */
const MONEY: ReadonlySet<State> = new Set<State>(['available', 'cash', 'supplier', 'person']);

interface Standing {
  quantity: bigint;
  value: bigint;
}

const NOTHING: Readonly<Standing> = { quantity: 0n, value: 0n };

/**
 * The balances of all accounts, chain by chain, none of which may fall below zero. An account with nothing in it is not
 * kept, so memory grows with what stands somewhere and not with what ever moved.
 */
export class Floors {
  /** By account, chain by chain. */
  readonly #standings = { budget: new Map<string, Standing>(), cash: new Map<string, Standing>() };
  readonly #below: Floors | undefined;

  private constructor(below?: Floors) {
    this.#below = below;
  }

  static empty(): Floors {
    return new Floors();
  }

  /** Floors that go on from these, which stay as they are. */
  fork(): Floors {
    return new Floors(this);
  }

  /**
   * Enters an entry's movements together; where one of its accounts would fall below zero, none of them, and says which
   * by `<chain> <account>`.
   */
  enter(movements: readonly Movement[]): string | undefined {
    for (const movement of movements) this.#move(movement, movement.quantity, movement.value);
    const overdrawn = movements.find((movement) => this.#isOverdrawn(movement));
    if (overdrawn === undefined) return undefined;
    for (const movement of movements) this.#move(movement, -movement.quantity, -movement.value);
    return takenFrom(overdrawn);
  }

  #move({ chain, from, to, fromAccount, toAccount }: Movement, quantity: bigint, value: bigint): void {
    // What comes from outside would only ever fall, and nobody asks for it.
    if (!OUTSIDE.has(from)) this.#add(chain, fromAccount, -quantity, -value);
    if (!OUTSIDE.has(to)) this.#add(chain, toAccount, quantity, value);
  }

  #add(chain: Chain, account: string, quantity: bigint, value: bigint): void {
    if (quantity === 0n && value === 0n) return;
    const standings = this.#standings[chain];
    const own = standings.get(account);
    if (own === undefined) {
      const below = this.#below === undefined ? NOTHING : this.#below.#at(chain, account);
      standings.set(account, { quantity: below.quantity + quantity, value: below.value + value });
      return;
    }
    own.quantity += quantity;
    own.value += value;
    if (own.quantity === 0n && own.value === 0n && this.#below === undefined) standings.delete(account);
  }

  #isOverdrawn({ chain, from, fromAccount }: Movement): boolean {
    if (OUTSIDE.has(from)) return false;
    const { quantity, value } = this.#at(chain, fromAccount);
    return value < 0n || (quantity < 0n && !MONEY.has(from));
  }

  #at(chain: Chain, account: string): Readonly<Standing> {
    const standing = this.#standings[chain].get(account);
    if (standing !== undefined || this.#below === undefined) return standing ?? NOTHING;
    return this.#below.#at(chain, account);
  }
}

/** The account that a movement takes from, in its chain. */
export function takenFrom({ chain, fromAccount }: Movement): string {
  return `${chain} ${fromAccount}`;
}

/** The account that a movement gives to, in its chain. */
export function givenTo({ chain, toAccount }: Movement): string {
  return `${chain} ${toAccount}`;
}
