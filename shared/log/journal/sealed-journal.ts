import type { Entry } from '../../domain/entry.ts';
import type { Id } from '../../domain/id.ts';
import type { Sealed } from '../../domain/voucher.ts';
import { type AsOf, type Journal, MOST_HELD, type Prefix, type SealedPrefix } from '../../storage/ports/journal.ts';
import { type Ledger, LedgerError } from '../../storage/ports/ledger.ts';
import type { ObjectStore } from '../../storage/ports/object-store.ts';
import { entryIn } from '../../storage/ports/stored.ts';
import { toBase64 } from '../tree/bytes.ts';
import { TILE_WIDTH } from '../tree/tile.ts';
import { LogFiles } from './log-files.ts';
import { outboxIds } from './outbox-ids.ts';
import { LogPrefix } from './prefix.ts';
import { storedEntries } from './stored-entries.ts';

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
/** Entries that are read in one go, some milliseconds: whoever else has something to do has it done between. */
const AT_ONCE = 64;

/**
 * The journal over the published log, and over the outbox for what is not sealed yet. It keeps every posting in memory
 * (about 3 KB each) and reads only what is new. Reads at the same time share one refresh. `turn` settles once whoever waits
 * has had theirs.
 */
export function createJournal(
  ledger: Pick<Ledger, 'outbox' | 'read'>,
  objects: Pick<ObjectStore, 'get'>,
  turn: () => Promise<void> = nextTurn,
): Journal {
  const reader = new Reader(ledger, new LogFiles(objects), turn);
  const sealed = shared(() => reader.sealed());
  const whole = shared(() => reader.whole());
  const readOn = shared(() => reader.readOn());
  // One at a time, because all go on in the same prefix.
  let last: Promise<unknown> = Promise.resolve();
  function shared<P>(read: () => Promise<P>): () => Promise<P> {
    let next: Promise<P> | undefined;
    return () => {
      // A refresh under way may have passed by what was appended since it began: who comes now shares the next one.
      if (next === undefined) {
        next = last.then(begin, begin);
        last = next;
      }
      return next;
    };
    function begin(): Promise<P> {
      next = undefined;
      return read();
    }
  }
  return { sealed, whole, readOn };
}

/** As any platform has it; of a millisecond. */
const nextTurn = () => new Promise<void>((resolve) => setTimeout(resolve));

class Reader {
  readonly #ledger: Pick<Ledger, 'outbox' | 'read'>;
  readonly #files: LogFiles;
  readonly #turn: () => Promise<void>;
  readonly #prefix: LogPrefix;
  readonly #postings: Sealed[] = [];
  /** Entries of the outbox that were read before. */
  #unsealed = new Map<Id, Entry>();
  #sealed: SealedPrefix = sealedPrefix([], null, () => undefined);

  constructor(ledger: Pick<Ledger, 'outbox' | 'read'>, files: LogFiles, turn: () => Promise<void>) {
    this.#turn = turn;
    this.#ledger = ledger;
    this.#files = files;
    // Its postings keep every entry in memory anyway, so none is forgotten and none is recalled.
    this.#prefix = new LogPrefix(async () => [], Number.POSITIVE_INFINITY);
  }

  async sealed(): Promise<SealedPrefix> {
    const checkpoint = await this.#files.checkpoint();
    if (checkpoint === undefined) return this.#sealed;
    const { size } = checkpoint;
    if (size > MOST_HELD) {
      throw new LedgerError('unavailable', `more than ${MOST_HELD} entries are told by exports, not by this report`);
    }
    for await (const entries of this.#files.entries(this.#prefix.size, size)) {
      for (let at = 0; at < entries.length; at += AT_ONCE) {
        await this.#enter(entries.slice(at, at + AT_ONCE));
        await this.#turn();
      }
    }
    const asOf = { size, root: toBase64(checkpoint.root) };
    // A checkpoint is published again, older, in a rare race: what was read stays read.
    if (size === this.#postings.length && this.#sealed.asOf?.size !== size) {
      this.#sealed = sealedPrefix(this.#postings.slice(), asOf, (id) => this.#prefix.placeOf(id));
    }
    return this.#sealed;
  }

  /** Goes on in the bundle that it is in. */
  async readOn(): Promise<boolean> {
    const size = (await this.#files.checkpoint())?.size ?? 0;
    const from = this.#prefix.size;
    if (from >= size || size > MOST_HELD) return false;
    const n = Math.floor(from / TILE_WIDTH);
    const first = n * TILE_WIDTH;
    const bundle = await this.#files.bundle(n, Math.min(TILE_WIDTH, size - first));
    await this.#enter(bundle.slice(from - first, from - first + AT_ONCE));
    return this.#prefix.size < size;
  }

  async whole(): Promise<Prefix> {
    // The outbox first: what leaves it between the two reads is in the log by then.
    const ids = await this.#outbox();
    const sealed = await this.sealed();
    const left = ids.filter((id) => this.#prefix.placeOf(id) === undefined);
    const known = this.#unsealed;
    const fresh = await storedEntries(
      this.#ledger,
      left.filter((id) => !known.has(id)),
    );
    const found = new Map(fresh.map(({ entry }) => [entry.id, entry]));
    this.#unsealed = new Map(
      left.flatMap((id): [Id, Entry][] => {
        const entry = known.get(id) ?? found.get(id);
        return entry === undefined ? [] : [[id, entry]];
      }),
    );
    if (this.#unsealed.size === 0) return sealed;
    const { ready } = await this.#prefix.lineUp([...this.#unsealed.values()]);
    const behind = new Set(ready.map(({ entry }) => entry.id));
    return {
      ...sealed,
      postings: [...sealed.postings, ...ready],
      has: (id) => behind.has(id) || sealed.has(id),
    };
  }

  async #enter(entries: readonly Uint8Array[]): Promise<void> {
    const text = entries.map((bytes) => entryIn(utf8.decode(bytes)));
    for (const posting of await this.#prefix.enter(text)) this.#postings.push(posting);
  }

  async #outbox(): Promise<Id[]> {
    const ids = await outboxIds(this.#ledger, MOST_HELD);
    if (ids.length > MOST_HELD) throw new LedgerError('unavailable', 'too much waits to be sealed: is sealing on?');
    return ids;
  }
}

function sealedPrefix(
  postings: readonly Sealed[],
  asOf: AsOf | null,
  placeOf: (id: Id) => number | undefined,
): SealedPrefix {
  const size = postings.length;
  const placeIn = (id: Id): number | undefined => {
    const place = placeOf(id);
    return place === undefined || place >= size ? undefined : place;
  };
  return { postings, asOf, placeOf: placeIn, has: (id) => placeIn(id) !== undefined };
}
