import type { Id } from '../domain/id.ts';
import { boundedLimit, MAX_KEYS } from './bounds.ts';
import type { AsOf } from './journal.ts';
import { MOST_ROWS, NOTHING, type Projected, type Projection, type ProjectionStep } from './projection.ts';

interface Kept {
  asOf: AsOf;
  readonly sums: Map<string, Map<string, bigint>>;
  readonly register: Map<Id, string>;
}

/** A projection in the memory of one process, for tests of what stands above it. */
export function createMemoryProjection(): Projection {
  let read = blank();
  const places = new Map<Id, number>();
  const filling = (kept: Kept) => ({
    position: kept.asOf,
    async advance(step: ProjectionStep): Promise<'advanced' | 'moved'> {
      assertFits(step);
      if (kept.asOf.size !== step.from) return 'moved';
      add(kept, step);
      return 'advanced';
    },
  });
  return {
    current: async () => filling(read),
    async anew() {
      const kept = blank();
      return {
        ...filling(kept),
        takeOver: async () => {
          read = kept;
        },
      };
    },
    async read(): Promise<Projected> {
      const sums = new Map([...read.sums].map(([key, figures]) => [key, new Map(figures)]));
      return { asOf: read.asOf, sums, register: new Map(read.register) };
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
  return { asOf: NOTHING, sums: new Map(), register: new Map() };
}

/** Throws where a step cannot be one transaction: such a step is a mistake of the caller's. */
export function assertFits({ sums, register }: ProjectionStep): void {
  const rows = sums.size + register.size;
  if (rows > MOST_ROWS) throw new RangeError(`a step changes at most ${MOST_ROWS} rows, not ${rows}`);
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
