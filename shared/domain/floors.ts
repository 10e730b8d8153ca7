import type { Chain, State } from './account.ts';
import type { CalendarDate } from './calendar.ts';
import type { Movement, Posting } from './posting.ts';

/** Outside of the ledger, so there is no floor. */
const OUTSIDE: ReadonlySet<State> = new Set<State>(['source', 'giver', 'found']);
/** Goods only count from the order on: what is available, paid or received in money has no quantity. */
const MONEY: ReadonlySet<State> = new Set<State>(['available', 'cash', 'supplier', 'person']);

/** What an account holds in the end, and what came and went on each day, by rising days. */
interface Standing {
  quantity: bigint;
  value: bigint;
  readonly days: Day[];
}

interface Day {
  readonly on: CalendarDate;
  quantity: bigint;
  value: bigint;
}

/** Accounts with nothing in them any more whose days are remembered: what was recorded first may be sealed later. */
const MOST_EMPTIED = 4_096;

/**
 * The balances of all accounts, chain by chain, none of which may fall below zero: in the end, and, for what is written in
 * the second form, on any day from its own on. An account with nothing in it is kept only for a while, so memory grows
 * with what stands somewhere and not with what ever moved.
 */
export class Floors {
  /** By account, chain by chain. */
  readonly #standings = { budget: new Map<string, Standing>(), cash: new Map<string, Standing>() };
  readonly #emptied = new Map<string, Standing>();
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
  enter({ entry, movements }: Posting): string | undefined {
    const day = entry.effectiveOn;
    for (const movement of movements) this.#move(movement, day, movement.quantity, movement.value);
    const isDated = entry.form === undefined;
    const overdrawn = movements.find((movement) => this.#isOverdrawn(movement, isDated ? day : undefined));
    if (overdrawn === undefined) {
      if (this.#below === undefined) for (const movement of movements) this.#forget(movement);
      return undefined;
    }
    for (const movement of movements) this.#move(movement, day, -movement.quantity, -movement.value);
    return takenFrom(overdrawn);
  }

  #move(
    { chain, from, to, fromAccount, toAccount }: Movement,
    day: CalendarDate,
    quantity: bigint,
    value: bigint,
  ): void {
    if (quantity === 0n && value === 0n) return;
    // What comes from outside would only ever fall, and nobody asks for it.
    if (!OUTSIDE.has(from)) add(this.#own(chain, fromAccount), day, -quantity, -value);
    if (!OUTSIDE.has(to)) add(this.#own(chain, toAccount), day, quantity, value);
  }

  /** The account as it is from here on: those below stay as they are. */
  #own(chain: Chain, account: string): Standing {
    const standings = this.#standings[chain];
    const own = standings.get(account);
    if (own !== undefined) return own;
    const before =
      this.#below === undefined ? this.#emptied.get(nameOf(chain, account)) : this.#below.#at(chain, account);
    const standing = before === undefined ? { quantity: 0n, value: 0n, days: [] } : copied(before);
    standings.set(account, standing);
    return standing;
  }

  #at(chain: Chain, account: string): Standing | undefined {
    const standing = this.#standings[chain].get(account) ?? this.#emptied.get(nameOf(chain, account));
    if (standing !== undefined || this.#below === undefined) return standing;
    return this.#below.#at(chain, account);
  }

  #isOverdrawn({ chain, from, fromAccount }: Movement, since: CalendarDate | undefined): boolean {
    if (OUTSIDE.has(from)) return false;
    const standing = this.#standings[chain].get(fromAccount);
    if (standing === undefined) return false;
    const isMoney = MONEY.has(from);
    if (isBelow(standing, isMoney)) return true;
    return since !== undefined && isBelowSince(standing, since, isMoney);
  }

  /** Funding lines are few, and keep their days. */
  #forget({ chain, from, fromAccount }: Movement): void {
    const standing = this.#standings[chain].get(fromAccount);
    if (standing === undefined || standing.quantity !== 0n || standing.value !== 0n) return;
    if (from === 'available' || from === 'cash') return;
    const name = nameOf(chain, fromAccount);
    this.#standings[chain].delete(fromAccount);
    this.#emptied.delete(name);
    // What the first form let fall below zero is told of an account while something stands in it, and then no more.
    if (!isBelowSince(standing, '', MONEY.has(from))) this.#emptied.set(name, standing);
    if (this.#emptied.size <= MOST_EMPTIED) return;
    for (const oldest of this.#emptied.keys()) {
      this.#emptied.delete(oldest);
      return;
    }
  }
}

function nameOf(chain: Chain, account: string): string {
  return `${chain} ${account}`;
}

function copied({ quantity, value, days }: Standing): Standing {
  return { quantity, value, days: days.map((day) => ({ ...day })) };
}

function add(standing: Standing, on: CalendarDate, quantity: bigint, value: bigint): void {
  standing.quantity += quantity;
  standing.value += value;
  const { days } = standing;
  const at = days.findLastIndex((day) => day.on <= on);
  const day = days[at];
  if (day?.on === on) {
    day.quantity += quantity;
    day.value += value;
  } else days.splice(at + 1, 0, { on, quantity, value });
}

/** Goes back from the last day to that one, by what an account held before each of them. */
function isBelowSince({ quantity, value, days }: Standing, since: CalendarDate, isMoney: boolean): boolean {
  const before = { quantity, value };
  for (let at = days.length - 1; at >= 0; at -= 1) {
    const day = days[at];
    if (day === undefined || day.on <= since) return false;
    before.quantity -= day.quantity;
    before.value -= day.value;
    if (isBelow(before, isMoney)) return true;
  }
  return false;
}

function isBelow({ quantity, value }: Pick<Standing, 'quantity' | 'value'>, isMoney: boolean): boolean {
  return value < 0n || (quantity < 0n && !isMoney);
}

/** The account that a movement takes from, in its chain. */
export function takenFrom({ chain, fromAccount }: Movement): string {
  return nameOf(chain, fromAccount);
}

/** The account that a movement gives to, in its chain. */
export function givenTo({ chain, toAccount }: Movement): string {
  return nameOf(chain, toAccount);
}
