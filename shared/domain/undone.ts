import type { CalendarDate } from './calendar.ts';
import { type Entry, isKind } from './entry.ts';
import { birthOf, type Id } from './id.ts';
import type { Posting } from './posting.ts';
import { refsOf } from './refs.ts';

/** Finds entries by their ids; those that are not at hand are undefined. */
export type FindEntry = (id: Id) => Entry | undefined;

/** A posting whose movements say which day's events they undo, where they undo anything. */
export interface Undoing<P extends Posting> {
  readonly posting: P;
  /** Entries that have to be at hand to say it, and are not: asked again once they are, it may need others. */
  readonly missing: readonly Id[];
}

/**
 * Says of each movement which day's events it undoes: goods that come back undo the confirmation that delivered them, what
 * goes back to a supplier undoes its acceptance, money taken back its disbursement, a reversal whatever it mirrors; and the
 * reversal of something that came back gives again what that took.
 */
export function withUndone<P extends Posting>(posting: P, find: FindEntry): Undoing<P> {
  const trail = new Trail(find);
  const days = trail.daysOf(posting);
  const movements = posting.movements.map((movement, at) => {
    const undoes = days[at];
    return undoes === undefined ? movement : { ...movement, undoes };
  });
  const undoes = isKind(posting.entry, 'correction') ? trail.dayCorrectedBy(posting.entry) : undefined;
  return {
    posting: { ...posting, movements, ...(undoes === undefined ? {} : { undoes }) },
    missing: [...trail.missing],
  };
}

/** The same of postings among which everything is that they undo. */
export function allWithUndone<P extends Posting>(postings: readonly P[]): P[] {
  const entries = new Map(postings.map(({ entry }) => [entry.id, entry]));
  return postings.map((posting) => withUndone(posting, (id) => entries.get(id)).posting);
}

class Trail {
  readonly missing = new Set<Id>();
  readonly #find: FindEntry;

  constructor(find: FindEntry) {
    this.#find = find;
  }

  daysOf({ entry, movements }: Posting): readonly (CalendarDate | undefined)[] {
    const reversed = isKind(entry, 'reversal') ? this.#at(entry.refs.entry) : undefined;
    const undoing = reversed ?? entry;
    switch (undoing.kind) {
      case 'unit-return': {
        const day = this.#confirmedBefore(undoing)?.effectiveOn;
        return movements.map(() => day);
      }
      case 'take-back': {
        const day = this.#at(undoing.refs.disbursement)?.effectiveOn;
        return movements.map(() => day);
      }
      case 'supplier-return':
        return movements.map(({ birth }) => (birth === undefined ? undefined : this.#at(birthOf(birth))?.effectiveOn));
      default:
        return movements.map(() => reversed?.effectiveOn);
    }
  }

  /** What a correction puts right of whom an entry reached is of the day of that, or of the day that this one undid. */
  dayCorrectedBy({ coverage, refs }: Entry<'correction'>): CalendarDate | undefined {
    const corrected = coverage === undefined ? undefined : this.#at(refs.entry);
    if (corrected === undefined) return undefined;
    if (corrected.kind === 'unit-return') return this.#confirmedBefore(corrected)?.effectiveOn;
    if (corrected.kind === 'take-back') return this.#at(corrected.refs.disbursement)?.effectiveOn;
    return corrected.effectiveOn;
  }

  /** The confirmation that stood when goods came back: the last one before, step by step through their document. */
  #confirmedBefore(entry: Entry): Entry | undefined {
    const seen = new Set<Id>();
    let before = refsOf(entry).previous;
    while (before !== undefined && !seen.has(before)) {
      seen.add(before);
      const step = this.#at(before);
      if (step === undefined || step.kind === 'confirmation') return step;
      before = refsOf(step).previous;
    }
    return undefined;
  }

  #at(id: Id): Entry | undefined {
    const entry = this.#find(id);
    if (entry === undefined) this.missing.add(id);
    return entry;
  }
}
