import type { Posting } from '../domain/posting.ts';
import type { Sums } from '../storage/ports/projection.ts';
import { Cube, type Reached } from './cube.ts';
import { Holdings } from './holdings.ts';
import type { Register } from './register.ts';

/** How a cube is written as named sums that can be added up, and read back. */

const MONEY = { appropriated: 'a', givenBack: 'g', left: 'l', paid: 'p', disbursed: 'd', benefits: 'b' } as const;
const GOODS = {
  received: 'r',
  found: 'f',
  committed: 'c',
  spent: 'x',
  stock: 's',
  transit: 't',
  held: 'h',
  delivered: 'd',
  loss: 'l',
} as const;
const REACHED = { people: 'p', households: 'h', sites: 's' } as const;
/** Bought goods and goods in kind, quantity and value. */
const SIDES = { bought: 'b', inKind: 'k' } as const;
const PARTS = { quantity: 'q', value: 'w' } as const;
const BUDGET = 'm';

const HOLDINGS_KEY = 'h|';
const REACHED_KEY = 'r|';

/** What one figure of a place is called, and where it stands. Laid out once: an entry moves four or so of the forty. */
interface Figure {
  readonly name: string;
  of(holdings: Holdings): bigint;
  set(holdings: Holdings, value: bigint): void;
}

const FIGURES: readonly Figure[] = [
  ...keysOf(MONEY).map(
    (name): Figure => ({
      name: BUDGET + MONEY[name],
      of: ({ budget }) => budget[name],
      set: ({ budget }, value) => {
        budget[name] = value;
      },
    }),
  ),
  ...keysOf(SIDES).flatMap((side) =>
    keysOf(GOODS).flatMap((state) =>
      keysOf(PARTS).map(
        (part): Figure => ({
          name: SIDES[side] + GOODS[state] + PARTS[part],
          of: (holdings) => holdings[side][state][part],
          set: (holdings, value) => {
            holdings[side][state][part] = value;
          },
        }),
      ),
    ),
  ),
];

/** What entries add to the sums, by key; what adds up to nothing is left out. */
export function sumsOf(postings: Iterable<Posting>, register?: Register): Map<string, Sums> {
  const { holdings, reached } = Cube.of(postings, {}, register);
  const sums = new Map<string, Sums>();
  const add = (key: string, figures: Sums) => {
    if (figures.size > 0) sums.set(key, figures);
  };
  for (const [key, one] of holdings) add(HOLDINGS_KEY + key, figuresOf(one));
  for (const [key, one] of reached) add(REACHED_KEY + key, reachedOf(one));
  return sums;
}

/** The cube of sums that were added up. */
export function cubeOf(sums: ReadonlyMap<string, Sums>): Cube {
  const cube = new Cube();
  for (const [key, figures] of sums) {
    if (key.startsWith(HOLDINGS_KEY)) cube.holdings.set(key.slice(HOLDINGS_KEY.length), holdingsFrom(figures));
    else cube.reached.set(key.slice(REACHED_KEY.length), reachedFrom(figures));
  }
  return cube;
}

function figuresOf(holdings: Holdings): Sums {
  const figures = new Map<string, bigint>();
  for (const { name, of } of FIGURES) {
    const value = of(holdings);
    if (value !== 0n) figures.set(name, value);
  }
  return figures;
}

function holdingsFrom(figures: Sums): Holdings {
  const holdings = new Holdings();
  for (const { name, set } of FIGURES) set(holdings, figures.get(name) ?? 0n);
  return holdings;
}

function reachedOf(reached: Reached): Sums {
  const figures = new Map<string, bigint>();
  for (const name of keysOf(REACHED)) if (reached[name] !== 0n) figures.set(REACHED[name], reached[name]);
  return figures;
}

function reachedFrom(figures: Sums): Reached {
  const [people = 0n, households = 0n, sites = 0n] = [REACHED.people, REACHED.households, REACHED.sites].map((name) =>
    figures.get(name),
  );
  return { people, households, sites };
}

function keysOf<K extends string>(record: Readonly<Record<K, string>>): readonly K[] {
  const isKey = (key: string): key is K => key in record;
  return Object.keys(record).filter(isKey);
}
