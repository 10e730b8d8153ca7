import { monthOf } from '../domain/calendar.ts';
import type { Coverage } from '../domain/coverage.ts';
import type { Entry } from '../domain/entry.ts';
import type { Movement, Posting } from '../domain/posting.ts';
import { type End, type Holdings, holdingsAt } from './holdings.ts';

/** What an end of a movement belongs to; empty where it belongs to no unit or no item. */
export interface Place {
  readonly unit: string;
  readonly fundingLine: string;
  readonly item: string;
  readonly month: string;
}

export type Reached = { -readonly [K in keyof Required<Coverage>]: bigint };

export function nobodyReached(): Reached {
  return { people: 0n, households: 0n, sites: 0n };
}

export function addReached(sum: Reached, { people = 0n, households = 0n, sites = 0n }: Coverage): void {
  sum.people += people;
  sum.households += households;
  sum.sites += sites;
}

/**
 * The budget chain at its finest grain: holdings by unit, funding line, item and month, and whom entries reached by month,
 * in all and for each funding line that they moved something of. Each end of a movement stands in exactly one place, so
 * however places are added up, they make the balances of the ledger's accounts.
 */
export class Cube {
  readonly holdings = new Map<string, Holdings>();
  readonly reached = new Map<string, Reached>();

  static of(postings: Iterable<Posting>): Cube {
    const cube = new Cube();
    for (const posting of postings) cube.enter(posting);
    return cube;
  }

  enter({ entry, movements }: Posting): void {
    for (const movement of movements) {
      if (movement.chain === 'cash') continue;
      for (const end of ['from', 'to'] as const) {
        holdingsAt(this.holdings, writePlace(placeOf(movement, end, entry))).enter(entry, movement, end);
      }
    }
    if (entry.coverage === undefined) return;
    const month = monthOf(entry.effectiveOn);
    const lines = new Set(movements.map(({ fundingLine }) => fundingLine));
    for (const line of ['', ...lines]) this.#reach(line, month, entry.coverage);
  }

  /** The places with what stands in them. */
  *places(): Generator<readonly [Place, Holdings]> {
    for (const [key, holdings] of this.holdings) yield [readPlace(key), holdings];
  }

  /** Whom entries reached, of one funding line or in all, in the months that are meant. */
  reachedBy(fundingLine: string | undefined, isMeant: (month: string) => boolean): Reached {
    const sum = nobodyReached();
    for (const [key, reached] of this.reached) {
      const [line = '', month = ''] = key.split(DIVIDER);
      if (line !== (fundingLine ?? '') || !isMeant(month)) continue;
      addReached(sum, reached);
    }
    return sum;
  }

  #reach(line: string, month: string, coverage: Coverage): void {
    const key = `${line}${DIVIDER}${month}`;
    const reached = this.reached.get(key) ?? nobodyReached();
    addReached(reached, coverage);
    this.reached.set(key, reached);
  }
}

/** No id and no month has it. */
const DIVIDER = '|';

function placeOf(movement: Movement, end: End, entry: Entry): Place {
  const state = movement[end];
  const isAtUnit = state === 'unit' || state === 'transit' || state === 'held';
  return {
    unit: isAtUnit ? (movement.unit ?? '') : '',
    fundingLine: movement.fundingLine,
    item: state === 'available' || state === 'source' ? '' : (movement.item ?? ''),
    month: monthOf(entry.effectiveOn),
  };
}

function writePlace({ unit, fundingLine, item, month }: Place): string {
  return [unit, fundingLine, item, month].join(DIVIDER);
}

function readPlace(key: string): Place {
  const [unit = '', fundingLine = '', item = '', month = ''] = key.split(DIVIDER);
  return { unit, fundingLine, item, month };
}
