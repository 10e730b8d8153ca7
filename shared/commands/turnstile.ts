import { LedgerError } from '../storage/ports/ledger.ts';

/** Waiting at one key at the most; beyond it a caller is told to come back. */
const MAX_WAITING = 512;

/**
 * Lets the writes of one process that would change the same document pass one after the other. It is no lock: storage
 * keeps the rules between processes. It only spares writes that would find their state stale, load and decide again.
 */
export class Turnstile {
  readonly #tails = new Map<string, { last: Promise<void>; waiting: number }>();

  /** Runs `work` when everything that asked for one of these keys before is done. */
  async pass<T>(keys: readonly string[], work: () => Promise<T>): Promise<T> {
    const [first, ...rest] = [...new Set(keys)].sort();
    if (first === undefined) return work();
    const queue = this.#tails.get(first) ?? { last: Promise.resolve(), waiting: 0 };
    if (queue.waiting >= MAX_WAITING) throw new LedgerError('busy', `${MAX_WAITING} writes are waiting for ${first}`);
    queue.waiting += 1;
    this.#tails.set(first, queue);
    const turn = queue.last.then(() => this.pass(rest, work));
    queue.last = turn.then(ignore, ignore);
    try {
      return await turn;
    } finally {
      queue.waiting -= 1;
      if (queue.waiting === 0) this.#tails.delete(first);
    }
  }
}

function ignore(): void {}
