import type { State } from '../domain/account.ts';
import type { Fen } from '../domain/amount.ts';
import type { Balance } from '../domain/balance.ts';
import type { Entry } from '../domain/entry.ts';
import type { Movement, Posting } from '../domain/posting.ts';

/** A sum of balances in the making. */
export class Tally implements Balance {
  quantity = 0n;
  value: Fen = 0n;

  add({ quantity, value }: Balance, sign: bigint): void {
    this.quantity += sign * quantity;
    this.value += sign * value;
  }
}

/** The states goods can be in, and what came in: from suppliers or givers, and found in counts. */
export class Goods {
  readonly received = new Tally();
  readonly found = new Tally();
  readonly committed = new Tally();
  /** What is no goods: it was received, and lies nowhere. */
  readonly spent = new Tally();
  readonly stock = new Tally();
  readonly transit = new Tally();
  readonly held = new Tally();
  readonly delivered = new Tally();
  readonly loss = new Tally();
}

/** Anything that holds sums can take in another of its kind. */
function addUp(into: object, from: object): void {
  for (const [name, value] of Object.entries(from)) {
    const stands: unknown = Reflect.get(into, name);
    if (typeof value === 'bigint' && typeof stands === 'bigint') Reflect.set(into, name, stands + value);
    else if (typeof stands === 'object' && stands !== null) addUp(stands, value);
  }
}

/** Where money stands in one chain: what came in and went back, and what is left of it or was paid out. */
class Money {
  appropriated: Fen = 0n;
  givenBack: Fen = 0n;
  /** Available in the budget, or in hand. */
  left: Fen = 0n;
  paid: Fen = 0n;
  disbursed: Fen = 0n;
  benefits: Fen = 0n;
}

/** One of the two accounts of a movement. */
export type End = 'from' | 'to';

/**
 * What stands in every state: the sum of the ends of movements entered. Reversals need no care, being movements of
 * their own; only what flowed in is told net of them, so that an appropriation reversed is not one given back.
 */
export class Holdings {
  readonly budget = new Money();
  readonly cash = new Money();
  readonly bought = new Goods();
  readonly inKind = new Goods();

  /** Takes in what stands in others. */
  add(others: Holdings): void {
    addUp(this, others);
  }

  enter(entry: Entry, movement: Movement, end: End): void {
    const sign = end === 'to' ? 1n : -1n;
    const money = this[movement.chain];
    const goods = movement.inKind ? this.inKind : this.bought;
    const state = movement[end];
    switch (state) {
      case 'source':
        if ((end === 'from') === (entry.kind !== 'reversal')) money.appropriated -= sign * movement.value;
        else money.givenBack += sign * movement.value;
        return;
      case 'available':
      case 'cash':
        money.left += sign * movement.value;
        return;
      case 'supplier':
        money.paid += sign * movement.value;
        return;
      case 'person':
        money.benefits += sign * movement.value;
        return;
      case 'unit':
        if (movement.item === undefined) money.disbursed += sign * movement.value;
        else goods.delivered.add(movement, sign);
        return;
      case 'giver':
      case 'found':
        return;
      case 'stock':
        enterOrigin(goods, end === 'to' ? movement.from : movement.to, movement, sign);
        goods.stock.add(movement, sign);
        return;
      default:
        goods[state].add(movement, sign);
    }
  }
}

/** Goods enter the ledger as they come into stock. */
function enterOrigin(goods: Goods, origin: State, movement: Movement, sign: bigint): void {
  if (origin === 'committed' || origin === 'giver') goods.received.add(movement, sign);
  if (origin === 'found') goods.found.add(movement, sign);
}

/** What a key stands for is up to the caller; an end without one is left out. */
export type KeyOf<K> = (movement: Movement, end: End, entry: Entry) => K | undefined;

/** Those of a key, which begin as nothing. */
export function holdingsAt<K>(all: Map<K, Holdings>, key: K): Holdings {
  let holdings = all.get(key);
  if (holdings === undefined) {
    holdings = new Holdings();
    all.set(key, holdings);
  }
  return holdings;
}

/** Folds postings into holdings, one for each key, beside those that are there. */
export function holdingsBy<K>(
  postings: Iterable<Posting>,
  keyOf: KeyOf<K>,
  all = new Map<K, Holdings>(),
): Map<K, Holdings> {
  for (const { entry, movements } of postings) {
    for (const movement of movements) {
      for (const end of ENDS) {
        const key = keyOf(movement, end, entry);
        if (key !== undefined) holdingsAt(all, key).enter(entry, movement, end);
      }
    }
  }
  return all;
}

const ENDS = ['from', 'to'] as const;

/** Folds postings into one. */
export function holdingsOf(
  postings: Iterable<Posting>,
  belongs: (movement: Movement) => boolean = () => true,
): Holdings {
  const all = holdingsBy(postings, (movement) => (belongs(movement) ? 'all' : undefined));
  return all.get('all') ?? new Holdings();
}

/** 投入: the budget that is neither given back nor still free nor merely on order. */
export function invested({ budget, bought }: Holdings): Fen {
  return budget.appropriated - budget.givenBack - budget.left - bought.committed.value;
}
