import { Alarm, type Worker, workerOf } from '../alarm.ts';
import { CannotStart } from '../cannot-start.ts';
import { saidBy } from '../said-by.ts';
import { type CopySource, copyFor } from './copy-database.ts';
import type { CopyRequests } from './copy-requests.ts';
import { unlessUnusable } from './durable-files.ts';

export interface CopyWorkerOptions {
  readonly requests: CopyRequests;
  readonly source: CopySource;
  readonly clock: () => number;
  readonly log: (line: string) => void;
}

/** From one look for requests to the next. */
const LOOK_MS = 500;
const MOST_SAID = 1_000;

/** Copies the database of a running server for those who ask for it, one after the other. */
export function startCopyWorker({ requests, source, clock, log }: CopyWorkerOptions): Worker {
  const stopping = new AbortController();
  const { signal } = stopping;
  const alarm = new Alarm();

  async function copy(id: string): Promise<void> {
    try {
      await copyFor(requests, id, source, clock, signal);
      await requests.give(id, { outcome: 'copied' });
    } catch (error) {
      // Whoever asked finds out by itself that the server has gone, and makes the copy.
      if (signal.aborted) return;
      const plain = unlessUnusable(error, source.path);
      const said = plain instanceof CannotStart ? plain.message : saidBy(plain);
      log(`备份未能复制数据库:${said}`);
      if (await requests.isAwaited(id, clock())) {
        await requests.give(id, { outcome: 'failed', said: said.slice(0, MOST_SAID) });
      }
    }
  }

  async function run(): Promise<void> {
    let wasTold = false;
    while (!signal.aborted) {
      await alarm.rings(LOOK_MS, signal);
      try {
        for (const id of signal.aborted ? [] : await requests.open(clock())) await copy(id);
        wasTold = false;
      } catch (error) {
        if (!wasTold) log(`备份请求未能处理,将重试:${saidBy(error)}`);
        wasTold = true;
      }
    }
  }

  return workerOf(alarm, stopping, run());
}
