import type { Fen } from '../domain/amount.ts';
import { type Entry, isKind } from '../domain/entry.ts';
import type { Allocation, Kind } from '../domain/facts.ts';
import type { Id } from '../domain/id.ts';
import { isAccepted } from '../domain/in-use.ts';
import { allocatedBy, invoiceOf, negated } from '../domain/invoice.ts';
import type { Movement, Posting } from '../domain/posting.ts';

/** Of an order, what it is found by. */
export interface Ordered extends Pick<Entry<'order'>, 'id' | 'effectiveOn'> {
  readonly supplier: Id<'supplier'>;
  readonly fundingLines: readonly Id<'fundingLine'>[];
}

/** A purchase as it went: what was ordered, came, was invoiced, paid and refunded. */
export interface Bought {
  readonly order: Ordered;
  /** As the order said it. */
  readonly ordered: Fen;
  /** Still on order. */
  readonly committed: Fen;
  readonly accepted: Fen;
  readonly invoiced: Fen;
  readonly paid: Fen;
  readonly refunded: Fen;
  /** What each invoice says of it, red ones below zero. */
  readonly invoices: ReadonlyMap<Id, Fen>;
  /** What moved on each of its funding lines. */
  readonly byLine: ReadonlyMap<Id<'fundingLine'>, Moved>;
}

/** What moved of a purchase. An invoice moves nothing: it is for the purchase as a whole. */
type Sum = 'ordered' | 'committed' | 'accepted' | 'paid' | 'refunded';
export type Moved = Readonly<Record<Sum, Fen>>;
type Moving = { -readonly [S in Sum]: Fen };
interface Making extends Moving, Pick<Bought, 'order'> {
  invoiced: Fen;
  readonly invoices: Map<Id, Fen>;
  readonly byLine: Map<Id<'fundingLine'>, Moving>;
}

/** What is on order and what was accepted: what an invoice, and what was paid, should come to in the end. */
export function worthOf({ committed, accepted }: Moved): Fen {
  return committed + accepted;
}

/** What may still be paid; below zero where the supplier owes it back. */
export function payableOf(moved: Moved): Fen {
  return worthOf(moved) - moved.paid + moved.refunded;
}

/** What came and is not paid, of one funding line. */
function dueOn({ accepted, paid, refunded }: Moved): Fen {
  const due = accepted - paid + refunded;
  return due > 0n ? due : 0n;
}

/** What came and is not paid. What was paid ahead on one funding line pays for nothing on another. */
export function dueOf({ byLine }: Pick<Bought, 'byLine'>, fundingLine?: Id): Fen {
  return [...byLine]
    .filter(([line]) => fundingLine === undefined || line === fundingLine)
    .reduce((sum, [, moved]) => sum + dueOn(moved), 0n);
}

/** Purchases while entries go by. */
export class Purchases {
  readonly #all = new Map<Id, Making>();
  readonly #allocated = new Map<Id, { readonly invoice: Id; readonly allocations: readonly Allocation[] }>();

  /** Enters an entry, and says which purchases it changed. */
  enter({ entry, movements }: Posting): readonly Id[] {
    const changed = new Set<Id>();
    if (isKind(entry, 'order')) this.#all.set(entry.id, nothingOf(entry));
    for (const movement of movements) {
      const { purchase } = movement;
      const making = purchase === undefined ? undefined : this.#all.get(purchase);
      if (purchase === undefined || making === undefined) continue;
      const ofLine = making.byLine.get(movement.fundingLine) ?? nothing();
      making.byLine.set(movement.fundingLine, ofLine);
      for (const moving of [making, ofLine]) move(moving, movement, whatOf(entry), isKind(entry, 'reversal'));
      changed.add(purchase);
    }
    for (const { purchase, amount, invoice } of this.#invoiced(entry)) {
      const making = this.#all.get(purchase);
      if (making === undefined) continue;
      making.invoiced += amount;
      making.invoices.set(invoice, (making.invoices.get(invoice) ?? 0n) + amount);
      if (making.invoices.get(invoice) === 0n) making.invoices.delete(invoice);
      changed.add(purchase);
    }
    return [...changed];
  }

  get size(): number {
    return this.#all.size;
  }

  find(purchase: Id): Bought | undefined {
    return this.#all.get(purchase);
  }

  all(): IterableIterator<Bought> {
    return this.#all.values();
  }

  /** What an entry says of invoices, or takes back of that. */
  #invoiced(entry: Entry): readonly (Allocation & { readonly invoice: Id })[] {
    if (isKind(entry, 'reversal')) {
      const taken = this.#allocated.get(entry.refs.entry);
      this.#allocated.delete(entry.refs.entry);
      return taken === undefined ? [] : negated(taken.allocations).map((one) => ({ ...one, invoice: taken.invoice }));
    }
    const invoice = invoiceOf(entry);
    if (invoice === undefined) return [];
    const allocations = allocatedBy(entry);
    this.#allocated.set(entry.id, { invoice, allocations });
    return allocations.map((one) => ({ ...one, invoice }));
  }
}

function nothingOf({ id, effectiveOn, refs: { supplier, fundingLines } }: Entry<'order'>): Making {
  const order = { id, effectiveOn, supplier, fundingLines };
  return { ...nothing(), invoiced: 0n, order, invoices: new Map(), byLine: new Map() };
}

function nothing(): Moving {
  return { ordered: 0n, committed: 0n, accepted: 0n, paid: 0n, refunded: 0n };
}

/** What was done, by an entry or by the one that it reverses. */
function whatOf(entry: Entry): Kind {
  return isKind(entry, 'reversal') ? entry.facts.kind : entry.kind;
}

function move(moving: Moving, { chain, from, to, value }: Movement, what: Kind, isUndone: boolean): void {
  if (chain === 'cash') {
    if (what === 'payment') moving.paid += isUndone ? -value : value;
    if (what === 'refund') moving.refunded += isUndone ? -value : value;
    return;
  }
  if (what === 'order') moving.ordered += isUndone ? -value : value;
  if (to === 'committed') moving.committed += value;
  if (from === 'committed') moving.committed -= value;
  if (from === 'committed' && isAccepted(to)) moving.accepted += value;
  if (to === 'committed' && isAccepted(from)) moving.accepted -= value;
}
