import { resumeJobs, sweepJobs } from '../shared/exports/jobs/resume-jobs.ts';
import { runJob, type Workshop } from '../shared/exports/jobs/run-job.ts';
import type { Worker } from './alarm.ts';
import { keepAtWork, type WorkTimes } from './at-work.ts';
import { saidBy } from './said-by.ts';

export interface ExportWorkerOptions {
  readonly workshop: Workshop;
  readonly log: (line: string) => void;
  readonly times?: WorkTimes;
}

/**
 * Makes the exports that are asked for, one at a time. The folder's lock says that this one is alone, so whatever still says
 * that it is being made is not.
 */
export function startExportWorker({ workshop, log, times }: ExportWorkerOptions): Worker {
  const { jobs, objects, clock } = workshop;
  return keepAtWork({
    async work(signal) {
      for (const id of await resumeJobs(jobs, clock(), 0)) {
        if (signal.aborted) return;
        await runJob(workshop, id, signal);
      }
    },
    sweep: async (now) => {
      await sweepJobs(jobs, objects, now);
    },
    clock,
    failed: (error) => log(`导出未能进行,将重试:${saidBy(error)}`),
    times,
  });
}
