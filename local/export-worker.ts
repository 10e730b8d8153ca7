import { resumeJobs, sweepJobs } from '../shared/exports/jobs/resume-jobs.ts';
import { runJob, type Workshop } from '../shared/exports/jobs/run-job.ts';
import { Alarm, type Worker, workerOf } from './alarm.ts';
import { saidBy } from './said-by.ts';

export interface ExportWorkerOptions {
  readonly workshop: Workshop;
  readonly log: (line: string) => void;
  readonly times?: Partial<typeof TIMES>;
}

const TIMES = {
  /** Without being woken: jobs whose request nobody heard of, because it failed just behind them. */
  idleMs: 60_000,
  /** From one look for what has been kept long enough to the next. */
  sweepMs: 86_400_000,
  troubleMs: 5_000,
};

/**
 * Makes the exports that are asked for, one at a time, and begins with what an earlier server left behind. The folder's lock says that this one is alone, so whatever still says
 * that it is being made is not. A failure of the stores is told and everything tried again, from what is stored.
 */
export function startExportWorker({ workshop, log, times }: ExportWorkerOptions): Worker {
  const { idleMs, sweepMs, troubleMs } = { ...TIMES, ...times };
  const { jobs, objects, clock } = workshop;
  const stopping = new AbortController();
  const { signal } = stopping;
  const alarm = new Alarm();
  let swept = Number.NEGATIVE_INFINITY;

  async function work(): Promise<void> {
    for (const id of await resumeJobs(jobs, clock(), 0)) {
      if (signal.aborted) return;
      await runJob(workshop, id, signal);
    }
    if (clock() - swept < sweepMs) return;
    await sweepJobs(jobs, objects, clock());
    swept = clock();
  }

  async function run(): Promise<void> {
    let pauseMs = 0;
    while (!signal.aborted) {
      await alarm.rings(pauseMs, signal);
      if (signal.aborted) return;
      try {
        await work();
        pauseMs = idleMs;
      } catch (error) {
        if (pauseMs !== troubleMs) log(`导出未能进行,将重试:${saidBy(error)}`);
        pauseMs = troubleMs;
      }
    }
  }

  return workerOf(alarm, stopping, run());
}
