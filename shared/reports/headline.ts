import { formatYuan } from '../domain/amount.ts';
import type { Coverage } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import type { Movement, Posting } from '../domain/posting.ts';
import type { CoverageOnWire, Headline } from '../schemas/reports.ts';
import { writeQuantity } from './figures.ts';
import { holdingsBy, holdingsOf, invested } from './holdings.ts';
import { during, type Period } from './period.ts';
import { sentencesOf } from './sentences.ts';

export interface HeadlineOptions extends Period {
  readonly fundingLine?: Id;
}

/**
 * The figures that a union publishes, and the sentences made of them. Coverage counts each time somebody was reached;
 * where a funding line is named, it is that of every entry which moved something of that line.
 */
export function headline(postings: readonly Posting[], options: HeadlineOptions): Headline {
  const { fundingLine } = options;
  const belongs = (movement: Movement) => fundingLine === undefined || movement.fundingLine === fundingLine;
  const meant = during(postings, options);
  const holdings = holdingsOf(meant, belongs);
  const reached = coverageIn(meant, (posting) => fundingLine === undefined || posting.movements.some(belongs));
  const { bought, inKind, budget } = holdings;
  return {
    invested: formatYuan(invested(holdings)),
    goodsDelivered: formatYuan(bought.delivered.value),
    disbursed: formatYuan(budget.disbursed),
    benefits: formatYuan(budget.benefits),
    inKind: formatYuan(inKind.received.value),
    inKindDelivered: formatYuan(inKind.delivered.value),
    ...writeCoverage(reached),
    units: unitsReached(meant, belongs),
    sentences: sentencesOf({ ...reached, invested: invested(holdings), inKind: inKind.received.value }),
  };
}

/** The sum of what entries say they reached; the reversal of an entry says it negated. */
export function coverageIn(postings: readonly Posting[], counts: (posting: Posting) => boolean): Required<Coverage> {
  const sum = { people: 0n, households: 0n, sites: 0n };
  for (const posting of postings) {
    const { coverage } = posting.entry;
    if (coverage === undefined || !counts(posting)) continue;
    sum.people += coverage.people ?? 0n;
    sum.households += coverage.households ?? 0n;
    sum.sites += coverage.sites ?? 0n;
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

/** Units with whom goods or money stayed. */
function unitsReached(postings: readonly Posting[], belongs: (movement: Movement) => boolean): number {
  const atUnits = holdingsBy(postings, (movement, end) =>
    movement[end] === 'unit' && belongs(movement) ? movement.unit : undefined,
  );
  return [...atUnits.values()].filter(
    ({ budget, bought, inKind }) =>
      budget.disbursed > 0n || bought.delivered.quantity > 0n || inKind.delivered.quantity > 0n,
  ).length;
}
