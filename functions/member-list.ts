import type { Id } from '../shared/domain/id.ts';
import type { Role } from '../shared/domain/role.ts';
import { type Ledger, LedgerError } from '../shared/storage/ledger.ts';

/** What somebody may do, and for which units. */
export interface Granted {
  readonly roles: readonly Role[];
  readonly units: readonly string[];
}

/** After so long the list is read again. With the 30 s that a request may take, what was withdrawn counts within a minute. */
export const FRESH_MS = 20_000;
/** A list that cannot be read again is believed no longer than this. */
const BELIEVED_MS = 28_000;
const PAGE = 500;
const MOST = 10_000;

/** The tracker's own list of who has which roles, as the ledger keeps it, read now and then by each process. */
export class MemberList {
  readonly #ledger: Pick<Ledger, 'states'>;
  readonly #clock: () => number;
  #granted: ReadonlyMap<string, Granted> = new Map();
  #readAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | undefined;

  constructor(ledger: Pick<Ledger, 'states'>, clock: () => number) {
    this.#ledger = ledger;
    this.#clock = clock;
  }

  /** What the list says of a subject: nothing at all where everything was withdrawn; undefined where it never named them. */
  find(subject: string): Granted | undefined | Promise<Granted | undefined> {
    const age = this.#clock() - this.#readAt;
    if (age >= 0 && age < FRESH_MS) return this.#granted.get(subject);
    return this.#refreshed().then(() => this.#granted.get(subject));
  }

  async #refreshed(): Promise<void> {
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined;
    });
    try {
      await this.#reading;
    } catch (error) {
      if (!(error instanceof LedgerError) || this.#clock() - this.#readAt >= BELIEVED_MS) throw error;
    }
  }

  async #read(): Promise<void> {
    // Before the first page: what is granted or withdrawn while pages are read may be missing from them.
    const began = this.#clock();
    const granted = new Map<string, Granted>();
    let after: Id | undefined;
    let count = 0;
    do {
      const { items, next } = await this.#ledger.states('member', {
        limit: PAGE,
        order: 'oldest',
        ...(after === undefined ? {} : { after }),
      });
      // Whoever was granted roles again has a closed row beside the open one, of which there is one at most.
      for (const { state } of items) {
        const { subject, roles, units } = state.fields;
        if (!state.closed) granted.set(subject, { roles, units });
        else if (!granted.has(subject)) granted.set(subject, NOTHING);
      }
      count += items.length;
      if (count > MOST) throw new LedgerError('unavailable', `there are more than ${MOST} members`);
      after = next;
    } while (after !== undefined);
    this.#granted = granted;
    this.#readAt = began;
  }
}

const NOTHING: Granted = { roles: [], units: [] };
