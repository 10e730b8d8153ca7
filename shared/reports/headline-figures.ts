import type { Id } from '../domain/id.ts';
import type { Posting } from '../domain/posting.ts';
import type { HeadlineFigure } from '../schemas/entries-meant.ts';
import { addReached, nobodyReached, type Reached } from './cube.ts';
import { type Holdings, holdingsOf, invested } from './holdings.ts';

/** What each figure of the headline is of what stands and whom it reached; units are told by what reached any. */
const FIGURES: Readonly<Record<HeadlineFigure, (holdings: Holdings, reached: Reached) => bigint>> = {
  invested,
  goodsDelivered: ({ bought }) => bought.delivered.value,
  disbursed: ({ budget }) => budget.disbursed,
  benefits: ({ budget }) => budget.benefits,
  inKind: ({ inKind }) => inKind.received.value,
  inKindDelivered: ({ inKind }) => inKind.delivered.value,
  people: (_holdings, { people }) => people,
  households: (_holdings, { households }) => households,
  sites: (_holdings, { sites }) => sites,
  units: ({ budget, bought, inKind }) =>
    budget.disbursed === 0n ? bought.delivered.quantity + inKind.delivered.quantity : budget.disbursed,
};

/** By how much an entry changes a figure of the headline: of one funding line, or in all. */
export function changeOf(posting: Posting, figure: HeadlineFigure, fundingLine?: Id): bigint {
  const isMeant = (line: Id) => fundingLine === undefined || line === fundingLine;
  const { entry, movements, covers } = posting;
  const reached = nobodyReached();
  const lines = covers ?? movements.map((movement) => movement.fundingLine);
  if (entry.coverage !== undefined && (fundingLine === undefined || lines.some(isMeant))) {
    addReached(reached, entry.coverage);
  }
  return FIGURES[figure](
    holdingsOf([posting], (movement) => movement.chain !== 'cash' && isMeant(movement.fundingLine)),
    reached,
  );
}
