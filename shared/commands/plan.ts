import type { Decision } from '../domain/decision.ts';
import type { Entry } from '../domain/entry.ts';
import type { Id, LotId } from '../domain/id.ts';
import type { Quantity } from '../domain/quantity.ts';
import type { Registered } from '../domain/registry.ts';
import { type Asked, type Ceiling, countOn } from './asked.ts';

/** What a plan allots to a unit of an item; 0 where it names neither. */
export function plannedFor(plan: Registered<'plan'>, unit: Id<'unit'>, item: Id<'item'>): Quantity {
  return plan.fields.lines.find((line) => line.unit === unit && line.item === item)?.quantity ?? 0n;
}

/** The counter of what was dispatched to a unit of an item under a plan, less what came back. */
export function planCounter(plan: Id<'plan'>, unit: Id<'unit'>, item: Id<'item'>): string {
  return `plan/${plan}/${unit}/${item}`;
}

/**
 * Counts what a decision takes out of stock under a plan, less what comes back, in one counter for each unit and item. A
 * ceiling of undefined lets the counter go above the plan. What comes back is free for what is dispatched afterwards.
 */
export function planChanges(
  { draft, books }: Decision,
  { plan, unit }: { readonly plan: Id<'plan'>; readonly unit: Id<'unit'> },
  ceiling: (item: Id<'item'>) => Ceiling | undefined = () => undefined,
): Asked[] {
  const sums = new Map<Id<'item'>, bigint>();
  const add = (id: LotId, quantity: bigint): void => {
    const lot = books.lots.get(id);
    if (lot === undefined) throw new Error(`lot ${id} is not loaded`);
    sums.set(lot.item, (sums.get(lot.item) ?? 0n) + quantity);
  };
  for (const { from, to, quantity } of draft.transfers) {
    if (from.state === 'stock') add(from.lot, quantity);
    if (to.state === 'stock') add(to.lot, -quantity);
  }
  return [...sums].flatMap(([item, by]): Asked[] => {
    if (by === 0n) return [];
    const counter = planCounter(plan, unit, item);
    // What a reversal sends out again had gone out before: it is nothing more that was ever dispatched.
    const isAgain = by > 0n && draft.kind === 'reversal';
    return [countOn(isAgain ? undefined : draft.effectiveOn, counter, by, by > 0n ? ceiling(item) : undefined)];
  });
}

/** The same of a step of a consignment: what goes back to stock leaves the plan of its dispatch free again. */
export function underPlanOf(dispatch: Entry<'dispatch'> | undefined, decision: Decision): Asked[] {
  const { plan, unit } = dispatch?.refs ?? {};
  return plan === undefined || unit === undefined ? [] : planChanges(decision, { plan, unit });
}
