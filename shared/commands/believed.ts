import { LedgerError } from '../storage/ports/ledger.ts';

/** After so long it is read again. With the 30 s that a request may take, what changed counts within a minute. */
const FRESH_MS = 20_000;
/** What cannot be read again is believed no longer than this. */
const BELIEVED_MS = 28_000;

/** Something that every request asks for and that hardly ever changes: each process reads it now and then. */
export class Believed<T> {
  readonly #read: () => Promise<T>;
  readonly #clock: () => number;
  #known: { readonly value: T; readonly since: number } | undefined;
  #reading: Promise<void> | undefined;

  constructor(read: () => Promise<T>, clock: () => number) {
    this.#read = read;
    this.#clock = clock;
  }

  /** At once while it is fresh. Throws a LedgerError where it cannot be read and what is known is too old. */
  get(): T | Promise<T> {
    const known = this.#known;
    const age = known === undefined ? undefined : this.#clock() - known.since;
    return known !== undefined && age !== undefined && age >= 0 && age < FRESH_MS ? known.value : this.#refreshed();
  }

  /** Reads it again at the next question: it was changed here. */
  forget(): void {
    this.#known = undefined;
  }

  async #refreshed(): Promise<T> {
    this.#reading ??= this.#renew().finally(() => {
      this.#reading = undefined;
    });
    try {
      await this.#reading;
    } catch (error) {
      const isOld = this.#known === undefined || this.#clock() - this.#known.since >= BELIEVED_MS;
      if (!(error instanceof LedgerError) || isOld) throw error;
    }
    if (this.#known === undefined) throw new Error('what was read is known');
    return this.#known.value;
  }

  async #renew(): Promise<void> {
    // Before it is read: what changes meanwhile may be missing from it.
    const since = this.#clock();
    this.#known = { value: await this.#read(), since };
  }
}
