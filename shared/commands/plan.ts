import type { Decision } from '../domain/decision.ts';
import type { Entry } from '../domain/entry.ts';
import type { Id, LotId } from '../domain/id.ts';
import { countedUnderPlan, planOf, type UnderPlan } from '../domain/plan.ts';
import { MAX_PAGE } from '../storage/ports/bounds.ts';
import { type Asked, type Ceiling, countOn } from './asked.ts';
import type { Office } from './command.ts';

/** The counter of what was dispatched to a unit of an item under a plan, less what came back. */
export function planCounter(plan: Id<'plan'>, unit: Id<'unit'>, item: Id<'item'>): string {
  return `plan/${plan}/${unit}/${item}`;
}

/**
 * Counts what a decision takes out of stock under a plan, less what comes back, in one counter for each unit and item. A
 * ceiling of undefined lets the counter go above the plan.
 */
export function planChanges(
  { draft, books }: Decision,
  { plan, unit }: UnderPlan,
  ceiling: (item: Id<'item'>) => Ceiling | undefined = () => undefined,
): Asked[] {
  const itemOf = (id: LotId): Id<'item'> => {
    const lot = books.lots.get(id);
    if (lot === undefined) throw new Error(`lot ${id} is not loaded`);
    return lot.item;
  };
  const moves = draft.transfers.flatMap(({ from, to, quantity }) => {
    const lot = from.state === 'stock' ? from.lot : to.state === 'stock' ? to.lot : undefined;
    return lot === undefined ? [] : [{ from: from.state, to: to.state, item: itemOf(lot), quantity }];
  });
  return countedUnderPlan(draft, moves).map(({ item, by, on }) =>
    countOn(on, planCounter(plan, unit, item), by, by > 0n ? ceiling(item) : undefined),
  );
}

/** The same of a step of a consignment: what goes back to stock leaves the plan of its dispatch free again. */
export function underPlanOf(dispatch: Entry<'dispatch'> | undefined, decision: Decision): Asked[] {
  const under = planOf(dispatch);
  return under === undefined ? [] : planChanges(decision, under);
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
