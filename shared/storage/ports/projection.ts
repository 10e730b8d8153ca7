import type { Id } from '../../domain/id.ts';
import { MAX_KEYS } from './bounds.ts';
import type { AsOf } from './journal.ts';
import type { ListedPage, ListRows, Stretch } from './lists.ts';

/** Named figures that are added up. */
export type Sums = ReadonlyMap<string, bigint>;

/** What a stretch of the log adds to the projection. */
export interface ProjectionStep {
  /** How many entries are projected before it. */
  readonly from: number;
  /** The prefix that is projected with it: the same again where rows of lists alone are set, as often as one likes. */
  readonly to: AsOf;
  /** What is added, by key; together with `register` and `lists` at most MOST_ROWS. */
  readonly sums: ReadonlyMap<string, Sums>;
  /** What something registered is from now on, by its id; with the texts of lists at most MOST_TEXT characters. */
  readonly register: ReadonlyMap<Id, string>;
  readonly lists: ListRows;
}

/** Everything that is projected, of one prefix. What adds up to nothing is not told. */
export interface Projected {
  readonly asOf: AsOf;
  readonly sums: ReadonlyMap<string, Sums>;
  readonly register: ReadonlyMap<Id, string>;
}

/** Rows of one step: with the position they make one transaction. */
export const MOST_ROWS = 99;

/** Characters of what a step registers: three bytes each at the most, within the 4 MB of a transaction. */
export const MOST_TEXT = 1_000_000;

/** What is projected, counted up whenever it grows: what was begun by an earlier version has to be made anew. */
export const PROJECTION_EDITION = 2;

/** A projection that is being filled. */
export interface Filling {
  /** What was projected when it was asked for. */
  readonly position: AsOf;
  /** Which making of it: what is made anew has a name that no other making ever had. */
  readonly generation: string;
  /** Whether it was begun by an earlier version, and lacks what has grown since. */
  readonly isEarlier: boolean;
  /**
   * Adds a step: all of it, on the condition that exactly `from` entries are projected and that this still is what is
   * being filled, or nothing. So an entry is added exactly once, whoever tries how often and whatever answer is lost:
   * a step that landed is `advanced` or, where others went on behind it, `moved`; then ask for the position.
   */
  advance(step: ProjectionStep): Promise<'advanced' | 'moved'>;
}

/** A projection that is being made anew. Nobody else fills it. */
export interface Renewal extends Filling {
  /**
   * It is what is read and filled from now on, and everything older is removed; `moved` where another renewal took over
   * since this one was begun, which ends it. A removal that breaks off is finished by the next renewal.
   */
  takeOver(): Promise<'taken' | 'moved'>;
}

/**
 * Sums over the sealed log, kept so that nobody has to go through all of it. Everything in it can be made again from
 * the log. Errors are thrown as LedgerError.
 */
export interface Projection {
  /** Goes on with what is read. */
  current(): Promise<Filling>;
  /** Begins anew from nothing, beside what is read and goes on being read and filled. */
  anew(): Promise<Renewal>;
  /** Everything, as one prefix left it. Tried again while it moves, a bounded number of times. */
  read(): Promise<Projected>;
  /** Tells the places of sealed entries; telling them again changes nothing. At most 1,000 at once. */
  tellPlaces(places: ReadonlyMap<Id, number>): Promise<void>;
  /** The places of entries, counted from 0; who is not sealed has none. At most 100 ids. */
  placesOf(ids: readonly Id[]): Promise<ReadonlyMap<Id, number>>;
  /** A stretch of a list, as far as it is projected. */
  listed(stretch: Stretch): Promise<ListedPage>;
}

/** The places of any number of entries. */
export async function placesOfAll(
  projection: Pick<Projection, 'placesOf'>,
  ids: readonly Id[],
): Promise<ReadonlyMap<Id, number>> {
  const places = new Map<Id, number>();
  for (let at = 0; at < ids.length; at += MAX_KEYS) {
    for (const [id, place] of await projection.placesOf(ids.slice(at, at + MAX_KEYS))) places.set(id, place);
  }
  return places;
}

/** Throws where a step cannot be one transaction: such a step is a mistake of the caller's. */
export function assertFits({ sums, register, lists }: Omit<ProjectionStep, 'from' | 'to'>): void {
  const listed = lists.values().reduce((count, rows) => count + rows.size, 0);
  const rows = sums.size + register.size + listed;
  if (rows > MOST_ROWS) throw new RangeError(`a step changes at most ${MOST_ROWS} rows, not ${rows}`);
  const text = lengthOf(register) + lists.values().reduce((length, one) => length + lengthOf(one), 0);
  if (text > MOST_TEXT) throw new RangeError(`a step registers at most ${MOST_TEXT} characters, not ${text}`);
}

/** Characters of some texts. */
export function lengthOf(texts: ReadonlyMap<string, string | undefined>): number {
  return texts.values().reduce((length, text) => length + (text?.length ?? 0), 0);
}

/** Those sums that are something. */
export function withoutNothing(sums: Iterable<readonly [string, Sums]>): Map<string, Sums> {
  const kept = new Map<string, Sums>();
  for (const [key, figures] of sums) {
    const some = new Map(figures.entries().filter(([, value]) => value !== 0n));
    if (some.size > 0) kept.set(key, some);
  }
  return kept;
}
