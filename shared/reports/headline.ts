import { formatYuan } from '../domain/amount.ts';
import type { Coverage } from '../domain/coverage.ts';
import type { Id } from '../domain/id.ts';
import type { Posting } from '../domain/posting.ts';
import type { CoverageOnWire, Headline } from '../schemas/reports.ts';
import { addReached, type Cube, nobodyReached } from './cube.ts';
import { writeQuantity } from './figures.ts';
import { Holdings, holdingsAt, invested } from './holdings.ts';
import { isInMonths, type Period } from './period.ts';
import { sentencesOf } from './sentences.ts';

export interface HeadlineOptions extends Period {
  readonly fundingLine?: Id;
}

/**
 * The figures that a union publishes, and the sentences made of them. Coverage counts each time somebody was reached;
 * where a funding line is named, it is that of every entry which moved something of that line.
 */
export function headline(cube: Cube, { fundingLine, from, to }: HeadlineOptions): Headline {
  const holdings = new Holdings();
  const byUnit = new Map<Id, Holdings>();
  for (const [place, stands] of cube.places()) {
    if (fundingLine !== undefined && place.fundingLine !== fundingLine) continue;
    if (!isInMonths(place.month, { from, to })) continue;
    holdings.add(stands);
    if (place.unit === '') continue;
    holdingsAt(byUnit, place.unit).add(stands);
  }
  const reached = cube.reachedBy(fundingLine, (month) => isInMonths(month, { from, to }));
  const { bought, inKind, budget } = holdings;
  return {
    invested: formatYuan(invested(holdings)),
    goodsDelivered: formatYuan(bought.delivered.value),
    disbursed: formatYuan(budget.disbursed),
    benefits: formatYuan(budget.benefits),
    inKind: formatYuan(inKind.received.value),
    inKindDelivered: formatYuan(inKind.delivered.value),
    ...writeCoverage(reached),
    units: [...byUnit.values()].filter(isReached).length,
    sentences: sentencesOf({ ...reached, invested: invested(holdings), inKind: inKind.received.value }),
  };
}

/** The sum of what entries say they reached; the reversal of an entry says it negated. */
export function coverageIn(postings: readonly Posting[], counts: (posting: Posting) => boolean): Required<Coverage> {
  const sum = nobodyReached();
  for (const posting of postings) {
    const { coverage } = posting.entry;
    if (coverage !== undefined && counts(posting)) addReached(sum, coverage);
  }
  return sum;
}

export function writeCoverage({ people, households, sites }: Required<Coverage>): CoverageOnWire {
  return {
    people: writeQuantity(people),
    households: writeQuantity(households),
    sites: writeQuantity(sites),
  };
}

/** Whether goods or money stayed with a unit. */
function isReached({ budget, bought, inKind }: Holdings): boolean {
  return budget.disbursed > 0n || bought.delivered.quantity > 0n || inKind.delivered.quantity > 0n;
}
