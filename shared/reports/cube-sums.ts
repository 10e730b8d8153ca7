import type { Posting } from '../domain/posting.ts';
import { type Sums, withoutNothing } from '../storage/ports/projection.ts';
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

/** What entries add to the sums, by key; what adds up to nothing is left out. */
export function sumsOf(postings: Iterable<Posting>, register?: Register): Map<string, Sums> {
  const { holdings, reached } = Cube.of(postings, {}, register);
  const sums = new Map<string, Sums>();
  for (const [key, one] of holdings) sums.set(HOLDINGS_KEY + key, new Map(figuresOf(one)));
  for (const [key, one] of reached) {
    sums.set(REACHED_KEY + key, new Map(keysOf(REACHED).map((name) => [REACHED[name], one[name]])));
  }
  return withoutNothing(sums);
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

function* figuresOf({ budget, ...holdings }: Holdings): Generator<[string, bigint]> {
  for (const name of keysOf(MONEY)) yield [BUDGET + MONEY[name], budget[name]];
  for (const side of keysOf(SIDES)) {
    for (const state of keysOf(GOODS)) {
      for (const part of keysOf(PARTS)) {
        yield [SIDES[side] + GOODS[state] + PARTS[part], holdings[side][state][part]];
      }
    }
  }
}

function holdingsFrom(figures: Sums): Holdings {
  const holdings = new Holdings();
  for (const name of keysOf(MONEY)) holdings.budget[name] = figures.get(BUDGET + MONEY[name]) ?? 0n;
  for (const side of keysOf(SIDES)) {
    for (const state of keysOf(GOODS)) {
      for (const part of keysOf(PARTS)) {
        holdings[side][state][part] = figures.get(SIDES[side] + GOODS[state] + PARTS[part]) ?? 0n;
      }
    }
  }
  return holdings;
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
