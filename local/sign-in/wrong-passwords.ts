/** Wrong passwords in a row before an account has to wait. */
const FREE = 5;
const FIRST_WAIT_MS = 10_000;
const LONGEST_WAIT_MS = 300_000;
/** Names that are counted; beyond it the one that was tried longest ago is forgotten. */
const MOST_NAMES = 1_000;

interface Tries {
  readonly wrong: number;
  readonly until: number;
}

/** Slows down whoever guesses: after five wrong passwords for a name each further one waits twice as long. */
export class WrongPasswords {
  readonly #now: () => number;
  readonly #tries = new Map<string, Tries>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Seconds until the next password for that name is looked at; 0 where it is looked at now. */
  waits(name: string): number {
    return Math.max(0, Math.ceil(((this.#tries.get(name)?.until ?? 0) - this.#now()) / 1000));
  }

  count(name: string): void {
    const wrong = (this.#tries.get(name)?.wrong ?? 0) + 1;
    const wait = wrong < FREE ? 0 : Math.min(FIRST_WAIT_MS * 2 ** (wrong - FREE), LONGEST_WAIT_MS);
    this.#tries.delete(name);
    this.#tries.set(name, { wrong, until: this.#now() + wait });
    if (this.#tries.size <= MOST_NAMES) return;
    const oldest = this.#tries.keys().next();
    if (!oldest.done) this.#tries.delete(oldest.value);
  }

  forget(name: string): void {
    this.#tries.delete(name);
  }
}
