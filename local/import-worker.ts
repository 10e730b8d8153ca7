import { carryOut, type ImportWorks, sweepImports } from '../functions/imports/carry-out.ts';
import { Alarm, type Worker, workerOf } from './alarm.ts';
import { saidBy } from './said-by.ts';

export interface ImportWorkerOptions {
  readonly works: ImportWorks;
  readonly log: (line: string) => void;
  readonly times?: Partial<typeof TIMES>;
}

const TIMES = {
  /** Without being woken: rows whose part nobody heard of, because it failed just behind them. */
  idleMs: 60_000,
  /** From one look for what has been kept long enough to the next. */
  sweepMs: 86_400_000,
  troubleMs: 5_000,
};

/**
 * Carries out the rows of imports that wait, one import at a time, and begins with what an earlier server left behind. Nobody
 * else is in this folder, so whatever says that a run has it is not carried out any more. What fails is told and tried again.
 */
export function startImportWorker({ works, log, times }: ImportWorkerOptions): Worker {
  const { idleMs, sweepMs, troubleMs } = { ...TIMES, ...times };
  const { imports, clock } = works;
  const stopping = new AbortController();
  const { signal } = stopping;
  const alarm = new Alarm();
  let swept = Number.NEGATIVE_INFINITY;

  async function work(): Promise<void> {
    for (const id of await imports.due()) {
      if (signal.aborted) return;
      await carryOut(works, id, { isOver: () => signal.aborted, silentMs: 0 });
    }
    if (clock() - swept < sweepMs) return;
    await sweepImports(imports, clock());
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
        if (pauseMs !== troubleMs) {
          log(`导入未能进行,将重试。 Imports could not go on and are tried again. (${saidBy(error)})`);
        }
        pauseMs = troubleMs;
      }
    }
  }

  return workerOf(alarm, stopping, run());
}
