import type { Id } from '../domain/id.ts';
import type { AsOf } from './journal.ts';

/** Named figures that are added up. */
export type Sums = ReadonlyMap<string, bigint>;

/** What a stretch of the log adds to the projection. */
export interface ProjectionStep {
  /** How many entries are projected before it. */
  readonly from: number;
  /** The prefix that is projected with it. */
  readonly to: AsOf;
  /** What is added, by key; together with `register` at most MOST_ROWS. */
  readonly sums: ReadonlyMap<string, Sums>;
  /** What something registered is from now on, by its id. */
  readonly register: ReadonlyMap<Id, string>;
}

/** Everything that is projected, of one prefix. */
export interface Projected {
  readonly asOf: AsOf;
  readonly sums: ReadonlyMap<string, Sums>;
  readonly register: ReadonlyMap<Id, string>;
}

/** Rows of one step: with the position they make one transaction. */
export const MOST_ROWS = 99;

/** The prefix with nothing in it; its root is SHA-256 of nothing. */
export const NOTHING: AsOf = { size: 0, root: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' };

/** A projection that is being filled. */
export interface Filling {
  readonly position: AsOf;
  /**
   * Adds a step: all of it, on the condition that exactly `from` entries are projected, or nothing. So an entry is
   * added exactly once, whoever tries how often. `moved` where somebody else has gone on; then ask for the position.
   */
  advance(step: ProjectionStep): Promise<'advanced' | 'moved'>;
}

/**
 * Sums over the sealed log, kept so that nobody has to go through all of it. Everything in it can be made again from
 * the log. Errors are thrown as LedgerError.
 */
export interface Projection {
  /** Goes on with what is read. */
  current(): Promise<Filling>;
  /** Begins anew, beside what is read and goes on being read. */
  anew(): Promise<Filling & { /** Is read from now on; what was read before is removed. */ takeOver(): Promise<void> }>;
  /** Everything, as one prefix left it. Tried again while it moves, a bounded number of times. */
  read(): Promise<Projected>;
  /** Tells the places of sealed entries; telling them again changes nothing. At most 1,000 at once. */
  tellPlaces(places: ReadonlyMap<Id, number>): Promise<void>;
  /** The places of entries, counted from 0; who is not sealed has none. At most 100 ids. */
  placesOf(ids: readonly Id[]): Promise<ReadonlyMap<Id, number>>;
}
