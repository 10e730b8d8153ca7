import { setTimeout as pause } from 'node:timers/promises';
import { Alarm, pauseAfter, type Troubles, type Worker, workerOf } from './alarm.ts';
import { saidBy } from './said-by.ts';

export interface FollowingOptions {
  /** Brings what follows the log up to that size. */
  readonly follow: (size: number) => Promise<void>;
  readonly log: (line: string) => void;
  readonly times: FollowingTimes;
}

export interface FollowingTimes extends Troubles {
  /** From one call of `follow` to the next: what comes meanwhile is projected together. */
  readonly followMs: number;
  /** The same while much is recorded: projecting may be seldom then, recording may not. */
  readonly busyFollowMs: number;
}

export interface Following extends Worker {
  /** The log is of that size now. */
  grown(size: number, isBusy: boolean): void;
  /** Nothing is recorded any more: there is nobody to be seldom for. */
  quiet(): void;
  /** Times that it failed one after the other. */
  readonly failures: number;
}

/** Nobody but the log wakes it. */
const SELDOM_MS = 60_000;

/**
 * Follows the log beside sealing, each at its own pace: however much is left to be sealed, what is sealed is followed. A
 * failure is told once, and tried again.
 */
export function keepFollowing({ follow, log, times }: FollowingOptions): Following {
  const stopping = new AbortController();
  const alarm = new Alarm();
  let sealed = { size: -1, isBusy: false };
  let followed = { size: -1, at: Number.NEGATIVE_INFINITY };
  let failures = 0;

  /** How long it is too early to follow again. */
  function early(): number {
    const { followMs, busyFollowMs } = times;
    if (failures > 0) return pauseAfter(failures, times);
    return followed.at + (sealed.isBusy ? busyFollowMs : followMs) - performance.now();
  }

  async function once(): Promise<void> {
    const { size } = sealed;
    const at = performance.now();
    try {
      await follow(size);
      followed = { size, at };
      failures = 0;
    } catch (error) {
      failures += 1;
      if (failures > 1) return;
      log(
        `报表未能跟上封存,将重试;若持续如此,请停止服务并运行 npm run check-data。 Reports could not follow what is sealed, which is tried again; where it goes on, stop the server and run npm run check-data. (${saidBy(error)})`,
      );
    }
  }

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      const ms = early();
      if (sealed.size === followed.size) await alarm.rings(SELDOM_MS, stopping.signal);
      // What grows while it is too early, or grows no more, changes how early it is.
      else if (failures === 0 && ms > 0) await alarm.rings(ms, stopping.signal);
      else {
        if (ms > 0) await pause(ms, undefined, { signal: stopping.signal }).catch(() => undefined);
        if (!stopping.signal.aborted) await once();
      }
    }
  }

  return {
    ...workerOf(alarm, stopping, run()),
    grown(size, isBusy) {
      sealed = { size, isBusy };
      alarm.set();
    },
    quiet() {
      if (!sealed.isBusy) return;
      sealed = { ...sealed, isBusy: false };
      alarm.set();
    },
    get failures() {
      return failures;
    },
  };
}
