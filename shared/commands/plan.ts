import type { Account } from '../domain/account.ts';
import type { Decision } from '../domain/decision.ts';
import type { Entry } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import {
  type Allotted,
  countedUnderPlan,
  isGoods,
  type Moved,
  type PlanLineRef,
  planOf,
  type UnderPlan,
} from '../domain/plan.ts';
import { nameOf } from '../domain/plan-floors.ts';
import { refsOf } from '../domain/refs.ts';
import { MAX_PAGE } from '../storage/ports/bounds.ts';
import type { CounterName } from '../storage/ports/guard-names.ts';
import { type Asked, type Ceiling, countOn } from './asked.ts';
import type { Office } from './command.ts';

/** The counter of what was sent to a unit under a line of a plan, less what came back. */
export function planCounter(line: PlanLineRef): CounterName {
  return `plan/${nameOf(line)}`;
}

/**
 * Counts what a decision takes out of stock, or of what is available, under a plan, less what comes back, in one counter
 * for each unit and item or funding line. A ceiling of undefined lets the counter go above the plan.
 */
export function planChanges(
  decision: Decision,
  under: UnderPlan,
  ceiling: (of: Allotted) => Ceiling | undefined = () => undefined,
): Asked[] {
  const { draft } = decision;
  const moves = draft.transfers.flatMap(({ from, to, quantity, value }): Moved[] => {
    const of = allottedAt(from, decision) ?? allottedAt(to, decision);
    if (of === undefined) return [];
    return [{ from: from.state, to: to.state, of, by: isGoods(of) ? quantity : value }];
  });
  return countedUnderPlan(draft, moves).map(({ of, by, on }) =>
    countOn(on, planCounter({ ...under, ...of }), by, by > 0n ? ceiling(of) : undefined),
  );
}

/** Of what a plan allots, where it is kept until it is sent. */
function allottedAt(account: Account, { draft, books }: Decision): Allotted | undefined {
  if (account.state === 'available') {
    const fundingLine = refsOf(draft).fundingLines?.[account.fundingLine - 1];
    if (fundingLine === undefined) throw new Error(`${draft.kind} names no funding line ${account.fundingLine}`);
    return { fundingLine };
  }
  if (account.state !== 'stock') return undefined;
  const lot = books.lots.get(account.lot);
  if (lot === undefined) throw new Error(`lot ${account.lot} is not loaded`);
  return { item: lot.item };
}

/** The same of a step of a document: what comes back leaves the plan that it was opened under free again. */
export function underPlanOf(opening: Entry | undefined, decision: Decision): Asked[] {
  const under = planOf(opening);
  return under === undefined ? [] : planChanges(decision, under);
}

/** Whether an open plan allots some of an item. It is asked rarely, so every plan is read for it. */
export async function isPlanned({ ledger }: Pick<Office, 'ledger'>, item: Id<'item'>): Promise<boolean> {
  let after: Id | undefined;
  do {
    const page = await ledger.states('plan', { limit: MAX_PAGE, ...(after === undefined ? {} : { after }) });
    if (
      page.items.some(
        ({ state }) => !state.closed && state.fields.lines.some((line) => isGoods(line) && line.item === item),
      )
    ) {
      return true;
    }
    after = page.next;
  } while (after !== undefined);
  return false;
}
