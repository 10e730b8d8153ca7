import type { Id } from '../../domain/id.ts';
import { decodeEntry } from '../../schemas/entry.ts';
import { MAX_PAGE } from '../../storage/ports/bounds.ts';
import type { HeadStore } from '../../storage/ports/head-store.ts';
import type { Ledger, OutboxItem, StoredEntry } from '../../storage/ports/ledger.ts';
import type { ObjectStore } from '../../storage/ports/object-store.ts';
import { PREFIXES } from '../../storage/ports/prefixes.ts';
import type { Signer } from '../../storage/ports/signer.ts';
import { LogFiles, logKey } from '../journal/log-files.ts';
import { LogPrefix } from '../journal/prefix.ts';
import { storedEntries } from '../journal/stored-entries.ts';
import { writeBundle } from '../tree/bundle.ts';
import { type Checkpoint, writeCheckpoint } from '../tree/checkpoint.ts';
import { signNote, verifierOf, writeVerifierKey } from '../tree/note.ts';
import { bundlePath, TILE_WIDTH, tilePath } from '../tree/tile.ts';
import { leafHash, TreeEdge } from '../tree/tree.ts';
import { type Head, readHead, stagedBeyond, stagedKey, writeHead } from './head.ts';
import { readStaged, type StagedRound, writeStaged } from './staged-round.ts';

export interface SequencerOptions {
  readonly ledger: Pick<Ledger, 'outbox' | 'clearOutbox' | 'read'>;
  readonly objects: ObjectStore;
  readonly head: HeadStore;
  readonly signer: Signer;
  /** The log's prefix without scheme and trailing slash: the name under which it is founded, and which it keeps. */
  readonly origin: string;
  /** Founds it before there is an entry, where its name is settled once the sequencer runs: readers then always find a checkpoint. */
  readonly foundsEmpty?: boolean;
  /** A name that no other round has, for what it stages. */
  readonly nonce: () => string;
  /** Entries that one round seals at the most. */
  readonly most?: number;
}

export interface Round {
  /** How many entries it sealed. */
  readonly sealed: number;
  /** The size of the log after it. */
  readonly size: number;
  /** Seen and not sealed: what feeds them is about to appear. */
  readonly waiting: number;
  /** Whether there may be more to seal at once. */
  readonly more: boolean;
}

/** Something is wrong with the log that no further round mends: it has to be looked at. */
export class BrokenLog extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BrokenLog';
  }
}

/** The log was founded under another name than the one that this sequencer was told. */
export class OtherOrigin extends BrokenLog {
  constructor(kept: string, told: string) {
    super(
      `the log is named ${kept} and is to be sealed as ${told}: a log keeps the name under which it was founded, by which its readers know it. Nothing is sealed until it is told that name again: in AWS, deploy with the parameter LogName=${kept}`,
    );
    this.name = 'OtherOrigin';
  }
}

/** The answer of a round before anything was recorded. */
const NOTHING: Round = { sealed: 0, size: 0, waiting: 0, more: false };

const MOST = 1_000;
/** Items of the outbox that a round looks at where those before them wait. */
const MOST_LOOKED_AT = 10_000;
const TEXT = { mediaType: 'text/plain; charset=utf-8' } as const;

/** The log as far as this sequencer knows it: its head, and what follows from it. */
interface State {
  readonly head: Head;
  readonly edge: TreeEdge;
  /** The entries of the last bundle where it is not full. */
  readonly last: readonly Uint8Array[];
}

/**
 * Gives entries their places: takes the outbox in the order of recording, puts what is ready behind the sealed prefix,
 * and signs the checkpoint. The order of writes survives a crash at any point (as in the Sunlight log):
 *
 * 1. stage the new files and the list of what leaves the outbox, under a key of its own that names the new size;
 * 2. replace the head on the condition that it still is the old one: the commit point;
 * 3. write the files to their paths; 4. publish the checkpoint; 5. clear the outbox; 6. delete what was staged, also by
 *    those that came too late.
 *
 * Whoever loads a head whose round is still staged does 3 to 6 again, which changes nothing where it was done. A round
 * begins only after that. So whatever it finds in the outbox under the head that it swaps was sealed by nobody, and an
 * entry is sealed exactly once, however many sequencers there are.
 */
export class Sequencer {
  readonly #ledger: SequencerOptions['ledger'];
  readonly #objects: ObjectStore;
  readonly #head: HeadStore;
  readonly #signer: Signer;
  readonly #origin: string;
  readonly #foundsEmpty: boolean;
  readonly #nonce: () => string;
  readonly #most: number;
  readonly #files: LogFiles;
  /** Only ever what is committed, so it outlives whatever fails. */
  readonly #prefix: LogPrefix;
  #state: State | undefined;

  constructor({ ledger, objects, head, signer, origin, foundsEmpty = false, nonce, most = MOST }: SequencerOptions) {
    this.#ledger = ledger;
    this.#objects = objects;
    this.#head = head;
    this.#signer = signer;
    this.#origin = origin;
    this.#foundsEmpty = foundsEmpty;
    this.#nonce = nonce;
    this.#most = most;
    this.#files = new LogFiles(objects);
    this.#prefix = new LogPrefix(async (ids) => (await storedEntries(ledger, ids)).map(({ entry }) => entry));
  }

  /** One round; at most one at a time. Whatever it throws, the next one begins from what is stored. */
  async round(): Promise<Round> {
    try {
      const state = await this.#load();
      this.#state = state;
      return state === undefined ? NOTHING : await this.#seal(state);
    } catch (error) {
      this.#state = undefined;
      throw error;
    }
  }

  /** What the head says, with everything that a round before left undone done; of no log before there is an entry. */
  async #load(): Promise<State | undefined> {
    const known = this.#state;
    if (known !== undefined && isSame(known.head.bytes, await this.#head.read())) return known;
    // Before the head: what is published comes from a head, and heads only grow.
    const published = await this.#files.checkpoint();
    const stored = await this.#head.read();
    const head = stored === undefined ? await this.#found() : readHead(stored);
    if (head === undefined) return undefined;
    const { origin, size, root } = head.checkpoint;
    if (origin !== this.#origin) throw new OtherOrigin(origin, this.#origin);
    assertNotBeyond(published, head.checkpoint);
    await this.#finish(head, published);
    await this.#publishKey(origin);
    const edge = await TreeEdge.load(size, (ref) => this.#files.tile(ref));
    if (!isSame(edge.root(), root)) throw new BrokenLog(`the tiles of size ${size} do not give its root`);
    if (this.#prefix.size > size)
      throw new BrokenLog(`the head went back from ${this.#prefix.size} to ${size} entries`);
    for await (const entries of this.#files.entries(this.#prefix.size, size)) {
      await this.#prefix.enter(entries.map((bytes) => decodeEntry(textFrom(bytes))));
    }
    const width = size % TILE_WIDTH;
    const last = width === 0 ? [] : await this.#files.bundle(Math.floor(size / TILE_WIDTH), width);
    return { head, edge, last };
  }

  /**
   * The first head: of a log with nothing in it, founded when the first entry is there. Earlier it might be named, for
   * good, before whoever deploys has said under which domain it is reached.
   */
  async #found(): Promise<Head | undefined> {
    if (!this.#foundsEmpty && (await this.#ledger.outbox({ since: 0, limit: this.#most })).length === 0)
      return undefined;
    const head = writeHead(await this.#sign(this.#origin, TreeEdge.empty()), stagedKey(0, this.#nonce()));
    if ((await this.#head.replace(undefined, head.bytes)) === 'replaced') return head;
    const other = await this.#head.read();
    if (other === undefined) throw new BrokenLog('the head of the log is there and cannot be read');
    return readHead(other);
  }

  /** Steps 3 to 6 of the round that made this head, where they are not known to be done; else the checkpoint alone. */
  async #finish(head: Head, published: Checkpoint | undefined): Promise<void> {
    const staged = await this.#objects.get(head.staged);
    if (staged !== undefined) await this.#apply(readStaged(staged), head);
    else if (published === undefined || published.size < head.checkpoint.size) await this.#publish(head);
  }

  async #seal(state: State): Promise<Round> {
    const { postings, items, waiting, more } = await this.#ready();
    const { size: from } = this.#prefix;
    if (postings.length === 0) return { sealed: 0, size: from, waiting, more: false };
    const edge = state.edge.copy();
    const canonical = postings.map(({ canonical: text }) => Buffer.from(text));
    for (const bytes of canonical) edge.append(leafHash(bytes));
    const { bundles, last } = bundlesOf(from, [...state.last, ...canonical]);
    const tiles = edge.takeTiles().map(({ tile, bytes }) => ({ path: tilePath(tile), bytes }));
    const staged = { size: edge.size, files: [...bundles, ...tiles], sealed: items };
    const note = await this.#sign(state.head.checkpoint.origin, edge);
    const head = writeHead(note, stagedKey(edge.size, this.#nonce()));
    await this.#objects.put(head.staged, writeStaged(staged));
    if ((await this.#head.replace(state.head.bytes, head.bytes)) === 'differs') {
      // Another sequencer came first: what was staged belongs to a log that never was.
      await this.#objects.delete(head.staged);
      this.#state = undefined;
      return { sealed: 0, size: from, waiting, more: true };
    }
    await this.#apply(staged, head);
    this.#prefix.follow(postings.map(({ posting }) => posting));
    this.#state = { head, edge, last };
    return { sealed: postings.length, size: edge.size, waiting, more };
  }

  /** What may be sealed now, in its order, out of the first page of the outbox that holds any such. */
  async #ready() {
    const prefix = this.#prefix;
    const entries = new Map<Id, StoredEntry>();
    let since = 0;
    for (;;) {
      const page = await this.#ledger.outbox({ since, limit: this.#most });
      const fresh = page.filter(({ id }) => !entries.has(id));
      const left = fresh.filter(({ id }) => prefix.placeOf(id) !== undefined);
      // Sealed in a round that was finished, and written again by nobody: only a restored table can show it.
      if (left.length > 0) await this.#ledger.clearOutbox(left);
      const ids = fresh.flatMap(({ id }) => (prefix.placeOf(id) === undefined ? [id] : []));
      for (const stored of await storedEntries(this.#ledger, ids)) entries.set(stored.entry.id, stored);
      const lineup = await prefix.lineUp(Array.from(entries.values(), ({ entry }) => entry));
      const ready = lineup.ready.slice(0, this.#most);
      const isLast = page.length < this.#most || fresh.length === 0 || entries.size >= MOST_LOOKED_AT;
      if (ready.length > 0 || isLast) {
        return {
          postings: ready.map((posting) => ({ posting, canonical: entries.get(posting.entry.id)?.canonical ?? '' })),
          items: ready.map(({ entry: { id, recordedAt } }): OutboxItem => ({ id, recordedAt })),
          waiting: lineup.waiting.length,
          more: !isLast,
        };
      }
      since = page.at(-1)?.recordedAt ?? since;
    }
  }

  async #apply(staged: StagedRound, head: Head): Promise<void> {
    for (const { path, bytes } of staged.files) await this.#objects.put(logKey(path), bytes);
    await this.#publish(head);
    await this.#ledger.clearOutbox(staged.sealed);
    await this.#prune(staged);
    for (const key of await this.#objects.list(PREFIXES.staged, { limit: MAX_PAGE })) {
      if (key < stagedBeyond(staged.size)) await this.#objects.delete(key);
    }
  }

  /** The verifier key as one line of text, for whoever asks; those who trust nobody were given it otherwise. */
  async #publishKey(origin: string): Promise<void> {
    const key = Buffer.from(`${writeVerifierKey(verifierOf(origin, await this.#signer.publicKey()))}\n`);
    if (isSame(key, await this.#objects.get(logKey('vkey')))) return;
    await this.#objects.put(logKey('vkey'), key, TEXT);
  }

  /** Never over a newer one: another sequencer may have gone on while this one was slow. */
  async #publish({ note, checkpoint }: Head): Promise<void> {
    const published = await this.#files.checkpoint();
    if (published !== undefined && published.size > checkpoint.size) return;
    await this.#objects.put(logKey('checkpoint'), Buffer.from(note), TEXT);
  }

  /** Partial tiles and bundles whose full ones are there now are served by these. */
  async #prune({ files }: StagedRound): Promise<void> {
    for (const { path } of files) {
      if (path.includes('.p/')) continue;
      for (const key of await this.#objects.list(logKey(`${path}.p/`), { limit: MAX_PAGE })) {
        await this.#objects.delete(key);
      }
    }
  }

  async #sign(origin: string, edge: TreeEdge): Promise<string> {
    const verifier = verifierOf(origin, await this.#signer.publicKey());
    const text = writeCheckpoint({ origin, size: edge.size, root: edge.root() });
    return signNote(text, verifier, (message) => this.#signer.sign(message));
  }
}

/** Throws where another log than that of the head is published. */
function assertNotBeyond(published: Checkpoint | undefined, head: Checkpoint): void {
  if (published === undefined || published.size < head.size) return;
  if (published.size > head.size) {
    throw new BrokenLog(`a checkpoint of size ${published.size} is published, beyond the head of size ${head.size}`);
  }
  if (!isSame(published.root, head.root)) {
    throw new BrokenLog(`the published checkpoint of size ${head.size} has another root than the head`);
  }
}

function isSame(a: Uint8Array, b: Uint8Array | undefined): boolean {
  return b !== undefined && Buffer.compare(a, b) === 0;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textFrom(bytes: Uint8Array): string {
  return utf8.decode(bytes);
}

/** The bundles from the one on that was not full, and what the last of them holds where it is not full again. */
function bundlesOf(from: number, entries: readonly Uint8Array[]) {
  const bundles: StagedRound['files'][number][] = [];
  let n = Math.floor(from / TILE_WIDTH);
  let last: readonly Uint8Array[] = [];
  for (let at = 0; at < entries.length; at += TILE_WIDTH, n += 1) {
    const held = entries.slice(at, at + TILE_WIDTH);
    bundles.push({ path: bundlePath(n, held.length), bytes: writeBundle(held) });
    last = held.length === TILE_WIDTH ? [] : held;
  }
  return { bundles, last };
}
