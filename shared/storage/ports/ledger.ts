import type { Fen } from '../../domain/amount.ts';
import type { FundingLineBook, Lot, StateKind, StateOf } from '../../domain/books.ts';
import type { CalendarDate } from '../../domain/calendar.ts';
import type { Entry } from '../../domain/entry.ts';
import type { Id, LotId } from '../../domain/id.ts';
import type { LineLows } from '../../domain/lows.ts';
import type { FundingLineFields } from '../../domain/registry.ts';

/** A funding line as stored: its balances and how a list shows it. Its other facts stand in its registration. */
export interface FundingLineRow extends FundingLineBook {
  readonly id: Id;
  /** What each of its chains may lose on which days. */
  readonly lows: LineLows;
  readonly code: FundingLineFields['code'];
  readonly name: FundingLineFields['name'];
  /** The closing entry, where it is closed. */
  readonly closedBy?: Id;
}

/** `version` is the id of the last entry that changed the row, so an old one never comes back by chance. */
export interface Versioned<T> {
  readonly id: Id;
  readonly version: Id;
  readonly state: T;
}

export interface VersionedLot {
  readonly lot: Lot;
  readonly version: Id;
}

/** In place of the hash of a request that nobody knows any more: no request has it. */
export const UNKNOWN_REQUEST = '';

export interface StoredEntry {
  readonly entry: Entry;
  /** The canonical bytes (RFC 8785) as text: what is hashed, sealed and exported. */
  readonly canonical: string;
  /** SHA-256 over subject, route and body of the request that made it, in base64; or UNKNOWN_REQUEST. */
  readonly requestHash: string;
}

/** Personal data of one entry, by field: what its commitments commit to. */
export type Personal = Readonly<Record<string, { readonly salt: string; readonly value: string }>>;

export interface LotKey {
  readonly warehouse: Id<'warehouse'>;
  readonly item: Id<'item'>;
  readonly lot: LotId;
}

export type Key =
  | { readonly row: 'entry'; readonly id: Id }
  | { readonly row: 'fundingLine'; readonly id: Id<'fundingLine'> }
  | { readonly [K in StateKind]: { readonly row: K; readonly id: Id<K> } }[StateKind]
  | ({ readonly row: 'lot' } & LotKey)
  | { readonly row: 'claim'; readonly claim: string }
  | { readonly row: 'counter'; readonly counter: string }
  | { readonly row: 'personal'; readonly id: Id };

/** What one read found. A row that does not exist is simply not there. */
export interface Found {
  entry(id: Id): StoredEntry | undefined;
  fundingLine(id: Id<'fundingLine'>): FundingLineRow | undefined;
  state<K extends StateKind>(kind: K, id: Id<K>): Versioned<StateOf[K]> | undefined;
  lot(lot: LotId): VersionedLot | undefined;
  /** The entry that holds the claim. */
  claim(claim: string): Id | undefined;
  /** 0 where nothing was ever counted. */
  counter(counter: string): bigint;
  personal(id: Id): Personal | undefined;
}

/**
 * What an entry changes beside being written. Each states the condition under which it may happen; the append happens
 * whole or not at all.
 */
export type Change =
  /** A new document; refused as stale when one of that id exists. */
  | { readonly change: 'open'; readonly document: Opened }
  /** A document replaced; stale unless its stored version is `expected`. */
  | { readonly change: 'replace'; readonly document: Opened; readonly expected: Id }
  /** A new funding line, with nothing on it. */
  | { readonly change: 'open-line'; readonly id: Id; readonly code: string; readonly name: string }
  /** Closes a funding line that is open and has nothing available and no cash. */
  | { readonly change: 'close-line'; readonly id: Id }
  /** Opens a closed funding line again; stale where it is open. */
  | { readonly change: 'reopen-line'; readonly id: Id }
  /** Adds on a day to the balances of an open funding line, below zero on no day. Blind: no read comes before it. */
  | {
      readonly change: 'funds';
      readonly fundingLine: Id;
      readonly on: CalendarDate;
      readonly available: Fen;
      readonly cash: Fen;
    }
  /** The lot as it is from now on; `expected` is its stored version, undefined where it has no row. */
  | { readonly change: 'lot'; readonly lot: Lot; readonly expected: Id | undefined }
  /** Takes a name that nobody else holds: a code, an invoice number, the reversal of an entry. */
  | { readonly change: 'claim'; readonly claim: string }
  | { readonly change: 'release'; readonly claim: string }
  /** Removes the personal data of an entry, value and salt; stale where there is none. */
  | { readonly change: 'erase'; readonly entry: Id }
  /**
   * Adds to a counter, never above `ceiling` (where given) and never below zero. Of what is counted `on` a day, what was
   * counted off again is free from the day on which that was recorded; for a day before it all counts that ever was added.
   */
  | {
      readonly change: 'count';
      readonly counter: string;
      readonly by: bigint;
      readonly ceiling?: bigint;
      readonly on?: CalendarDate;
    };

/** A document and its new state. */
export type Opened = {
  [K in StateKind]: { readonly kind: K; readonly id: Id; readonly state: StateOf[K] };
}[StateKind];

export interface Append {
  readonly entry: Entry;
  readonly canonical: string;
  readonly requestHash: string;
  readonly changes: readonly Change[];
  readonly personal?: Personal;
}

/**
 * What became of an append. Where several conditions failed, the first of this list is told: a repeat explains all the
 * others, a stale state must be loaded again before anything else can be said of it, and a name or a ceiling that
 * somebody else took is the reason where the money went with it.
 */
export type Outcome =
  | { readonly outcome: 'appended' }
  /** An entry of that id is there already: it is the idempotency record, so read and compare it. */
  | { readonly outcome: 'repeated' }
  /** A document or lot changed since it was read: load and decide again. */
  | { readonly outcome: 'stale' }
  | { readonly outcome: 'unknown-line'; readonly fundingLine: Id }
  | { readonly outcome: 'closed-line'; readonly fundingLine: Id }
  | { readonly outcome: 'claimed'; readonly claim: string; readonly by: Id }
  /** `from` is the first day on which it is within its ceiling, where that lies after its own. */
  | {
      readonly outcome: 'above-ceiling';
      readonly counter: string;
      readonly stands: bigint;
      readonly from?: CalendarDate;
    }
  /**
   * A funding line does not bear the change; its balances as they stood at that instant. Where it bears it in the end and
   * not yet on its day, `from` is the first day on which it does.
   */
  | {
      readonly outcome: 'short';
      readonly fundingLine: Id;
      readonly available: Fen;
      readonly cash: Fen;
      readonly from?: CalendarDate;
    };

export interface Page<T> {
  readonly items: readonly T[];
  /** Where the next page goes on; absent on the last one. */
  readonly next?: Id;
}

export interface ListOptions {
  /** How many at most, 1 to 1000. */
  readonly limit: number;
  /** Only what comes after this id in the list's order. */
  readonly after?: Id;
  /** `newest` lists by falling id, the default; ids are UUIDv7, so by the time their client made them. */
  readonly order?: 'newest' | 'oldest';
}

/**
 * The ledger's storage. Single reads and appends are serializable. Errors are thrown as `LedgerError` and mean that
 * nothing is known to be wrong with the request: the same append may be sent again and will land at most once.
 */
export interface Ledger {
  /** Reads up to 100 rows in one consistent look-up each; not a snapshot across rows. */
  read(keys: readonly Key[]): Promise<Found>;
  /** Every lot of an item in a warehouse that has stock or an open count loss; at most 2,000. */
  lotsOf(warehouse: Id<'warehouse'>, item: Id<'item'>): Promise<readonly VersionedLot[]>;
  /**
   * Writes the entry, its outbox item, its personal data and every change in one transaction: all or nothing, at most
   * 100 rows. Conflicts with other transactions are retried inside, a bounded number of times.
   */
  append(append: Append): Promise<Outcome>;
  /**
   * What would become of the append as rows stand now: what `append` would be told, where nobody else writes meanwhile.
   * Writes nothing and holds nothing back from anybody. `appended` says that it would be.
   */
  outcomeOf(append: Append): Promise<Outcome>;
  fundingLines(options: ListOptions): Promise<Page<FundingLineRow>>;
  states<K extends StateKind>(kind: K, options: ListOptions): Promise<Page<Versioned<StateOf[K]>>>;
  entries(options: ListOptions): Promise<Page<StoredEntry>>;
  /** Every lot row, for comparing the books with the journal. */
  lots(options: {
    readonly limit: number;
    readonly after?: string;
  }): Promise<{ readonly items: readonly Lot[]; readonly next?: string }>;
  /** Ids of what was appended and not sealed yet, in order of (recordedAt, id), from `since` (ms) on; at most `limit`. */
  outbox(options: { readonly since: number; readonly limit: number }): Promise<readonly OutboxItem[]>;
  /**
   * Takes out of the outbox what was sealed, at most 1,000 items. Not a transaction: what it got through before it
   * failed is out, and what is out already stays out, so it may be called again with the same items.
   */
  clearOutbox(items: readonly OutboxItem[]): Promise<void>;
}

/** Names an entry that was appended and not sealed yet. */
export interface OutboxItem {
  /** Milliseconds since 1970 UTC, as the entry says. */
  readonly recordedAt: number;
  readonly id: Id;
}

export type LedgerErrorCode =
  /** The bounded retries were used up by conflicts or throttling: try again in a moment. */
  | 'busy'
  /** The engine did not answer, or answered something that is no answer. */
  | 'unavailable'
  /** No room is left: nothing was written. */
  | 'full'
  /** What would be written over was written by the next version of the code: this one reads it and leaves it alone. */
  | 'newer-row'
  /** A stored row does not parse: a bug or tampering, never shown to a caller. */
  | 'corrupt-row';

export class LedgerError extends Error {
  readonly code: LedgerErrorCode;

  constructor(code: LedgerErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'LedgerError';
    this.code = code;
  }
}
