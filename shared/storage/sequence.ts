import type { State } from '../domain/account.ts';
import type { Entry } from '../domain/entry.ts';
import { birthOf, type Id } from '../domain/id.ts';
import { MissingContext, type Movement, type Posting, Resolver } from '../domain/posting.ts';

/**
 * Puts entries, in whatever order they arrive, into one in which every prefix is a sound ledger: by (recordedAt, id),
 * except that an entry waits for what it refers to and for what feeds the accounts it takes from. It is posted as soon
 * as that is. What is posted keeps its place whatever arrives later.
 */
export class Sequence {
  readonly postings: Posting[] = [];
  readonly #places = new Map<Id, number>();
  readonly #waiting = new Map<Id, Entry>();
  /** Those that wait, by what has to happen before another try: an entry posted, an account credited. */
  readonly #blocked = new Map<string, Entry[]>();
  readonly #resolver = new Resolver();
  readonly #floors = new Floors();

  /** Takes entries in; those it has already are passed over. */
  add(entries: readonly Entry[]): void {
    for (const entry of entries.toSorted(byRecording)) {
      if (this.knows(entry.id)) continue;
      this.#waiting.set(entry.id, entry);
      this.#post(entry);
    }
  }

  /** The place of a posted entry, counted from 0. */
  placeOf(id: Id): number | undefined {
    return this.#places.get(id);
  }

  knows(id: Id): boolean {
    return this.#places.has(id) || this.#waiting.has(id);
  }

  /** What was taken in and cannot be posted yet. */
  waiting(): Id[] {
    return [...this.#waiting.keys()];
  }

  /** Posts an entry and then what it set free, always the earliest first. */
  #post(first: Entry): void {
    const due = [first];
    for (let entry = due.shift(); entry; entry = due.shift()) {
      const obstacle = this.#try(entry);
      if (obstacle === undefined) {
        due.push(...this.#freedBy(this.postings.at(-1)));
        due.sort(byRecording);
      } else {
        const others = this.#blocked.get(obstacle);
        if (others) others.push(entry);
        else this.#blocked.set(obstacle, [entry]);
      }
    }
  }

  /** Posts the entry, or says what it waits for. */
  #try(entry: Entry): string | undefined {
    const missing = referredTo(entry).find((id) => !this.#places.has(id));
    if (missing !== undefined) return missing;
    const posting = this.#resolve(entry);
    if (posting === undefined) return entry.id;
    const short = this.#floors.enter(posting.movements);
    if (short !== undefined) return short;
    this.#waiting.delete(entry.id);
    this.#places.set(entry.id, this.postings.length);
    this.postings.push(posting);
    return undefined;
  }

  /** Undefined where the ordinals name nothing: all it refers to is there, so it waits for good. */
  #resolve(entry: Entry): Posting | undefined {
    try {
      return this.#resolver.resolve(entry);
    } catch (error) {
      if (error instanceof MissingContext) return undefined;
      throw error;
    }
  }

  #freedBy(posting: Posting | undefined): Entry[] {
    if (posting === undefined || this.#blocked.size === 0) return [];
    const reasons = new Set([
      posting.entry.id,
      ...posting.movements.map(({ chain, toAccount }) => `${chain} ${toAccount}`),
    ]);
    return [...reasons].flatMap((reason) => {
      const freed = this.#blocked.get(reason) ?? [];
      this.#blocked.delete(reason);
      return freed;
    });
  }
}

export function byRecording(a: Entry, b: Entry): number {
  return a.recordedAt - b.recordedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** Every id an entry names is the id of the entry that opened the document, or that brought the lot. */
function referredTo(entry: Entry): Id[] {
  const lots = entry.transfers.flatMap(({ from, to }) => [from, to].flatMap((end) => ('lot' in end ? [end.lot] : [])));
  return [...Object.values(entry.refs).flat(), ...lots.map(birthOf)].filter((id) => id !== entry.id);
}

/** Outside of the ledger, so there is no floor. */
const OUTSIDE: ReadonlySet<State> = new Set<State>(['source', 'giver', 'found']);
/** Goods only count from the order on: what is available, paid or received in money has no quantity. */
const MONEY: ReadonlySet<State> = new Set<State>(['available', 'cash', 'supplier', 'person']);

interface Standing {
  quantity: bigint;
  value: bigint;
}

/** The balances of all accounts, chain by chain, none of which may fall below zero. */
class Floors {
  readonly #standings = { budget: new Map<string, Standing>(), cash: new Map<string, Standing>() };

  /** Enters an entry's movements together; where one of its accounts would fall below zero, none of them, and says which. */
  enter(movements: readonly Movement[]): string | undefined {
    for (const movement of movements) this.#move(movement, 1n);
    const overdrawn = movements.find((movement) => this.#isOverdrawn(movement));
    if (overdrawn === undefined) return undefined;
    for (const movement of movements) this.#move(movement, -1n);
    return `${overdrawn.chain} ${overdrawn.fromAccount}`;
  }

  #move({ chain, fromAccount, toAccount, quantity, value }: Movement, sign: bigint): void {
    const from = this.#at(chain, fromAccount);
    from.quantity -= sign * quantity;
    from.value -= sign * value;
    const to = this.#at(chain, toAccount);
    to.quantity += sign * quantity;
    to.value += sign * value;
  }

  #isOverdrawn({ chain, from, fromAccount }: Movement): boolean {
    if (OUTSIDE.has(from)) return false;
    const { quantity, value } = this.#at(chain, fromAccount);
    return value < 0n || (quantity < 0n && !MONEY.has(from));
  }

  #at(chain: Movement['chain'], account: string): Standing {
    const standings = this.#standings[chain];
    let standing = standings.get(account);
    if (standing === undefined) {
      standing = { quantity: 0n, value: 0n };
      standings.set(account, standing);
    }
    return standing;
  }
}
