import type { Entry } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import type { Journal, Prefix } from './journal.ts';
import { type Key, type Ledger, LedgerError } from './ledger.ts';
import { Sequence } from './sequence.ts';

/**
 * How far back each read looks again. An entry's `recordedAt` is fixed before its first attempt, so it may appear later
 * than others recorded after it: by as long as the longest bounded retry takes, and by how far clocks differ.
 */
const SLACK_MS = 10_000;
const PAGE = 1_000;
/** Keys of one read of the ledger. */
const BATCH = 100;
/** Beyond this the entries no longer fit into one process: a sealed projection has to take over. */
const MAX_ENTRIES = 500_000;

/**
 * The journal straight from the ledger, for as long as nothing is sealed: it keeps every entry with its movements in
 * memory (about 3 KB each, so 100 thousand entries take some 300 MB). The first read pages all entries, later ones only
 * what the outbox shows to be new. Reads at the same time share one refresh.
 */
export function createUnsealedJournal(ledger: Ledger, clock: () => number): Journal {
  const reader = new Reader(ledger, clock);
  let running: Promise<Prefix> | undefined;
  let next: Promise<Prefix> | undefined;

  function start(): Promise<Prefix> {
    const refresh = reader.refresh().finally(() => {
      if (running === refresh) running = undefined;
    });
    running = refresh;
    return refresh;
  }

  /** A refresh under way may have passed by what was appended since it began: who comes now shares the next one. */
  function queue(after: Promise<Prefix>): Promise<Prefix> {
    const begin = (): Promise<Prefix> => {
      next = undefined;
      return start();
    };
    return after.then(begin, begin);
  }

  return {
    read() {
      if (next === undefined && running === undefined) return start();
      if (running !== undefined) next ??= queue(running);
      return next ?? start();
    },
  };
}

class Reader {
  readonly #ledger: Ledger;
  readonly #clock: () => number;
  readonly #sequence = new Sequence();
  /** Entries that wait although all entries were read: whatever is wrong with them, reading again does not mend it. */
  readonly #stuck = new Set<Id>();
  #isWhole = false;
  /** Everything recorded well before this instant was seen. */
  #horizon = 0;
  #latest = 0;
  #prefix: Prefix = prefixOf(this.#sequence);

  constructor(ledger: Ledger, clock: () => number) {
    this.#ledger = ledger;
    this.#clock = clock;
  }

  async refresh(): Promise<Prefix> {
    const began = this.#clock();
    if (!this.#isWhole) {
      const all = await this.#scan();
      // What was appended behind the scan's back shows in the outbox from the moment the scan began.
      this.#horizon = Math.min(latestOf(all), began);
      this.#take([...all, ...(await this.#tail(new Set(all.map(({ id }) => id))))]);
      this.#isWhole = true;
    } else {
      this.#take(await this.#tail());
    }
    await this.#feedWaiting();
    // Neither a writer's clock that runs ahead nor the reader's own may move the horizon past what was seen.
    this.#horizon = Math.min(this.#latest, began);
    if (this.#prefix.postings.length !== this.#sequence.postings.length) this.#prefix = prefixOf(this.#sequence);
    return this.#prefix;
  }

  #take(entries: readonly Entry[]): void {
    this.#latest = Math.max(this.#latest, latestOf(entries));
    this.#sequence.add(entries);
  }

  /**
   * What feeds a waiting entry was appended before it, and so before it was seen: looking again finds it. Where the
   * tail does not (a clock was off by more than the slack), all entries are gone through, once for each that waits.
   */
  async #feedWaiting(): Promise<void> {
    const waiting = this.#sequence.waiting().filter((id) => !this.#stuck.has(id));
    if (waiting.length === 0) return;
    this.#take(await this.#tail());
    if (waiting.every((id) => this.#isPosted(id))) return;
    this.#take(await this.#scan());
    for (const id of waiting) if (!this.#isPosted(id)) this.#stuck.add(id);
  }

  #isPosted(id: Id): boolean {
    return this.#sequence.placeOf(id) !== undefined;
  }

  /** Goes through all entries, and gives those that are new. */
  async #scan(): Promise<Entry[]> {
    const found: Entry[] = [];
    let after: Id | undefined;
    do {
      const options = { limit: PAGE, order: 'oldest', ...(after === undefined ? {} : { after }) } as const;
      const { items, next } = await this.#ledger.entries(options);
      for (const { entry } of items) if (!this.#sequence.knows(entry.id)) found.push(entry);
      this.#limit(found.length);
      after = next;
    } while (after !== undefined);
    return found;
  }

  /** Reads what the outbox shows to be new since shortly before the horizon, but for what was just read. */
  async #tail(justRead: ReadonlySet<Id> = new Set()): Promise<Entry[]> {
    const fresh = new Set<Id>();
    let since = Math.max(0, this.#horizon - SLACK_MS);
    for (;;) {
      const page = await this.#ledger.outbox({ since, limit: PAGE });
      for (const { id } of page) if (!this.#sequence.knows(id) && !justRead.has(id)) fresh.add(id);
      this.#limit(fresh.size);
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) return this.#read([...fresh]);
      // One millisecond fills a page, so the outbox cannot be paged on.
      if (last.recordedAt <= since) return this.#scan();
      since = last.recordedAt;
    }
  }

  async #read(ids: readonly Id[]): Promise<Entry[]> {
    const entries: Entry[] = [];
    for (let at = 0; at < ids.length; at += BATCH) {
      const batch = ids.slice(at, at + BATCH);
      const found = await this.#ledger.read(batch.map((id): Key => ({ row: 'entry', id })));
      for (const id of batch) {
        const stored = found.entry(id);
        if (stored === undefined) throw new LedgerError('corrupt-row', `the outbox names ${id}, which is no entry`);
        entries.push(stored.entry);
      }
    }
    return entries;
  }

  #limit(more: number): void {
    if (this.#sequence.postings.length + more > MAX_ENTRIES) {
      throw new LedgerError('unavailable', `more than ${MAX_ENTRIES} entries are not read without sealing`);
    }
  }
}

function latestOf(entries: readonly Entry[]): number {
  return entries.reduce((latest, entry) => Math.max(latest, entry.recordedAt), 0);
}

function prefixOf(sequence: Sequence): Prefix {
  const postings = sequence.postings.slice();
  const size = postings.length;
  return { postings, asOf: null, has: (id) => (sequence.placeOf(id) ?? size) < size };
}
