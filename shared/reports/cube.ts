import { type CalendarDate, monthOf } from '../domain/calendar.ts';
import type { Coverage } from '../domain/coverage.ts';
import type { Entry } from '../domain/entry.ts';
import type { Movement, Posting } from '../domain/posting.ts';
import { type End, type Holdings, holdingsAt } from './holdings.ts';
import { monthIn, type Period } from './period.ts';
import { Register } from './register.ts';
import { treeOf } from './units-asked.ts';

/** What an end of a movement belongs to; empty where it belongs to no unit or no item. */
export interface Place {
  readonly unit: string;
  /** Where it belongs to a unit, the tree of the document by which it does; empty before any unit moved. */
  readonly tree: string;
  readonly fundingLine: string;
  readonly item: string;
  readonly month: string;
  /** The month whose events it undoes, where that is another. */
  readonly of: string;
}

export type Reached = { -readonly [K in keyof Required<Coverage>]: bigint };

/** Whom entries of a month reached, or undid of another month. */
export interface ReachedOn {
  readonly month: string;
  readonly of: string;
  readonly reached: Reached;
}

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
 * in all and for each funding line that they moved something of. What undoes events of another month stands apart, by
 * that month too, and what is of a unit by the tree of its document. Each end of a movement stands in exactly one place, so however places are added up, they make the
 * balances of the ledger's accounts.
 */
export class Cube {
  readonly holdings = new Map<string, Holdings>();
  readonly reached = new Map<string, Reached>();
  readonly #treeOf: (posting: Posting) => string;
  readonly #monthOf: (date: CalendarDate) => string;

  constructor(
    monthOfDay: (date: CalendarDate) => string = monthOf,
    treeOfPosting: (posting: Posting) => string = () => '',
  ) {
    this.#monthOf = monthOfDay;
    this.#treeOf = treeOfPosting;
  }

  /** Of a period that is not of whole months, what it leaves of one stands apart. The register knows the moves of units. */
  static of(postings: Iterable<Posting>, period: Period = {}, register = new Register()): Cube {
    const cube = new Cube(
      (date) => monthIn(date, period),
      (posting) => treeOf(posting, register),
    );
    for (const posting of postings) cube.enter(posting);
    return cube;
  }

  enter(posting: Posting): void {
    const { entry, movements, covers, undoes } = posting;
    const tree = posting.opening === undefined ? '' : this.#treeOf(posting);
    for (const movement of movements) {
      if (movement.chain === 'cash') continue;
      const when = this.#when(entry, movement.undoes);
      for (const end of ['from', 'to'] as const) {
        holdingsAt(this.holdings, writePlace({ ...placeOf(movement, end, tree), ...when })).enter(entry, movement, end);
      }
    }
    if (entry.coverage === undefined) return;
    const lines = new Set(covers ?? movements.map(({ fundingLine }) => fundingLine));
    // All that an entry moves undoes the same day where it says of whom it reached.
    for (const line of ['', ...lines])
      this.#reach(line, this.#when(entry, undoes ?? movements[0]?.undoes), entry.coverage);
  }

  /** The places with what stands in them. */
  *places(): Generator<readonly [Place, Holdings]> {
    for (const [key, holdings] of this.holdings) yield [readPlace(key), holdings];
  }

  /** Whom entries reached, of one funding line or in all. */
  *reachedOn(fundingLine: string | undefined): Generator<ReachedOn> {
    for (const [key, reached] of this.reached) {
      const [line = '', month = '', of = ''] = key.split(DIVIDER);
      if (line === (fundingLine ?? '')) yield { month, of, reached };
    }
  }

  #when({ effectiveOn }: Entry, undoes: CalendarDate | undefined): Pick<Place, 'month' | 'of'> {
    const month = this.#monthOf(effectiveOn);
    const of = undoes === undefined ? month : this.#monthOf(undoes);
    return { month, of: of === month ? '' : of };
  }

  #reach(line: string, { month, of }: Pick<Place, 'month' | 'of'>, coverage: Coverage): void {
    const key = written(line, month, of);
    const reached = this.reached.get(key) ?? nobodyReached();
    addReached(reached, coverage);
    this.reached.set(key, reached);
  }
}

/** No id and no month has them. */
const DIVIDER = '|';
const IN_TREE = '@';

/** Where an end of a movement stands; `tree` is that of the document by which it belongs to a unit. */
export function placeOf(movement: Movement, end: End, tree: string): Omit<Place, 'month' | 'of'> {
  const state = movement[end];
  const isAtUnit = state === 'unit' || state === 'transit' || state === 'held';
  return {
    unit: isAtUnit ? (movement.unit ?? '') : '',
    tree: isAtUnit ? tree : '',
    fundingLine: movement.fundingLine,
    item: state === 'available' || state === 'source' ? '' : (movement.item ?? ''),
  };
}

function writePlace({ unit, tree, fundingLine, item, month, of }: Place): string {
  return written(tree === '' ? unit : unit + IN_TREE + tree, fundingLine, item, month, of);
}

/** The last part is left out where it is empty: what undoes nothing is called as it always was. */
function written(...parts: readonly string[]): string {
  return (parts.at(-1) === '' ? parts.slice(0, -1) : parts).join(DIVIDER);
}

function readPlace(key: string): Place {
  const [named = '', fundingLine = '', item = '', month = '', of = ''] = key.split(DIVIDER);
  const [unit = '', tree = ''] = named.split(IN_TREE);
  return { unit, tree, fundingLine, item, month, of };
}
