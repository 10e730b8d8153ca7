import { setTimeout as pause } from 'node:timers/promises';
import type { Id } from '../../domain/id.ts';
import type { ExportFailure } from '../../schemas/export.ts';
import type { ExportFile, ExportJob, ExportJobs } from '../../storage/ports/export-jobs.ts';
import { LedgerError } from '../../storage/ports/ledger.ts';
import { type ObjectStore, ObjectStoreError } from '../../storage/ports/object-store.ts';
import { PREFIXES } from '../../storage/ports/prefixes.ts';
import {
  checkpointOf,
  type ExportSource,
  NotSealed,
  type Produced,
  type Producer,
  type SignedAsOf,
} from '../files/produced.ts';
import { TooManyRows } from '../files/sheet.ts';

/** What exports are made with: where jobs are kept, what they are made from, and where the files go. */
export interface Workshop extends Omit<ExportSource, 'asOf' | 'note' | 'objects'> {
  readonly jobs: ExportJobs;
  readonly objects: ObjectStore;
  /** May have to load first what it makes files with. */
  readonly produce: (...asked: Parameters<Producer>) => Produced | Promise<Produced>;
  /** Milliseconds since 1970 UTC. */
  readonly clock: () => number;
  /** A name that no other run has. */
  readonly runName: () => string;
  /** Takes what nobody expected; a job that met it says `internal` and no more. */
  readonly report: (error: unknown) => void;
  /** Milliseconds from one sign of life to the next: how soon a cancellation is seen and progress shown. */
  readonly beatMs?: number;
}

const BEAT_MS = 500;

/** Where the files of a job lie. */
function folderOf(id: Id): string {
  return `${PREFIXES.exports}${id}/`;
}

/** Each try has a key of its own: one that was slow and taken for dead never writes over the file of the next. */
function keyOf({ id, tries, request: { kind, format } }: ExportJob): string {
  return `${folderOf(id)}${tries}/${kind}.${format}`;
}

/**
 * Makes one export that is queued: once, however many runs are after it. The file stands under its key whole, and only
 * where the job says `done`. `not-queued` where there is nothing to do, or another run was first; `put-back` where
 * `stopping` aborted it, which counts as no try; `lost` where it was cancelled, or taken for dead and begun by another.
 */
export async function runJob(
  workshop: Workshop,
  id: Id,
  stopping?: AbortSignal,
): Promise<'done' | 'failed' | 'put-back' | 'lost' | 'not-queued'> {
  const { jobs, clock } = workshop;
  const stored = await jobs.read(id);
  if (stored?.job.status !== 'queued' || stopping?.aborted) return 'not-queued';
  const { job } = stored;
  const begun: ExportJob = { ...job, status: 'running', run: workshop.runName(), tries: job.tries + 1, beat: clock() };
  if ((await jobs.replace(stored.version, begun)) === 'stale') return 'not-queued';
  const held = new HeldJob(workshop, begun, stored.version + 1);
  const outcome = await make(workshop, held, stopping);
  if (await held.end(outcome)) return outcome === 'put-back' ? outcome : outcome.status;
  await workshop.objects.delete(keyOf(begun));
  return 'lost';
}

type Ended =
  | { readonly status: 'done'; readonly files: readonly ExportFile[] }
  | { readonly status: 'failed'; readonly failure: ExportFailure };

async function make(workshop: Workshop, held: HeldJob, stopping: AbortSignal | undefined): Promise<Ended | 'put-back'> {
  const { objects, produce } = workshop;
  const { request } = held.job;
  const signal = stopping === undefined ? held.lost : AbortSignal.any([held.lost, stopping]);
  try {
    const { asOf, note } = held.job;
    await held.fix(asOf === null ? await checkpointOf(workshop.files) : { asOf, note });
    const source = { ...workshop, ...held.signedAsOf };
    const progress = (done: number, known: number) => held.progress(done, known);
    const { chunks, mediaType, name } = await produce(request, source, { progress, signal });
    const key = keyOf(held.job);
    const written = await objects.write(key, chunks, { mediaType, signal });
    return { status: 'done', files: [{ key, name: name(), mediaType, ...written }] };
  } catch (error) {
    if (held.lost.aborted || stopping?.aborted) return 'put-back';
    const failure = failureOf(error);
    if (failure === 'internal' || failure === 'unavailable') workshop.report(error);
    return { status: 'failed', failure };
  }
}

const FILES = 100;

/** Removes every file of a job. */
export async function removeFiles(objects: Pick<ObjectStore, 'list' | 'delete'>, id: Id): Promise<void> {
  for (;;) {
    const keys = await objects.list(folderOf(id), { limit: FILES });
    for (const key of keys) await objects.delete(key);
    if (keys.length < FILES) return;
  }
}

/**
 * A job in the hands of its run. Beside the work it shows a sign of life and how far it is, each on the condition that
 * nobody else has touched the job: so it learns within a beat that it was cancelled or given to another.
 */
class HeldJob {
  readonly #workshop: Workshop;
  readonly #lost = new AbortController();
  readonly #ended = new AbortController();
  readonly #beating: Promise<void>;
  #job: ExportJob;
  #version: number;
  #progress = { rowsDone: 0, rowsKnown: 0 };
  /** Replacements follow one another, because each builds on the version of the one before. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(workshop: Workshop, job: ExportJob, version: number) {
    this.#workshop = workshop;
    this.#job = job;
    this.#version = version;
    this.#beating = this.#beat();
  }

  get job(): ExportJob {
    return this.#job;
  }

  /** The checkpoint that was fixed. */
  get signedAsOf(): SignedAsOf {
    const { asOf, note } = this.#job;
    if (asOf === null) throw new Error('a job has its checkpoint fixed before it is made');
    return { asOf, note };
  }

  /** Aborts when the job is this run's no longer. */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  progress(rowsDone: number, rowsKnown: number): void {
    this.#progress = { rowsDone, rowsKnown };
  }

  /** Fixes the checkpoint before anything is made of it. */
  async fix({ asOf, note }: SignedAsOf): Promise<void> {
    this.progress(0, asOf.size);
    await this.#replace(() => ({ ...this.#job, asOf, ...(note === undefined ? {} : { note }) }));
    this.lost.throwIfAborted();
  }

  /** False where the job is this run's no longer. */
  async end(outcome: Ended | 'put-back'): Promise<boolean> {
    this.#ended.abort();
    await this.#beating;
    await this.#replace(() => {
      const job = { ...this.#job, ...this.#progress };
      if (outcome === 'put-back') return { ...job, status: 'queued', tries: job.tries - 1, rowsDone: 0 };
      return { ...job, ...outcome, endedAt: this.#workshop.clock() };
    });
    return !this.lost.aborted;
  }

  async #beat(): Promise<void> {
    const { beatMs = BEAT_MS, report } = this.#workshop;
    const { signal } = this.#ended;
    while (!signal.aborted && !this.lost.aborted) {
      await pause(beatMs, undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      // A beat that is missed is made up for by the next one; without any the job is taken for dead.
      await this.#replace(() => ({ ...this.#job, ...this.#progress })).catch(report);
    }
  }

  #replace(change: () => ExportJob): Promise<void> {
    const replaced = this.#last.then(() => this.#replaceNow(change()));
    this.#last = replaced.catch(() => undefined);
    return replaced;
  }

  async #replaceNow(next: ExportJob): Promise<void> {
    if (this.lost.aborted) return;
    const job = { ...next, beat: this.#workshop.clock() };
    if ((await this.#workshop.jobs.replace(this.#version, job)) === 'stale') {
      this.#lost.abort();
      return;
    }
    this.#version += 1;
    this.#job = job;
  }
}

const FULL = new Set(['ENOSPC', 'EDQUOT']);
const FORBIDDEN = new Set(['EACCES', 'EPERM', 'EROFS']);

/** What an error means for whoever asked for the export. */
export function failureOf(error: unknown): ExportFailure {
  if (error instanceof TooManyRows) return 'too-many-rows';
  if (error instanceof NotSealed) return 'not-sealed';
  if (error instanceof LedgerError) return error.code === 'corrupt-row' ? 'internal' : 'unavailable';
  if (error instanceof ObjectStoreError) return OF_STORE[error.code];
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (FULL.has(code)) return 'storage-full';
  return FORBIDDEN.has(code) ? 'storage-forbidden' : 'internal';
}

const OF_STORE: Readonly<Record<ObjectStoreError['code'], ExportFailure>> = {
  full: 'storage-full',
  forbidden: 'storage-forbidden',
  unavailable: 'unavailable',
  missing: 'internal',
  'too-large': 'internal',
};
