import type { State } from './account.ts';
import type { CalendarDate } from './calendar.ts';
import type { Counting } from './counter.ts';
import { type Entry, isKind } from './entry.ts';
import type { Kind } from './facts.ts';
import type { Id } from './id.ts';
import type { PlanFields, PlannedLine } from './registry.ts';

/** What a dispatch or a disbursement is counted under: a plan, for the unit that it goes to. */
export interface UnderPlan {
  readonly plan: Id<'plan'>;
  readonly unit: Id<'unit'>;
}

/** What a plan allots: goods of an item, or money of a funding line. */
export type Allotted = { readonly item: Id<'item'> } | { readonly fundingLine: Id<'fundingLine'> };

/** What of a plan is counted by itself: what one unit is to get of one item, or of one funding line. */
export type PlanLineRef = UnderPlan & Allotted;

export function isGoods<A extends Allotted>(allotted: A): allotted is Extract<A, { readonly item: Id<'item'> }> {
  return 'item' in allotted;
}

/** The item or the funding line: no id is of both. */
export function allottedId(allotted: Allotted): Id {
  return isGoods(allotted) ? allotted.item : allotted.fundingLine;
}

/** How much a line of a plan gives: in the base measure, or in fen. */
export function givenBy(line: PlannedLine): bigint {
  return isGoods(line) ? line.quantity : line.amount;
}

/** What a plan allots to a unit of an item or of a funding line; 0 where it names neither. */
export function plannedFor(
  { lines }: Pick<PlanFields, 'lines'>,
  { unit, ...allotted }: Pick<UnderPlan, 'unit'> & Allotted,
): bigint {
  const id = allottedId(allotted);
  const line = lines.find((one) => one.unit === unit && allottedId(one) === id);
  return line === undefined ? 0n : givenBy(line);
}

/** What a consignment or a disbursement is counted under; undefined where that is no plan. */
export function planOf(opening: Entry | undefined): UnderPlan | undefined {
  if (opening === undefined || !(isKind(opening, 'dispatch') || isKind(opening, 'disbursement'))) return undefined;
  const { plan, unit } = opening.refs;
  return plan === undefined ? undefined : { plan, unit };
}

/** Goods on their way out of stock, into it, or past it; or money out of what is available, back to it, or past it. */
export interface Moved {
  readonly from: State;
  readonly to: State;
  readonly of: Allotted;
  readonly by: bigint;
}

/** What is counted of one item, or of one funding line. */
export type CountedLine = Omit<Counting, 'ceiling'> & { readonly of: Allotted };

/**
 * What an entry takes out of stock, or of what is available, under a plan, less what it brings back, by item and funding
 * line: what both storage and whoever goes through the log count. What comes back is free for what goes out from its day
 * on. Money stands in both chains at once and is counted in the budget's.
 */
export function countedUnderPlan(
  { kind, effectiveOn }: { readonly kind: Kind; readonly effectiveOn: CalendarDate },
  moves: Iterable<Moved>,
): CountedLine[] {
  const sums = new Map<Id, { readonly of: Allotted; by: bigint }>();
  for (const { from, to, of, by } of moves) {
    const id = allottedId(of);
    const sum = sums.get(id) ?? { of, by: 0n };
    sums.set(id, sum);
    const kept = isGoods(of) ? 'stock' : 'available';
    sum.by += (from === kept ? by : 0n) - (to === kept ? by : 0n);
  }
  return [...sums.values()].flatMap(({ of, by }): CountedLine[] => {
    if (by === 0n) return [];
    // What a reversal sends out again had gone out before: it is nothing more that ever went out.
    const isAgain = by > 0n && kind === 'reversal';
    return [isAgain ? { of, by } : { of, by, on: effectiveOn }];
  });
}

/** Whether a dispatch or a disbursement keeps to its plan: one that says why it need not goes above it. */
export function isHeldToPlan({ exception }: Pick<Entry, 'exception'>): boolean {
  return exception === undefined;
}
