import type { Posting } from '../../domain/posting.ts';
import { refsOf } from '../../domain/refs.ts';
import { PlaceIndex } from '../../log/journal/place-index.ts';
import { during, type Period } from '../../reports/period.ts';

/** What entries are asked for by. What is left out is not asked for. */
export interface EntryFilter extends Period {
  readonly fundingLine?: string;
  readonly unit?: string;
  readonly item?: string;
}

/** Which entries are asked for, told of all of them in the order of the log. */
export class EntrySelection {
  readonly #filter: EntryFilter;
  /** What was taken, where not everything is: a paper that comes later is taken with what it belongs to. */
  readonly #taken: PlaceIndex | undefined;

  constructor(filter: EntryFilter) {
    const { fundingLine, unit, item, from, to } = filter;
    this.#filter = filter;
    const isNarrowed = [fundingLine, unit, item, from, to].some((one) => one !== undefined);
    this.#taken = isNarrowed ? new PlaceIndex() : undefined;
  }

  takes(posting: Posting): boolean {
    if (this.#taken === undefined) return true;
    const { kind, id, refs } = posting.entry;
    const isPaperOfTaken =
      kind === 'attachment' && refs.entry !== undefined && this.#taken.find(refs.entry) !== undefined;
    const isTaken = isPaperOfTaken || isAskedFor(posting, this.#filter);
    if (isTaken) this.#taken.add(id);
    return isTaken;
  }
}

/** Whether an entry is asked for by itself: by its date of effect, and by what it moved or names. */
function isAskedFor(posting: Posting, filter: EntryFilter): boolean {
  const { entry, movements } = posting;
  const { fundingLine, unit, item } = filter;
  const refs = refsOf(entry);
  return (
    during([posting], filter).length === 1 &&
    (fundingLine === undefined ||
      refs.fundingLines?.includes(fundingLine) === true ||
      movements.some((movement) => movement.fundingLine === fundingLine)) &&
    (unit === undefined || refs.unit === unit || movements.some((movement) => movement.unit === unit)) &&
    (item === undefined || refs.item === item || movements.some((movement) => movement.item === item))
  );
}
