import { formatYuan } from '../domain/amount.ts';
import type { Coverage } from '../domain/coverage.ts';
import type { Id } from '../domain/id.ts';
import type { Posting } from '../domain/posting.ts';
import { entriesAt, type HeadlineFigure } from '../schemas/entries-meant.ts';
import type { CoverageOnWire, Headline } from '../schemas/reports.ts';
import { addReached, type Cube, nobodyReached } from './cube.ts';
import { type Standing, told, writeEffects } from './effects.ts';
import { writeQuantity } from './figures.ts';
import { type Holdings, invested } from './holdings.ts';
import type { Period } from './period.ts';
import { type Correction, type Reach, sentencesOf } from './sentences.ts';

export interface HeadlineOptions extends Period {
  readonly fundingLine?: Id;
}

/**
 * The figures that a union publishes, and the sentences made of them. A period's are of its own events, less what was undone
 * of them in it. What it undid of other months stands beside and in a sentence of its own, and what others undid of it
 * changes neither its figures nor its sentences. Coverage counts each time somebody was reached; where a funding line is
 * named, it is that of every entry which moved something of that line.
 */
export function headline(cube: Cube, { fundingLine, ...period }: HeadlineOptions): Headline {
  const { from, to } = period;
  const { own, byUnit, undone, later } = told(cube, period, fundingLine);
  const { holdings, reached } = own;
  const { bought, inKind, budget } = holdings;
  const undoneEarlier = writeEffects(undone);
  const laterEffects = writeEffects(later);
  return {
    invested: formatYuan(invested(holdings)),
    goodsDelivered: formatYuan(bought.delivered.value),
    disbursed: formatYuan(budget.disbursed),
    benefits: formatYuan(budget.benefits),
    inKind: formatYuan(inKind.received.value),
    inKindDelivered: formatYuan(inKind.delivered.value),
    ...writeCoverage(reached),
    units: [...byUnit.values()].filter(isReached).length,
    sentences: sentencesOf(reachOf(own), corrections(undone), yearOf(period)),
    entries: queriesOf((figure) => entriesAt({ fundingLine, from, to, figure })),
    ...(undoneEarlier.length === 0 ? {} : { undoneEarlier }),
    ...(laterEffects.length === 0 ? {} : { laterEffects }),
  };
}

/** The entries of a period that change each figure: with those that undid something of other months. */
function queriesOf(at: (figure: HeadlineFigure) => string): Headline['entries'] {
  return {
    invested: at('invested'),
    goodsDelivered: at('goodsDelivered'),
    disbursed: at('disbursed'),
    benefits: at('benefits'),
    inKind: at('inKind'),
    inKindDelivered: at('inKindDelivered'),
    people: at('people'),
    households: at('households'),
    sites: at('sites'),
    units: at('units'),
  };
}

function reachOf({ holdings, reached }: Standing): Reach {
  return { ...reached, invested: invested(holdings), inKind: holdings.inKind.received.value };
}

function corrections(undone: ReadonlyMap<string, Standing>): Correction[] {
  return [...undone]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([month, standing]) => ({ month: month.slice(0, 'YYYY-MM'.length), change: reachOf(standing) }));
}

/** The year that a period lies in, as far as it lies in one. */
function yearOf({ from, to }: Period): string | undefined {
  const [first, last] = [from ?? to, to ?? from].map((day) => day?.slice(0, 4));
  return first === last ? first : undefined;
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
