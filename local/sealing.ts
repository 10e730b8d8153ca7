import { setTimeout as pause } from 'node:timers/promises';
import { BrokenLog, type Sequencer } from '../shared/log/sealing/sequencer.ts';
import type { Ledger } from '../shared/storage/ports/ledger.ts';
import { Alarm, pauseAfter, type Worker, workerOf } from './alarm.ts';
import { keepFollowing } from './following.ts';
import { saidBy } from './said-by.ts';

export interface SealingOptions {
  readonly sequencer: Pick<Sequencer, 'round'>;
  readonly log: (line: string) => void;
  readonly times?: Partial<typeof TIMES>;
  /** Follows the log: called at first, and when it has grown, at most once in `followMs`. */
  readonly follow?: (size: number) => Promise<void>;
}

const TIMES = {
  /** Between two rounds: what comes meanwhile is sealed together, as a round costs much and an entry in it little. */
  gatherMs: 750,
  /** Of that, after which nothing recorded means that the machine has time for what follows the log. */
  quietMs: 200,
  followMs: 1_000,
  busyFollowMs: 5_000,
  /** Without being woken: an outbox item whose feeder showed late has nobody to wake for it. */
  idleMs: 5_000,
  /** After a failure, doubled up to the longest. */
  troubleMs: 500,
  longestTroubleMs: 30_000,
};

/** Failures one after the other from which on it is not up: what is recorded is kept, and not sealed or not followed. */
const FAILING = 3;

export interface SealingWorker extends Worker {
  /** Whether it failed again and again. */
  isFailing(): boolean;
}

/** Entries in one round from which on much is recorded. */
const BUSY = 100;

/**
 * Keeps the log up with the ledger: seals in rounds, woken by what is appended, and one right after the other while there
 * is more than a round takes. A round that fails is told and tried again, later each time.
 */
export function keepSealing({ sequencer, log, times, follow }: SealingOptions): SealingWorker {
  const paces = { ...TIMES, ...times };
  const following = follow && keepFollowing({ follow, log, times: paces });
  const stopping = new AbortController();
  const alarm = new Alarm();
  let failures = 0;

  /** Whether there is more at once. */
  async function round(): Promise<boolean> {
    try {
      const { more, waiting, size, sealed } = await sequencer.round();
      following?.grown(size, sealed >= BUSY);
      if (more || waiting > 0) alarm.set();
      failures = 0;
      return more;
    } catch (error) {
      failures += 1;
      alarm.set();
      if (failures === 1 || error instanceof BrokenLog) {
        log(
          `封存未能进行,将重试;若持续不能封存,请停止服务并运行 npm run check-data。 Sealing failed and is tried again; where it goes on failing, stop the server and run npm run check-data. (${saidBy(error)})`,
        );
      }
      return false;
    }
  }

  const rest = (ms: number) => pause(ms, undefined, { signal: stopping.signal }).catch(() => undefined);

  async function run(): Promise<void> {
    while (!stopping.signal.aborted) {
      await alarm.rings(paces.idleMs, stopping.signal);
      if (stopping.signal.aborted) return;
      const isMore = await round();
      if (isMore) continue;
      const ms = failures === 0 ? paces.gatherMs : pauseAfter(failures, paces);
      const quietMs = Math.min(ms, paces.quietMs);
      await rest(quietMs);
      if (quietMs === ms) continue;
      if (!alarm.isSet) following?.quiet();
      await rest(ms - quietMs);
    }
  }

  const sealing = workerOf(alarm, stopping, run());
  return {
    ...sealing,
    async stop() {
      await Promise.all([sealing.stop(), following?.stop()]);
    },
    isFailing: () => Math.max(failures, following?.failures ?? 0) >= FAILING,
  };
}

/** The ledger, telling whenever something was appended. */
export function waking(ledger: Ledger, wake: () => void): Ledger {
  return {
    ...ledger,
    async append(append) {
      const outcome = await ledger.append(append);
      if (outcome.outcome === 'appended') wake();
      return outcome;
    },
  };
}
