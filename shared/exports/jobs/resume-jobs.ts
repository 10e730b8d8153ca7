import type { Id } from '../../domain/id.ts';
import {
  type ExportJob,
  type ExportJobs,
  KEPT_MS,
  MAX_TRIES,
  type StoredJob,
} from '../../storage/ports/export-jobs.ts';
import type { ObjectStore } from '../../storage/ports/object-store.ts';
import { pagesOf } from '../../storage/ports/pages.ts';
import { removeFiles } from './run-job.ts';

/** A run that shows no sign of life for so long is dead: it beats twice a second. */
export const SILENT_MS = 60_000;

/**
 * Puts back what a dead run has left behind, and gives up on what was begun three times: then something about that very
 * export stops whoever makes it. Tells what is queued, the oldest first. `silentMs` is 0 where no other run can be alive.
 */
export async function resumeJobs(jobs: ExportJobs, now: number, silentMs = SILENT_MS): Promise<Id[]> {
  const queued: Id[] = [];
  for (const stored of await jobs.open()) {
    const { job } = stored;
    if (job.status === 'queued') queued.push(job.id);
    else if (job.beat <= now - silentMs && (await putBack(jobs, stored, now))) queued.push(job.id);
  }
  return queued;
}

/** Whether the job is queued again. A run that was slow and not dead has lost the job by this, and finds out. */
async function putBack(jobs: ExportJobs, { job, version }: StoredJob, now: number): Promise<boolean> {
  const isHopeless = job.tries >= MAX_TRIES;
  const next: ExportJob = isHopeless
    ? { ...job, status: 'failed', failure: 'interrupted', endedAt: now }
    : { ...job, status: 'queued', rowsDone: 0, beat: now };
  return (await jobs.replace(version, next)) === 'replaced' && !isHopeless;
}

const PAGE = 100;

/** Forgets every job that has been kept as long as one is, its files first. Answers how many there were. */
export async function sweepJobs(
  jobs: ExportJobs,
  objects: Pick<ObjectStore, 'list' | 'delete'>,
  now: number,
): Promise<number> {
  let swept = 0;
  for await (const page of pagesOf((options) => jobs.list(options), PAGE)) {
    for (const { job } of page) {
      if (job.endedAt === undefined || job.createdAt + KEPT_MS > now) continue;
      await removeFiles(objects, job.id);
      await jobs.remove(job.id);
      swept += 1;
    }
  }
  return swept;
}
