import type { State } from './account.ts';
import type { CalendarDate } from './calendar.ts';
import type { Counting } from './counter.ts';
import type { Entry } from './entry.ts';
import type { Kind } from './facts.ts';
import type { Id } from './id.ts';
import type { Quantity } from './quantity.ts';
import type { PlanFields } from './registry.ts';

/** What a dispatch is counted under: a plan, for the unit that it goes to. */
export interface UnderPlan {
  readonly plan: Id<'plan'>;
  readonly unit: Id<'unit'>;
}

/** What of a plan is counted by itself: what one unit is to get of one item. */
export interface PlanLineRef extends UnderPlan {
  readonly item: Id<'item'>;
}

/** What a plan allots to a unit of an item; 0 where it names neither. */
export function plannedFor({ lines }: Pick<PlanFields, 'lines'>, { unit, item }: Omit<PlanLineRef, 'plan'>): Quantity {
  return lines.find((line) => line.unit === unit && line.item === item)?.quantity ?? 0n;
}

/** What a consignment is counted under; undefined where it was sent under no plan. */
export function planOf(dispatch: Entry<'dispatch'> | undefined): UnderPlan | undefined {
  const { plan, unit } = dispatch?.refs ?? {};
  return plan === undefined || unit === undefined ? undefined : { plan, unit };
}

/** Goods on their way out of stock, into it, or past it. */
export interface GoodsMoved {
  readonly from: State;
  readonly to: State;
  readonly item: Id<'item'>;
  readonly quantity: Quantity;
}

/** What is counted of one item. */
export type CountedItem = Omit<Counting, 'ceiling'> & { readonly item: Id<'item'> };

/**
 * What an entry takes out of stock under a plan, less what it brings back, item by item: what both storage and whoever
 * goes through the log count. What comes back is free for what is dispatched from its day on.
 */
export function countedUnderPlan(
  { kind, effectiveOn }: { readonly kind: Kind; readonly effectiveOn: CalendarDate },
  moves: Iterable<GoodsMoved>,
): CountedItem[] {
  const sums = new Map<Id<'item'>, bigint>();
  for (const { from, to, item, quantity } of moves) {
    const by = (from === 'stock' ? quantity : 0n) - (to === 'stock' ? quantity : 0n);
    sums.set(item, (sums.get(item) ?? 0n) + by);
  }
  return [...sums].flatMap(([item, by]): CountedItem[] => {
    if (by === 0n) return [];
    // What a reversal sends out again had gone out before: it is nothing more that was ever dispatched.
    const isAgain = by > 0n && kind === 'reversal';
    return [isAgain ? { item, by } : { item, by, on: effectiveOn }];
  });
}

/** Whether a dispatch keeps to its plan: one that says why it need not goes above it. */
export function isHeldToPlan({ exception }: Pick<Entry, 'exception'>): boolean {
  return exception === undefined;
}
