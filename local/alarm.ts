/** What a worker sleeps beside: it rings when it is time, or as soon as there is something to do. */
export class Alarm {
  #due = true;
  #ring: (() => void) | undefined;

  /** There is something to do. */
  set(): void {
    this.#due = true;
    this.#ring?.();
  }

  /** Whether it was set since it rang last. */
  get isSet(): boolean {
    return this.#due;
  }

  /** Settles when it was set since it rang last, after so long, or at once where nothing is to be done any more. */
  async rings(ms: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#ring = resolve;
    const timer = setTimeout(resolve, ms);
    if (this.#due || signal.aborted) resolve();
    await promise;
    clearTimeout(timer);
    this.#due = false;
  }
}

/** What works beside the server for as long as it runs. */
export interface Worker {
  /** There is something to do. */
  wake(): void;
  /** Ends after what is under way, or puts it back. */
  stop(): Promise<void>;
}

export function workerOf(alarm: Alarm, stopping: AbortController, running: Promise<void>): Worker {
  return {
    wake: () => alarm.set(),
    async stop() {
      stopping.abort();
      alarm.set();
      await running;
    },
  };
}

export interface Troubles {
  /** After a failure, doubled up to the longest. */
  readonly troubleMs: number;
  readonly longestTroubleMs: number;
}

/** How long to pause after so many failures one after the other. */
export function pauseAfter(failures: number, { troubleMs, longestTroubleMs }: Troubles): number {
  return Math.min(longestTroubleMs, troubleMs * 2 ** (failures - 1));
}
