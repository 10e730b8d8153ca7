import { formatYuan } from '../domain/amount.ts';
import type { Id } from '../domain/id.ts';
import type { Effect } from '../schemas/reports.ts';
import { addReached, type Cube, nobodyReached, type Reached } from './cube.ts';
import { writeQuantity } from './figures.ts';
import { Holdings, holdingsAt, invested } from './holdings.ts';
import { isInMonths, type Period } from './period.ts';

/** What stands, and whom it reached. */
export class Standing {
  readonly holdings = new Holdings();
  readonly reached: Reached = nobodyReached();
}

/** What is told of a period: its own events, and what undid events of others. */
export interface Told {
  /** What happened in it, less what was undone of that in it. */
  readonly own: Standing;
  /** What is own, unit by unit. */
  readonly byUnit: ReadonlyMap<Id, Holdings>;
  /** What it undid of other months, by these. */
  readonly undone: ReadonlyMap<string, Standing>;
  /** What other months undid of it, by these. */
  readonly later: ReadonlyMap<string, Standing>;
}

/** What the cube tells of a period, of all funding lines or of one. Each figure of the cube is of one of the three at most. */
export function told(cube: Cube, { from, to }: Period, fundingLine: Id | undefined): Told {
  const own = new Standing();
  const byUnit = new Map<Id, Holdings>();
  const undone = new Map<string, Standing>();
  const later = new Map<string, Standing>();
  const isIn = (month: string): boolean => isInMonths(month, { from, to });
  const standingOf = (month: string, of: string): Standing | undefined => {
    const undid = of === '' ? month : of;
    if (isIn(month)) return isIn(undid) ? own : standingAt(undone, undid);
    return isIn(undid) ? standingAt(later, month) : undefined;
  };
  for (const [place, holdings] of cube.places()) {
    if (fundingLine !== undefined && place.fundingLine !== fundingLine) continue;
    const standing = standingOf(place.month, place.of);
    standing?.holdings.add(holdings);
    if (standing === own && place.unit !== '') holdingsAt(byUnit, place.unit).add(holdings);
  }
  for (const { month, of, reached } of cube.reachedOn(fundingLine)) {
    const standing = standingOf(month, of);
    if (standing !== undefined) addReached(standing.reached, reached);
  }
  return { own, byUnit, undone, later };
}

/** What of a month was undone, month by month: as much as that is less; below zero where it was given again. */
export function writeEffects(standings: ReadonlyMap<string, Standing>): Effect[] {
  return [...standings]
    .map(([month, standing]) => writeEffect(month, standing))
    .filter(hasEffect)
    .sort((a, b) => (a.month < b.month ? -1 : 1));
}

function writeEffect(month: string, { holdings, reached }: Standing): Effect {
  const { bought, inKind, budget } = holdings;
  return {
    month: month.slice(0, 'YYYY-MM'.length),
    invested: formatYuan(-invested(holdings)),
    goodsDelivered: formatYuan(-bought.delivered.value),
    disbursed: formatYuan(-budget.disbursed),
    benefits: formatYuan(-budget.benefits),
    inKind: formatYuan(-inKind.received.value),
    inKindDelivered: formatYuan(-inKind.delivered.value),
    people: writeQuantity(-reached.people),
    households: writeQuantity(-reached.households),
    sites: writeQuantity(-reached.sites),
  };
}

function hasEffect({ month: _month, ...figures }: Effect): boolean {
  return Object.values(figures).some((figure) => figure !== 0 && figure !== '0.00');
}

function standingAt(standings: Map<string, Standing>, month: string): Standing {
  const standing = standings.get(month) ?? new Standing();
  standings.set(month, standing);
  return standing;
}
