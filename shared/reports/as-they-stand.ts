import { standing } from '../domain/correction.ts';
import { type Entry, isKind } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import { type LotWords, withStandingBatches } from '../domain/lot-batch.ts';
import { bringsLots } from '../domain/lot-origin.ts';
import type { Posting } from '../domain/posting.ts';

/** The corrections of a log as they go by, by what they correct. */
export class Corrections {
  readonly #of = new Map<Id, Entry<'correction'>[]>();

  enter(entry: Entry): void {
    if (!isKind(entry, 'correction')) return;
    const { entry: target } = entry.refs;
    this.#of.set(target, [...this.of(target), entry]);
  }

  of(target: Id): readonly Entry<'correction'>[] {
    return this.#of.get(target) ?? [];
  }

  get size(): number {
    return this.#of.size;
  }

  /** An entry with what it says as it stands, but for whom it reached: that is told by the difference in its corrections. */
  standing<E extends Entry>(entry: E): E {
    const corrections = this.of(entry.id);
    if (corrections.length === 0) return entry;
    const { coverage: _corrected, ...stands } = standing(entry, corrections);
    // What is taken out and put back is of the same kind.
    return { ...stands, ...(entry.coverage === undefined ? {} : { coverage: entry.coverage }) } as E;
  }
}

/** Postings whose entries say what stands, where some of them were corrected; lots that were moved on, by where they came from. */
export function asTheyStand<P extends Posting>(postings: readonly P[]): readonly P[] {
  const corrections = new Corrections();
  for (const { entry } of postings) corrections.enter(entry);
  if (corrections.size === 0) return postings;
  const bringing = new Map(postings.flatMap(({ entry }) => (bringsLots(entry) ? [[entry.id, entry] as const] : [])));
  const words: LotWords = { find: (id) => bringing.get(id), correctionsOf: (id) => corrections.of(id) };
  return postings.map((posting) => ({
    ...posting,
    entry: withStandingBatches(corrections.standing(posting.entry), words),
  }));
}
