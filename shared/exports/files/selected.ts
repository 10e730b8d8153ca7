import type { Id } from '../../domain/id.ts';
import type { Posting } from '../../domain/posting.ts';
import { PlaceIndex } from '../../log/journal/place-index.ts';
import { isWithin } from '../../reports/period.ts';
import { Register } from '../../reports/register.ts';
import { isOf, SELECTED_BY, type Selection } from '../../reports/selection.ts';
import { treeOf, unitsAsked } from '../../reports/units-asked.ts';

/** Which entries are asked for, told of all of them in the order of the log. */
export class EntrySelection {
  readonly #selection: Selection;
  readonly #register: Register;
  readonly #isUnitAsked: (unit: Id, tree: Id) => boolean;
  /** What was taken, where not everything is: a paper or a correction that comes later is taken with what it belongs to. */
  readonly #taken: PlaceIndex | undefined;

  /** @param register where units below another are asked for: of what was registered by each entry it is told */
  constructor(selection: Selection, register: Register = new Register()) {
    this.#selection = selection;
    this.#register = register;
    this.#isUnitAsked = unitsAsked(register, selection);
    this.#taken = SELECTED_BY.some((name) => selection[name] !== undefined) ? new PlaceIndex() : undefined;
  }

  /** Whether it takes every entry whatever it says. */
  get isWhole(): boolean {
    return this.#taken === undefined;
  }

  takes(posting: Posting): boolean {
    if (this.#taken === undefined) return true;
    const { kind, id, refs } = posting.entry;
    const isPaperOfTaken =
      (kind === 'attachment' || kind === 'correction') &&
      refs.entry !== undefined &&
      this.#taken.find(refs.entry) !== undefined;
    const isUnitAsked = (unit: Id) => this.#isUnitAsked(unit, treeOf(posting, this.#register));
    const isAskedFor = isWithin(posting.entry, this.#selection) && isOf(posting, this.#selection, isUnitAsked);
    if (isPaperOfTaken || isAskedFor) this.#taken.add(id);
    return isPaperOfTaken || isAskedFor;
  }
}
