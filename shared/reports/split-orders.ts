import type { Fen } from '../domain/amount.ts';
import type { CalendarDate } from '../domain/calendar.ts';
import { type Entry, isKind } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import { registryTarget } from '../domain/subject.ts';
import { lastOfSpan, spansAround, type ThresholdFields } from '../domain/threshold.ts';

interface Ordered {
  readonly id: Id;
  readonly on: CalendarDate;
  readonly amount: Fen;
}

/** Orders to one supplier of which each stays under the threshold, and that pass it together within seven days. */
export interface Split {
  readonly supplier: Id<'supplier'>;
  readonly threshold: Fen;
  readonly together: Fen;
  /** In the order in which they were recorded; the last of them is the one that passed it. */
  readonly orders: readonly Id[];
}

/** Finds them as entries go by: it knows the threshold that is in force, and the orders that were measured by it. */
export class SplitOrders {
  readonly #thresholds = new Map<Id, Partial<ThresholdFields>>();
  #inForce: Fen | undefined;
  readonly #ordered = new Map<Id<'supplier'>, Ordered[]>();

  /** Whether orders are measured. */
  get isInForce(): boolean {
    return this.#inForce !== undefined;
  }

  /** Enters an entry; gives what is split with it, where it is an order and passes the threshold with others. */
  enter(entry: Entry): Split | undefined {
    this.#enterThreshold(entry);
    if (isKind(entry, 'reversal')) this.#forget(entry);
    if (!isKind(entry, 'order') || this.#inForce === undefined) return undefined;
    const threshold = this.#inForce;
    const { supplier } = entry.refs;
    const amount = entry.transfers.reduce(
      (sum, { from, value }) => (from.state === 'available' ? sum + value : sum),
      0n,
    );
    if (amount > threshold) return undefined;
    const ordered = this.#ordered.get(supplier) ?? [];
    this.#ordered.set(supplier, ordered);
    ordered.push({ id: entry.id, on: entry.effectiveOn, amount });
    const spans = spansAround(entry.effectiveOn).map((from) => within(ordered, from));
    const most = spans.reduce((a, b) => (b.together > a.together ? b : a));
    return most.together > threshold ? { supplier, threshold, ...most } : undefined;
  }

  #enterThreshold(entry: Entry): void {
    if (isKind(entry, 'registration') && entry.facts.type === 'threshold') {
      this.#thresholds.set(entry.id, entry.facts.fields);
    } else if (isKind(entry, 'amendment') && entry.facts.type === 'threshold') {
      const id = registryTarget(entry);
      this.#thresholds.set(id, { ...this.#thresholds.get(id), ...entry.facts.fields });
    } else if (isKind(entry, 'closure') && entry.facts.type === 'threshold') {
      this.#thresholds.delete(registryTarget(entry));
    } else return;
    this.#inForce = [...this.#thresholds.values()].find(({ spending }) => spending === 'order')?.approvalAbove;
  }

  #forget({ refs }: Entry<'reversal'>): void {
    const ordered = refs.supplier === undefined ? undefined : this.#ordered.get(refs.supplier);
    const at = ordered?.findIndex(({ id }) => id === refs.entry) ?? -1;
    if (at >= 0) ordered?.splice(at, 1);
  }
}

function within(ordered: readonly Ordered[], from: CalendarDate) {
  const those = ordered.filter(({ on }) => on >= from && on <= lastOfSpan(from));
  return { together: those.reduce((sum, { amount }) => sum + amount, 0n), orders: those.map(({ id }) => id) };
}
