import type { Decision } from '../domain/decision.ts';
import type { Entry } from '../domain/entry.ts';
import type { Id, LotId } from '../domain/id.ts';
import type { Quantity } from '../domain/quantity.ts';
import type { Registered } from '../domain/registry.ts';
import { MAX_PAGE } from '../storage/ports/bounds.ts';
import { type Asked, type Ceiling, countOn } from './asked.ts';
import type { Office } from './command.ts';

/** What a plan allots to a unit of an item; 0 where it names neither. */
export function plannedFor(plan: Registered<'plan'>, unit: Id<'unit'>, item: Id<'item'>): Quantity {
  return plan.fields.lines.find((line) => line.unit === unit && line.item === item)?.quantity ?? 0n;
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
    const counter = `plan/${plan}/${unit}/${item}`;
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

/** Whether an open plan allots some of an item. It is asked rarely, so every plan is read for it. */
export async function isPlanned({ ledger }: Pick<Office, 'ledger'>, item: Id<'item'>): Promise<boolean> {
  let after: Id | undefined;
  do {
    const page = await ledger.states('plan', { limit: MAX_PAGE, ...(after === undefined ? {} : { after }) });
    if (page.items.some(({ state }) => !state.closed && state.fields.lines.some((line) => line.item === item))) {
      return true;
    }
    after = page.next;
  } while (after !== undefined);
  return false;
}
