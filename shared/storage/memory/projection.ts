import type { Id } from '../../domain/id.ts';
import { boundedLimit, MAX_KEYS } from '../ports/bounds.ts';
import { type AsOf, NOTHING_SEALED } from '../ports/journal.ts';
import {
  assertFits,
  type Projected,
  type Projection,
  type ProjectionStep,
  withoutNothing,
} from '../ports/projection.ts';

interface Kept {
  asOf: AsOf;
  readonly sums: Map<string, Map<string, bigint>>;
  readonly register: Map<Id, string>;
}

/** A projection in the memory of one process, for tests of what stands above it. */
export function createMemoryProjection(): Projection {
  let read = blank();
  const places = new Map<Id, number>();
  const filling = (kept: Kept, isFilled: () => boolean) => ({
    position: kept.asOf,
    async advance(step: ProjectionStep): Promise<'advanced' | 'moved'> {
      assertFits(step);
      if (!isFilled() || kept.asOf.size !== step.from) return 'moved';
      add(kept, step);
      return 'advanced';
    },
  });
  return {
    async current() {
      const kept = read;
      return filling(kept, () => kept === read);
    },
    async anew() {
      const kept = blank();
      const before = read;
      return {
        ...filling(kept, () => before === read),
        async takeOver() {
          if (before !== read) return 'moved';
          read = kept;
          return 'taken';
        },
      };
    },
    async read(): Promise<Projected> {
      return { asOf: read.asOf, sums: withoutNothing(read.sums), register: new Map(read.register) };
    },
    async tellPlaces(told) {
      boundedLimit(Math.max(1, told.size));
      for (const [id, place] of told) places.set(id, place);
    },
    async placesOf(ids) {
      if (ids.length > MAX_KEYS) throw new RangeError(`a read names at most ${MAX_KEYS} rows, not ${ids.length}`);
      return new Map(
        ids.flatMap((id): [Id, number][] => {
          const place = places.get(id);
          return place === undefined ? [] : [[id, place]];
        }),
      );
    },
  };
}

function blank(): Kept {
  return { asOf: NOTHING_SEALED, sums: new Map(), register: new Map() };
}

function add(kept: Kept, { to, sums, register }: ProjectionStep): void {
  for (const [key, figures] of sums) {
    const stands = kept.sums.get(key) ?? new Map<string, bigint>();
    for (const [name, value] of figures) stands.set(name, (stands.get(name) ?? 0n) + value);
    kept.sums.set(key, stands);
  }
  for (const [id, text] of register) kept.register.set(id, text);
  kept.asOf = to;
}
