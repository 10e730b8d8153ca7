import { describe, expect, it } from 'vitest';
import { evidenceKeys, sha256OfIncoming } from '../../shared/evidence/keys.ts';
import { declare, findEvidence, receiveEvidence } from '../../shared/evidence/receive.ts';
import type { DeclaredEvidence } from '../../shared/schemas/evidence.ts';
import { createMemoryObjectStore } from '../../shared/storage/memory/object-store.ts';
import type { ObjectStore } from '../../shared/storage/ports/object-store.ts';
import { JPEG, joined, PDF, PNG, sha256Of, utf8 } from './files.ts';

function declarationOf(file: Uint8Array, more: Partial<DeclaredEvidence> = {}): DeclaredEvidence {
  return { name: '签收单.jpg', mediaType: 'image/jpeg', bytes: file.length, sha256: sha256Of(file), ...more };
}

const PHOTO = declarationOf(JPEG);
const { sha256 } = PHOTO;

async function keysIn(store: ObjectStore) {
  return store.list('', { limit: 1_000 });
}

describe('a file that is what was declared', () => {
  it('is kept under its hash, with what it is beside it and nothing else', async () => {
    const store = createMemoryObjectStore();
    expect(await declare(store, PHOTO)).toEqual({ state: 'waiting', evidence: PHOTO });
    expect(await receiveEvidence(store, { sha256 })).toEqual({ state: 'waiting', evidence: PHOTO });
    await store.put(evidenceKeys.incoming(sha256), JPEG);
    expect(await receiveEvidence(store, { sha256 })).toEqual({ state: 'stored', evidence: PHOTO });
    expect(await keysIn(store)).toEqual([evidenceKeys.file(sha256), evidenceKeys.stored(sha256)]);
    expect(await store.get(evidenceKeys.file(sha256))).toEqual(JPEG);
    expect(await findEvidence(store, sha256)).toEqual({ state: 'stored', evidence: PHOTO });
  });

  it('is there already where it is declared again, under whatever name', async () => {
    const store = createMemoryObjectStore();
    await declare(store, PHOTO);
    await store.put(evidenceKeys.incoming(sha256), JPEG);
    await receiveEvidence(store, { sha256 });
    const again = { ...PHOTO, name: '另一个名字.jpg' };
    expect(await declare(store, again)).toEqual({ state: 'stored', evidence: again });
    expect(await declare(store, { ...PHOTO, bytes: 1 })).toMatchObject({ refusal: 'evidence-differs', what: 'bytes' });
    expect(await declare(store, { ...PHOTO, mediaType: 'application/pdf' })).toMatchObject({
      refusal: 'evidence-differs',
      what: 'mediaType',
      found: 'image/jpeg',
    });
    await store.put(evidenceKeys.incoming(sha256), JPEG);
    expect(await receiveEvidence(store, { sha256 })).toMatchObject({ state: 'stored' });
    expect(await store.stat(evidenceKeys.incoming(sha256))).toBeUndefined();
  });

  it('is taken in once by several at a time', async () => {
    const store = createMemoryObjectStore();
    await declare(store, PHOTO);
    await store.put(evidenceKeys.incoming(sha256), JPEG);
    const received = await Promise.all(Array.from({ length: 5 }, () => receiveEvidence(store, { sha256 })));
    for (const one of received) expect(one).toEqual({ state: 'stored', evidence: PHOTO });
  });

  it('is taken in again after a crash at any step', async () => {
    for (let steps = 0; steps < 4; steps += 1) {
      const store = createMemoryObjectStore();
      await declare(store, PHOTO);
      await store.put(evidenceKeys.incoming(sha256), JPEG);
      await expect(receiveEvidence(crashingAfter(steps, store), { sha256 })).rejects.toThrow('crashed');
      expect(await receiveEvidence(store, { sha256 })).toEqual({ state: 'stored', evidence: PHOTO });
      expect(await keysIn(store)).toEqual([evidenceKeys.file(sha256), evidenceKeys.stored(sha256)]);
    }
  });
});

/** A store that does so many writes and deletions, and then nothing more. */
function crashingAfter(steps: number, store: ObjectStore): ObjectStore {
  let left = steps;
  const step = () => {
    if (left === 0) throw new Error('crashed');
    left -= 1;
  };
  return {
    ...store,
    async put(...given) {
      step();
      return store.put(...given);
    },
    async delete(key) {
      step();
      return store.delete(key);
    },
  };
}

describe('a file that is not what was declared', () => {
  const other = Uint8Array.from(JPEG, (byte, at) => (at === 20 ? 1 : byte));
  it.each([
    ['has another hash', JPEG, other, { what: 'sha256', declared: sha256, found: sha256Of(other) }],
    ['is cut off', JPEG, JPEG.subarray(1), { what: 'bytes', declared: '22', found: '21' }],
    ['is longer', JPEG, joined(JPEG, utf8('x')), { what: 'bytes', declared: '22', found: '23' }],
    ['is of another type', PNG, PNG, { what: 'mediaType', declared: 'image/jpeg', found: 'image/png' }],
    ['is of no accepted type', utf8('MZ'), utf8('MZ'), { what: 'mediaType', declared: 'image/jpeg' }],
  ])('because it %s is removed, and says why whenever it is asked for', async (_how, declared, arrived, why) => {
    const store = createMemoryObjectStore();
    const declaration = declarationOf(declared);
    const { sha256 } = declaration;
    await declare(store, declaration);
    await store.put(evidenceKeys.incoming(sha256), arrived);
    const refusal = { refusal: 'evidence-differs', sha256, ...why };
    expect(await receiveEvidence(store, { sha256 })).toEqual(refusal);
    expect(await findEvidence(store, sha256)).toEqual(refusal);
    expect(await keysIn(store)).toEqual([evidenceKeys.declared(sha256)]);
  });

  it('waits again once it is declared as what it is', async () => {
    const store = createMemoryObjectStore();
    const wrong = declarationOf(PDF);
    await declare(store, wrong);
    await store.put(evidenceKeys.incoming(wrong.sha256), PDF);
    await receiveEvidence(store, wrong);
    const right = { ...wrong, mediaType: 'application/pdf' as const };
    expect(await declare(store, right)).toEqual({ state: 'waiting', evidence: right });
    await store.put(evidenceKeys.incoming(wrong.sha256), PDF);
    expect(await receiveEvidence(store, wrong)).toEqual({ state: 'stored', evidence: right });
  });
});

describe('what nobody declared', () => {
  it('is not found, even where something was uploaded', async () => {
    const store = createMemoryObjectStore();
    await store.put(evidenceKeys.incoming(sha256), JPEG);
    const unknown = { refusal: 'not-found', kind: 'evidence', id: sha256 };
    expect(await receiveEvidence(store, { sha256 })).toEqual(unknown);
    expect(await findEvidence(store, sha256)).toEqual(unknown);
  });

  it('is an error where the declaration that is kept is none', async () => {
    const store = createMemoryObjectStore();
    await store.put(evidenceKeys.declared(sha256), utf8('{"name":"x"}'));
    await expect(receiveEvidence(store, { sha256 })).rejects.toThrow();
  });
});

it.each([
  [evidenceKeys.incoming(sha256), sha256],
  [evidenceKeys.file(sha256), undefined],
  [evidenceKeys.declared(sha256), undefined],
  ['evidence/incoming/x', undefined],
  [`exports/incoming/${sha256}`, undefined],
])('the key %s names %s', (key, named) => {
  expect(sha256OfIncoming(key)).toBe(named);
});
