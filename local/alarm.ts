/** What a worker sleeps beside: it rings when it is time, or as soon as there is something to do. */
export class Alarm {
  #due = true;
  #ring: (() => void) | undefined;

  /** There is something to do. */
  set(): void {
    this.#due = true;
    this.#ring?.();
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
