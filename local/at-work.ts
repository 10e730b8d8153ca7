import { Alarm, type Worker, workerOf } from './alarm.ts';

/** Work that waits in a store, whoever put it there. */
export interface WaitingWork {
  /** Does what waits; ends early once the signal says so. */
  readonly work: (signal: AbortSignal) => Promise<void>;
  /** Removes what has been kept long enough. */
  readonly sweep: (now: number) => Promise<void>;
  readonly clock: () => number;
  /** Told once, however often it fails in a row. */
  readonly failed: (error: unknown) => void;
  readonly times?: Partial<typeof TIMES> | undefined;
}

const TIMES = {
  /** Without being woken: work of which nobody heard, because it failed just behind it. */
  idleMs: 60_000,
  /** From one look for what has been kept long enough to the next. */
  sweepMs: 86_400_000,
  troubleMs: 5_000,
};
export type WorkTimes = Partial<typeof TIMES>;

/** Does it whenever it is woken, and begins with what an earlier server left behind. What fails is tried again. */
export function keepAtWork({ work, sweep, clock, failed, times }: WaitingWork): Worker {
  const { idleMs, sweepMs, troubleMs } = { ...TIMES, ...times };
  const stopping = new AbortController();
  const { signal } = stopping;
  const alarm = new Alarm();
  let swept = Number.NEGATIVE_INFINITY;

  async function once(): Promise<void> {
    await work(signal);
    if (signal.aborted || clock() - swept < sweepMs) return;
    await sweep(clock());
    swept = clock();
  }

  async function run(): Promise<void> {
    let pauseMs = 0;
    while (!signal.aborted) {
      await alarm.rings(pauseMs, signal);
      if (signal.aborted) return;
      try {
        await once();
        pauseMs = idleMs;
      } catch (error) {
        if (pauseMs !== troubleMs) failed(error);
        pauseMs = troubleMs;
      }
    }
  }

  return workerOf(alarm, stopping, run());
}
