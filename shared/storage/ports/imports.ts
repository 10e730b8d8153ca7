import type { Actor } from '../../domain/entry.ts';
import type { Id } from '../../domain/id.ts';
import type { ImportKind } from '../../schemas/import.ts';
import type { ListOptions, Page } from './ledger.ts';

/**
 * Many things of one kind that somebody asks to be recorded, each by itself. It is no part of the ledger: what came of a
 * row is an entry like any other, and whoever reads the ledger cannot tell that it came so.
 */
export interface ImportJob {
  /** The Idempotency-Key of the request that opened it. */
  readonly id: Id;
  readonly kind: ImportKind;
  readonly note?: string;
  /** SHA-256 over subject, route and body of that request, in base64. */
  readonly requestHash: string;
  readonly by: Actor;
  /** What their sign-in said, when rows came last. Whom the member list names has what that says, whenever a row's turn comes. */
  readonly signedIn: { readonly roles: readonly string[]; readonly units: readonly string[]; readonly source: string };
  /** Milliseconds since 1970 UTC, as all times here. */
  readonly createdAt: number;
  /** How many rows it has when it is whole: said when it was opened, or with the last part. */
  readonly rows?: number;
  /** How many came so far; so many of them were recorded, and so many refused: always the first. */
  readonly received: number;
  readonly recorded: number;
  readonly refused: number;
  /** The name of the run that has it in hand: no other goes on with it. */
  readonly run?: string;
  /** The last sign of life: of that run, or of whoever sends rows. */
  readonly beat: number;
  readonly endedAt?: number;
}

/** What became of a row: the entry that it is, or the problem in both languages, as its write would have been answered. */
export type RowOutcome =
  | { readonly outcome: 'recorded'; readonly entry: Id }
  | { readonly outcome: 'refused'; readonly problem: { readonly zh: ToldProblem; readonly en: ToldProblem } };

/** A problem (RFC 9457) with its own members. */
export interface ToldProblem {
  readonly [member: string]: unknown;
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
}

/** A row that waits has what it asks for, which may name persons; one that has its outcome has it no more. */
export type ImportRow = {
  /** From 1 on, in the order in which rows came: in this order they are carried out. */
  readonly ordinal: number;
  /** Under which it is recorded. No two rows of an import have the same. */
  readonly key: Id;
  /** The keyed hash of its request. */
  readonly requestHash: string;
} & ({ readonly outcome: 'waiting'; readonly body: string } | RowOutcome);

/** An import as stored; `version` counts how often it was written. */
export interface StoredImport {
  readonly job: ImportJob;
  readonly version: number;
}

/** Rows that are written with their import at once, at most. */
export const MOST_ROWS_AT_ONCE = 40;

/** Imports that are under way, of one person: more are not opened. */
export const MAX_OPEN_IMPORTS = 10;

/** How long an import and its outcomes are kept after it was opened. */
export const IMPORTS_KEPT_MS = 30 * 86_400_000;

/** How many rows of it wait for their turn. */
export function waitingIn({ received, recorded, refused }: ImportJob): number {
  return received - recorded - refused;
}

/** Whether somebody should go on with it, or is at it. */
export function isDue(job: ImportJob): boolean {
  return waitingIn(job) > 0 || job.run !== undefined;
}

/** The import as it is from now on: over, where it is whole and every row has its outcome. */
export function asOver(job: ImportJob, now: number): ImportJob {
  const isOver = job.endedAt === undefined && job.rows === job.recorded + job.refused;
  return isOver ? { ...job, endedAt: now } : job;
}

/**
 * Where imports and their rows are kept. What a row asks for is encrypted as persons are. Reads are strongly consistent;
 * errors are thrown as `LedgerError`.
 */
export interface Imports {
  read(id: Id): Promise<StoredImport | undefined>;
  /** Keeps a new import at version 1; `exists` where one of that id is there already, whatever it is. */
  create(job: ImportJob): Promise<'created' | 'exists'>;
  /**
   * Replaces the import whose stored version is `expected`, at the version after it, and writes these rows with it, at most
   * MOST_ROWS_AT_ONCE: all of it or nothing. An adapter whose call was repeated after a lost answer compares what stands
   * there, as that of export jobs does.
   */
  replace(expected: number, job: ImportJob, rows?: readonly ImportRow[]): Promise<'replaced' | 'stale'>;
  /** Its rows in their order, after that ordinal, at most `limit`. */
  rows(id: Id, options: { readonly after: number; readonly limit: number }): Promise<readonly ImportRow[]>;
  /** Which of the keys, at most 1,000, it has: with the place of the row and the hash of its request. */
  places(id: Id, keys: readonly Id[]): Promise<ReadonlyMap<Id, RowPlace>>;
  /** All imports, newest first by their ids. */
  list(options: Pick<ListOptions, 'limit' | 'after'>): Promise<Page<StoredImport>>;
  /** Ids of imports that are due, at most 200. */
  due(): Promise<readonly Id[]>;
  /** Forgets an import and all its rows; one that is not there is forgotten already. */
  remove(id: Id): Promise<void>;
}

export interface RowPlace {
  readonly ordinal: number;
  readonly requestHash: string;
}

export const MOST_DUE = 200;
