import type { Actor } from '../../domain/entry.ts';
import type { Id } from '../../domain/id.ts';
import type { ExportFailure, ExportRequest, ExportStatus } from '../../schemas/export.ts';
import type { AsOf } from './journal.ts';
import type { ListOptions, Page } from './ledger.ts';

/** A file that is made in the background. It is no part of the ledger: nothing of it is ever an entry. */
export interface ExportJob {
  /** The Idempotency-Key of the request. */
  readonly id: Id;
  readonly request: ExportRequest;
  /** SHA-256 over subject, route and body of the request, in base64. */
  readonly requestHash: string;
  readonly by: Actor;
  /** Milliseconds since 1970 UTC, as all times here. */
  readonly createdAt: number;
  readonly status: ExportStatus;
  /** How often it was begun. */
  readonly tries: number;
  /** The name of the run that has it in hand: no other may go on with it. */
  readonly run?: string;
  /** The last sign of life of that run. */
  readonly beat: number;
  /** The checkpoint whose entries it tells. Fixed when it is begun first, so that a second try gives the same file. */
  readonly asOf: AsOf | null;
  /** That checkpoint as it was signed; none where nothing was sealed yet. */
  readonly note?: string;
  readonly rowsDone: number;
  readonly rowsKnown: number;
  readonly files: readonly ExportFile[];
  readonly failure?: ExportFailure;
  readonly cancelledBy?: string;
  readonly endedAt?: number;
}

export interface ExportFile {
  /** In the object store. */
  readonly key: string;
  /** What it is called where it is saved. */
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** A job as stored; `version` counts how often it was written. */
export interface StoredJob {
  readonly job: ExportJob;
  readonly version: number;
}

/** The jobs that are neither done, failed nor cancelled, in all and of one person. */
export const MAX_OPEN_JOBS = 100;
export const MAX_OPEN_JOBS_OF_ONE = 10;

/** How often a job is begun whose run was interrupted. */
export const MAX_TRIES = 3;

/** How long a job and its files are kept after it was asked for. */
export const KEPT_MS = 30 * 86_400_000;

export function isOpen({ status }: ExportJob): boolean {
  return status === 'queued' || status === 'running';
}

/** The order in which open jobs are taken: the one that was asked for first comes first. */
export function byAge({ job: a }: StoredJob, { job: b }: StoredJob): number {
  return a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);
}

/** Where jobs are kept. Reads are strongly consistent; errors are thrown as `LedgerError`. */
export interface ExportJobs {
  read(id: Id): Promise<StoredJob | undefined>;
  /** Keeps a new job at version 1; `exists` where one of that id is there already, whatever it is. */
  create(job: ExportJob): Promise<'created' | 'exists'>;
  /**
   * Replaces an open job whose stored version is `expected`, at the version after it. An adapter whose call was repeated
   * after a lost answer compares what stands there: so two callers who write the same job are both told `replaced`, and
   * whoever must be the only one writes a name of its own into it (`run`).
   */
  replace(expected: number, job: ExportJob): Promise<'replaced' | 'stale'>;
  /** Forgets a job that has ended; one that is not there is forgotten already. */
  remove(id: Id): Promise<void>;
  /** All jobs, newest first by their ids. */
  list(options: Pick<ListOptions, 'limit' | 'after'>): Promise<Page<StoredJob>>;
  /** Every open job, the oldest first; at most twice MAX_OPEN_JOBS. */
  open(): Promise<readonly StoredJob[]>;
}
