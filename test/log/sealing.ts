import { createPrivateKey, sign } from 'node:crypto';
import { LogFiles, logKey } from '../../shared/log/journal/log-files.ts';
import { createJournal } from '../../shared/log/journal/sealed-journal.ts';
import { Sequencer } from '../../shared/log/sealing/sequencer.ts';
import { writeBundle } from '../../shared/log/tree/bundle.ts';
import { writeCheckpoint } from '../../shared/log/tree/checkpoint.ts';
import { signNote, verifierOf, writeVerifierKey } from '../../shared/log/tree/note.ts';
import { bundlePath, TILE_WIDTH, tilePath } from '../../shared/log/tree/tile.ts';
import { leafHash, TreeEdge } from '../../shared/log/tree/tree.ts';
import { createProjector, type Projector } from '../../shared/projection/projector.ts';
import { createMemoryObjectStore } from '../../shared/storage/memory/object-store.ts';
import type { Journal } from '../../shared/storage/ports/journal.ts';
import type { Ledger } from '../../shared/storage/ports/ledger.ts';
import type { Stretch } from '../../shared/storage/ports/lists.ts';
import type { ObjectStore } from '../../shared/storage/ports/object-store.ts';
import type { Projection } from '../../shared/storage/ports/projection.ts';
import type { Signer } from '../../shared/storage/ports/signer.ts';
import { createMemoryHeadStore, createMemoryProjection } from '../in-memory.ts';

export const ORIGIN = 'log.example/api/log';

/** The secret key of RFC 8032, section 7.1, test 1. */
const SEED = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60';
const PUBLIC = 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a';
const PKCS8_PREFIX = '302e020100300506032b657004220420';

export const TEST_SIGNER: Signer = {
  publicKey: async () => Buffer.from(PUBLIC, 'hex'),
  sign: async (message) => {
    const key = createPrivateKey({ key: Buffer.from(PKCS8_PREFIX + SEED, 'hex'), format: 'der', type: 'pkcs8' });
    return sign(null, message, key);
  },
};

/** Names counted up, one after the other. */
export function counted(): () => string {
  let count = 0;
  return () => {
    count += 1;
    return `round-${count}`;
  };
}

export interface Sealing {
  readonly objects: ObjectStore;
  readonly sequencer: Sequencer;
  readonly journal: Journal;
  readonly projection: Projection;
  readonly projector: Projector;
  /** Seals until nothing is left that can be, and projects it. */
  sealAll(): Promise<void>;
}

/** Sealing over a ledger, everything else in memory. */
export function sealingOver(
  ledger: Ledger,
  objects = createMemoryObjectStore(),
  projection = createMemoryProjection(),
): Sealing {
  const sequencer = new Sequencer({
    ledger,
    objects,
    head: createMemoryHeadStore(),
    signer: TEST_SIGNER,
    origin: ORIGIN,
    nonce: counted(),
  });
  const projector = createProjector({
    projection,
    files: new LogFiles(objects),
    ledger,
  });
  const sealOnce = async (): Promise<void> => {
    let round = await sequencer.round();
    while (round.more) round = await sequencer.round();
    await projector.catchUp(round.size);
  };
  // One round at a time.
  let last: Promise<void> = Promise.resolve();
  const sealAll = (): Promise<void> => {
    last = last.then(sealOnce, sealOnce);
    return last;
  };
  return { objects, sequencer, journal: createJournal(ledger, objects), projection, projector, sealAll };
}

/** What reads the log of a ledger, where all that can be is sealed and projected before every read. */
export function sealedAtOnce(ledger: Ledger, sealing = sealingOver(ledger)) {
  const { journal, projection, sealAll } = sealing;
  const after =
    <A extends unknown[], T>(read: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      await sealAll();
      return read(...args);
    };
  return {
    journal: {
      sealed: after(() => journal.sealed()),
      whole: () => journal.whole(),
      readOn: () => journal.readOn(),
    } satisfies Journal,
    projection: {
      ...projection,
      current: after(() => projection.current()),
      read: after(() => projection.read()),
      placesOf: after((ids: readonly string[]) => projection.placesOf(ids)),
      listed: after((stretch: Stretch) => projection.listed(stretch)),
    } satisfies Projection,
  };
}

/** A log of those texts in that order, whatever they say: what somebody writes who has the key and keeps no rule. */
export async function signedLog(texts: readonly string[]): Promise<ObjectStore> {
  const objects = createMemoryObjectStore();
  const edge = TreeEdge.empty();
  const bytes = texts.map((text) => Buffer.from(text));
  for (const one of bytes) edge.append(leafHash(one));
  for (let from = 0; from < bytes.length; from += TILE_WIDTH) {
    const bundle = bytes.slice(from, from + TILE_WIDTH);
    await objects.put(logKey(bundlePath(from / TILE_WIDTH, bundle.length)), writeBundle(bundle));
  }
  for (const { tile, bytes: hashes } of edge.takeTiles()) await objects.put(logKey(tilePath(tile)), hashes);
  const verifier = verifierOf(ORIGIN, await TEST_SIGNER.publicKey());
  await objects.put(logKey('vkey'), Buffer.from(`${writeVerifierKey(verifier)}\n`));
  const text = writeCheckpoint({ origin: ORIGIN, size: edge.size, root: edge.root() });
  await objects.put(logKey('checkpoint'), Buffer.from(await signNote(text, verifier, TEST_SIGNER.sign)));
  return objects;
}
