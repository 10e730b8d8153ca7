import type { Transfer } from '../domain/entry.ts';
import type { Id, LotId } from '../domain/id.ts';
import type { Registered } from '../domain/registry.ts';
import type { Change } from '../storage/ports/ledger.ts';

/** What a plan allots to a unit of an item; 0 where it names neither. */
export function plannedFor(plan: Registered<'plan'> | undefined, unit: Id, item: Id): bigint {
  return plan?.fields.lines.find((line) => line.unit === unit && line.item === item)?.quantity ?? 0n;
}

/**
 * Counts what left stock under a plan, less what came back, in one counter for each unit and item. A ceiling of
 * undefined lets the counter go above the plan.
 */
export function planChanges(
  transfers: readonly Transfer[],
  under: { readonly plan: Id; readonly unit: Id; readonly itemOf: (lot: LotId) => Id },
  ceiling: (item: Id) => bigint | undefined,
): Change[] {
  const sums = new Map<Id, bigint>();
  const add = (lot: LotId, quantity: bigint): void => {
    const item = under.itemOf(lot);
    sums.set(item, (sums.get(item) ?? 0n) + quantity);
  };
  for (const { from, to, quantity } of transfers) {
    if (from.state === 'stock') add(from.lot, quantity);
    if (to.state === 'stock') add(to.lot, -quantity);
  }
  return [...sums].flatMap(([item, by]): Change[] => {
    if (by === 0n) return [];
    const most = by > 0n ? ceiling(item) : undefined;
    const counter = `plan/${under.plan}/${under.unit}/${item}`;
    return [{ change: 'count', counter, by, ...(most === undefined ? {} : { ceiling: most }) }];
  });
}
