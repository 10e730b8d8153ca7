import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import type { Entry } from '../../shared/domain/entry.ts';
import type { Id } from '../../shared/domain/id.ts';
import { LogFiles, logKey } from '../../shared/log/journal/log-files.ts';
import { LogPrefix } from '../../shared/log/journal/prefix.ts';
import { readHead } from '../../shared/log/sealing/head.ts';
import { Sequencer } from '../../shared/log/sealing/sequencer.ts';
import { type Checkpoint, readCheckpoint } from '../../shared/log/tree/checkpoint.ts';
import { openNote, textOf, verifierOf } from '../../shared/log/tree/note.ts';
import { tilePath, tilesOf } from '../../shared/log/tree/tile.ts';
import { decodeEntry, encodeEntry } from '../../shared/schemas/entry.ts';
import { createMemoryObjectStore } from '../../shared/storage/memory/object-store.ts';
import type { HeadStore } from '../../shared/storage/ports/head-store.ts';
import type { Ledger } from '../../shared/storage/ports/ledger.ts';
import type { ObjectStore } from '../../shared/storage/ports/object-store.ts';
import type { Signer } from '../../shared/storage/ports/signer.ts';
import { createMemoryHeadStore, createMemoryLedger } from '../in-memory.ts';
import { counted, ORIGIN, TEST_SIGNER } from '../log/sealing.ts';

/** Everything that a sequencer works with. */
export interface Stores {
  readonly ledger: Pick<Ledger, 'outbox' | 'clearOutbox' | 'read'>;
  readonly objects: ObjectStore;
  readonly head: HeadStore;
  readonly signer: Signer;
}

/** Called before and after each call to a store; what it throws is what the caller meets. */
export type Meddle = (call: string, when: 'before' | 'after') => void | Promise<void>;

/** A ledger with its log, whose every published checkpoint is remembered. */
export class LogWorld {
  readonly ledger = createMemoryLedger();
  readonly published: Checkpoint[] = [];
  readonly stores: Stores;
  readonly nonce = counted();

  constructor() {
    const objects = createMemoryObjectStore();
    const put: ObjectStore['put'] = async (key, bytes, options) => {
      await objects.put(key, bytes, options);
      if (key === logKey('checkpoint'))
        this.published.push(readCheckpoint(textOf(Buffer.from(bytes).toString('utf8'))));
    };
    this.stores = {
      ledger: this.ledger,
      objects: { ...objects, put },
      head: createMemoryHeadStore(),
      signer: TEST_SIGNER,
    };
  }

  async append(...entries: readonly Entry[]): Promise<void> {
    for (const entry of entries) {
      await this.ledger.append({ entry, canonical: encodeEntry(entry), requestHash: '', changes: [] });
    }
  }

  sequencer(meddle?: Meddle, most = 1_000): Sequencer {
    const stores = meddle === undefined ? this.stores : meddled(this.stores, meddle);
    return new Sequencer({ ...stores, origin: ORIGIN, nonce: this.nonce, most });
  }

  /** Rounds of a new sequencer until nothing more can be sealed. */
  async sealAll(): Promise<void> {
    const sequencer = this.sequencer();
    while ((await sequencer.round()).more);
  }

  /**
   * One log: every appended entry in it exactly once, every checkpoint that was ever published the root of a sound
   * prefix of it, every tile right, nothing left in the outbox or staged.
   */
  async assertWhole(appended: readonly Entry[]): Promise<void> {
    const files = new LogFiles(this.stores.objects);
    const note = await files.checkpointNote();
    const head = await this.stores.head.read();
    expect(note).toBe(readHead(head ?? new Uint8Array()).note);
    const verifier = verifierOf(ORIGIN, await TEST_SIGNER.publicKey());
    const { size, root } = readCheckpoint(openNote(note ?? '', [verifier]).text);
    const leaves = await leavesOf(files, size);
    const entries = leaves.map((bytes) => decodeEntry(Buffer.from(bytes).toString('utf8')));
    expect(entries.map(({ id }) => id).sort()).toEqual(appended.map(({ id }) => id).sort());
    expect(leaves.map((bytes) => Buffer.from(bytes).toString('utf8'))).toEqual(entries.map(encodeEntry));
    await new LogPrefix(async () => []).enter(entries);
    expect(Buffer.from(root)).toEqual(naiveRoot(leaves));
    for (const checkpoint of this.published) {
      expect(Buffer.from(checkpoint.root)).toEqual(naiveRoot(leaves.slice(0, checkpoint.size)));
    }
    for (const ref of tilesOf(size)) {
      const hashes = leaves.length === 0 ? [] : tileHashes(leaves, ref.level, ref.n, ref.width);
      const tile = await this.stores.objects.get(logKey(tilePath(ref)));
      expect(Buffer.from(tile ?? [])).toEqual(Buffer.concat(hashes));
    }
    expect(await this.ledger.outbox({ since: 0, limit: 1_000 })).toEqual([]);
    expect(await this.stores.objects.list('log-staged/', { limit: 1_000 })).toEqual([]);
  }

  async placeOf(id: Id): Promise<number> {
    const files = new LogFiles(this.stores.objects);
    const { size } = (await files.checkpoint()) ?? { size: 0 };
    const leaves = await leavesOf(files, size);
    return leaves.findIndex((bytes) => decodeEntry(Buffer.from(bytes).toString('utf8')).id === id);
  }
}

async function leavesOf(files: LogFiles, size: number): Promise<Uint8Array[]> {
  const leaves: Uint8Array[] = [];
  for await (const bundle of files.entries(0, size)) leaves.push(...bundle);
  return leaves;
}

const sha256 = (...parts: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** RFC 6962, section 2.1, word for word. */
export function naiveRoot(leaves: readonly Uint8Array[]): Buffer {
  const [first] = leaves;
  if (first === undefined) return sha256();
  if (leaves.length === 1) return sha256(Buffer.of(0), first);
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha256(Buffer.of(1), naiveRoot(leaves.slice(0, split)), naiveRoot(leaves.slice(split)));
}

function tileHashes(leaves: readonly Uint8Array[], level: number, n: number, width: number): Buffer[] {
  const span = 256 ** level;
  return Array.from({ length: width }, (_, at) =>
    naiveRoot(leaves.slice((n * 256 + at) * span, (n * 256 + at + 1) * span)),
  );
}

function meddled({ ledger, objects, head, signer }: Stores, meddle: Meddle): Stores {
  const through = async <T>(call: string, run: () => Promise<T>): Promise<T> => {
    await meddle(call, 'before');
    const answer = await run();
    await meddle(call, 'after');
    return answer;
  };
  return {
    ledger: {
      outbox: (options) => through('outbox', () => ledger.outbox(options)),
      clearOutbox: (items) => through('clear-outbox', () => ledger.clearOutbox(items)),
      read: (keys) => through('read-entries', () => ledger.read(keys)),
    },
    objects: {
      ...objects,
      get: (key) => through(`get ${key}`, () => objects.get(key)),
      put: (key, bytes, options) => through(`put ${key}`, () => objects.put(key, bytes, options)),
      delete: (key) => through(`delete ${key}`, () => objects.delete(key)),
      list: (prefix, options) => through(`list ${prefix}`, () => objects.list(prefix, options)),
    },
    head: {
      read: () => through('read-head', () => head.read()),
      replace: (expected, next) => through('swap-head', () => head.replace(expected, next)),
    },
    signer: {
      publicKey: () => through('public-key', () => signer.publicKey()),
      sign: (message) => through('sign', () => signer.sign(message)),
    },
  };
}
