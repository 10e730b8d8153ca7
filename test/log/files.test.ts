import { describe, expect, it } from 'vitest';
import { LogFiles, logKey } from '../../shared/log/journal/log-files.ts';
import { readHead, stagedBeyond, stagedKey, writeHead } from '../../shared/log/sealing/head.ts';
import { readStaged, writeStaged } from '../../shared/log/sealing/staged-round.ts';
import { writeBundle } from '../../shared/log/tree/bundle.ts';
import { NoteError, signNote, verifierOf } from '../../shared/log/tree/note.ts';
import { createMemoryObjectStore } from '../../shared/storage/memory/object-store.ts';
import { id } from '../reports/entries.ts';
import { leaves, Tiles } from './merkle.ts';
import { ORIGIN, TEST_SIGNER } from './sealing.ts';

const TEXT = `${ORIGIN}\n3\ncl1SMNto9VdHDcNfHYhlgTrNfrsHrRUndBQd7LrnEyc=\n`;
const NOTE = await signNote(TEXT, verifierOf(ORIGIN, await TEST_SIGNER.publicKey()), TEST_SIGNER.sign);

/** A log of 300 whose first tile and bundle are full, with what was pruned gone. */
async function filled() {
  const objects = createMemoryObjectStore();
  const tiles = new Tiles();
  tiles.grow(100);
  const narrow = tiles.paths.get('tile/0/000.p/100');
  tiles.grow(200);
  for (const [path, bytes] of tiles.paths) if (path !== 'tile/0/000.p/100') await objects.put(logKey(path), bytes);
  await objects.put(logKey('tile/entries/000'), writeBundle(leaves(256)));
  await objects.put(logKey('tile/entries/001.p/44'), writeBundle(leaves(300).slice(256)));
  return { objects, files: new LogFiles(objects), narrow };
}

const texts = (entries: readonly Uint8Array[]) => entries.map((entry) => Buffer.from(entry).toString());

describe('the files of a log', () => {
  it('give a partial tile that was pruned out of the full one', async () => {
    const { files, narrow } = await filled();
    expect(Uint8Array.from(await files.tile({ level: 0, n: 0, width: 100 }))).toEqual(narrow);
    expect(await files.tile({ level: 0, n: 0, width: 256 })).toHaveLength(8_192);
    expect(await files.tile({ level: 0, n: 1, width: 44 })).toHaveLength(44 * 32);
  });

  it('give a partial bundle that was pruned out of the full one', async () => {
    const { files } = await filled();
    expect(texts(await files.bundle(0, 3))).toEqual(['0', '1', '2']);
    expect(texts(await files.bundle(1, 44)).at(-1)).toBe('299');
  });

  it('give no tile or bundle that is neither there nor in a full one, or is shorter than its width', async () => {
    const { files, objects } = await filled();
    await expect(files.tile({ level: 0, n: 1, width: 45 })).rejects.toThrow('tile/0/001.p/45');
    await expect(files.bundle(1, 45)).rejects.toThrow('tile/entries/001.p/45');
    await objects.put(logKey('tile/0/001.p/45'), Buffer.alloc(44 * 32));
    await objects.put(logKey('tile/entries/001.p/45'), writeBundle(leaves(44)));
    await expect(files.tile({ level: 0, n: 1, width: 45 })).rejects.toThrow('shorter');
    await expect(files.bundle(1, 45)).rejects.toThrow('44');
  });

  it.each([
    [0, 300],
    [255, 300],
    [256, 300],
    [299, 300],
    [300, 300],
    [0, 256],
    [10, 20],
  ])('give the entries from %i up to %i and no other', async (from, size) => {
    const { files } = await filled();
    const found: string[] = [];
    for await (const entries of files.entries(from, size)) found.push(...texts(entries));
    expect(found).toEqual(texts(leaves(size).slice(from)));
  });

  it('give the checkpoint as it was signed, and none where there is none', async () => {
    const objects = createMemoryObjectStore();
    const files = new LogFiles(objects);
    expect([await files.checkpointNote(), await files.checkpoint()]).toEqual([undefined, undefined]);
    await objects.put(logKey('checkpoint'), Buffer.from(NOTE));
    expect(await files.checkpointNote()).toBe(NOTE);
    expect(await files.checkpoint()).toMatchObject({ origin: ORIGIN, size: 3 });
    await objects.put(logKey('checkpoint'), Buffer.from('not a note'));
    await expect(files.checkpoint()).rejects.toThrow(NoteError);
  });
});

describe('a head', () => {
  it('is read back as what was written', () => {
    const head = writeHead(NOTE, stagedKey(3, 'round-1'));
    expect(readHead(head.bytes)).toEqual(head);
    expect(head).toMatchObject({ note: NOTE, staged: 'log-staged/000000000000003/round-1', checkpoint: { size: 3 } });
  });

  it.each(['', '{}', 'null', JSON.stringify({ checkpoint: 'x', staged: 'y' }), JSON.stringify({ checkpoint: NOTE })])(
    'is refused where it is something else: %s',
    (text) => {
      expect(() => readHead(Buffer.from(text))).toThrow();
    },
  );

  it('names what it staged so that keys are in the order of sizes', () => {
    const sizes = [0, 9, 10, 99, 100, 999_999, 1_000_000, Number.MAX_SAFE_INTEGER - 1];
    const keys = sizes.map((size) => stagedKey(size, 'z'));
    expect(keys.toSorted()).toEqual(keys);
    for (const size of sizes) {
      expect(stagedKey(size, 'z') < stagedBeyond(size)).toBe(true);
      expect(stagedKey(size + 1, '0') > stagedBeyond(size)).toBe(true);
    }
  });
});

describe('a staged round', () => {
  const round = {
    size: 3,
    files: [
      { path: 'tile/entries/000.p/3', bytes: Buffer.from('one\ntwo') },
      { path: 'tile/0/000.p/3', bytes: Buffer.alloc(0) },
      { path: 'tile/1/000.p/1', bytes: Buffer.from([0xff, 0x0a, 0x00]) },
    ],
    sealed: [{ recordedAt: 5, id: id(1) }],
  };

  it('is read back as what was written, whatever bytes its files have', () => {
    const read = readStaged(writeStaged(round));
    expect({ ...read, files: read.files.map(({ path, bytes }) => ({ path, bytes: Buffer.from(bytes) })) }).toEqual(
      round,
    );
  });

  it('is refused where bytes are missing or left over, or it begins with something else', () => {
    const bytes = writeStaged(round);
    expect(() => readStaged(bytes.subarray(0, -1))).toThrow(SyntaxError);
    expect(() => readStaged(Buffer.concat([bytes, Buffer.of(0)]))).toThrow(SyntaxError);
    expect(() => readStaged(Buffer.from('{"size":3}'))).toThrow(SyntaxError);
    expect(() => readStaged(Buffer.from('{"size":3}\n'))).toThrow();
    expect(() => readStaged(Buffer.from('{"size":-1,"files":[],"sealed":[]}\n'))).toThrow();
  });
});
