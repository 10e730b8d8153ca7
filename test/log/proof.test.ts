import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NoteError } from '../../shared/log/tree/note.ts';
import {
  checkConsistency,
  checkInclusion,
  consistencyProof,
  type HashAt,
  inclusionProof,
  readProof,
  rootOf,
  writeProof,
} from '../../shared/log/tree/proof.ts';
import { tilePath } from '../../shared/log/tree/tile.ts';
import { hashesFrom } from '../../shared/log/tree/tile-hashes.ts';
import { EMPTY_ROOT, type Hash, leafHash, nodeHash } from '../../shared/log/tree/tree.ts';
import { leaves, naiveRootOf, Tiles } from './merkle.ts';

const LEAVES = leaves(1_000);
const leafAt = (index: number): Hash => leafHash(LEAVES[index] ?? Buffer.of());
const rootAt = (size: number): Hash => naiveRootOf(0, size);

function tilesOfSize(size: number): Tiles {
  const tiles = new Tiles();
  tiles.grow(size);
  return tiles;
}

function hashesAt(size: number): HashAt {
  return hashesFrom(size, tilesOfSize(size).read);
}

/** The proofs with one bit altered, one hash more, one less, two in each other's place. */
function altered(proof: readonly Hash[], hash: number, bit: number): Hash[][] {
  const at = proof.length === 0 ? 0 : hash % proof.length;
  const flipped = proof.map((one, place) => {
    const bytes = Buffer.from(one);
    if (place === at) bytes.writeUInt8((bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7)), bit >> 3);
    return bytes;
  });
  const more = [...proof, nodeHash(EMPTY_ROOT, EMPTY_ROOT)];
  if (proof.length === 0) return [more];
  const swapped =
    at + 1 < proof.length ? [proof.toSpliced(at, 2, proof[at + 1] ?? EMPTY_ROOT, proof[at] ?? EMPTY_ROOT)] : [];
  return [flipped, more, proof.toSpliced(at, 1), ...swapped];
}

const bits = fc.nat({ max: 255 });

describe('a proof of inclusion', () => {
  it('of every leaf in every log of up to 80 is accepted at its place alone', async () => {
    for (let size = 1; size <= 80; size += 1) {
      const hashAt = hashesAt(size);
      for (let index = 0; index < size; index += 1) {
        const proof = await inclusionProof(index, size, hashAt);
        expect(proof.length).toBeLessThanOrEqual(Math.ceil(Math.log2(size)));
        expect(checkInclusion(index, size, leafAt(index), proof, rootAt(size))).toBe(true);
        expect(checkInclusion(index + 1, size, leafAt(index), proof, rootAt(size))).toBe(false);
        expect(checkInclusion(index, size, leafAt(index + 1), proof, rootAt(size))).toBe(false);
        expect(checkInclusion(index, size, leafAt(index), proof, rootAt(size - 1))).toBe(false);
      }
    }
  });

  it('is refused with any bit altered, a hash more or less, or two in each other’s place', async () => {
    const sizes = fc
      .integer({ min: 1, max: 1_000 })
      .chain((size) => fc.tuple(fc.constant(size), fc.nat({ max: size - 1 })));
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), bits, async ([size, index], hash, bit) => {
        const root = rootAt(size);
        const proof = await inclusionProof(index, size, hashesAt(size));
        expect(checkInclusion(index, size, leafAt(index), proof, root)).toBe(true);
        for (const other of altered(proof, hash, bit)) {
          expect(checkInclusion(index, size, leafAt(index), other, root)).toBe(false);
        }
      }),
    );
  });

  it('of a leaf outside of the log, or at no place at all, is refused', async () => {
    const proof = await inclusionProof(0, 2, hashesAt(2));
    for (const index of [-1, 2, 0.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(checkInclusion(index, 2, leafAt(0), proof, rootAt(2))).toBe(false);
      await expect(inclusionProof(index, 2, hashesAt(2))).rejects.toThrow(RangeError);
    }
    expect(checkInclusion(0, 0, leafAt(0), [], EMPTY_ROOT)).toBe(false);
    expect(checkInclusion(0, Number.NaN, leafAt(0), proof, rootAt(2))).toBe(false);
  });

  it('is refused where a hash follows at the top of the tree, or where it ends below', () => {
    const [only, other] = [leafAt(0), leafAt(1)];
    expect(checkInclusion(0, 1, only, [], only)).toBe(true);
    expect(checkInclusion(0, 1, only, [other], nodeHash(only, other))).toBe(false);
    expect(checkInclusion(0, 1, only, [other], nodeHash(other, only))).toBe(false);
    expect(checkInclusion(0, 2, only, [], only)).toBe(false);
  });
});

describe('a proof of consistency', () => {
  it('of every log of up to 60 with every one before it is accepted for those two alone', async () => {
    for (let n = 0; n <= 60; n += 1) {
      const hashAt = hashesAt(n);
      for (let m = 0; m <= n; m += 1) {
        const proof = await consistencyProof(m, n, hashAt);
        expect(checkConsistency(m, n, proof, rootAt(m), rootAt(n))).toBe(true);
        expect(checkConsistency(m, n, proof, rootAt(m + 1), rootAt(n))).toBe(false);
        if (m > 0) expect(checkConsistency(m, n, proof, rootAt(m), rootAt(n + 1))).toBe(false);
      }
    }
  });

  it('is refused with any bit altered, a hash more or less, or two in each other’s place', async () => {
    const sizes = fc
      .integer({ min: 1, max: 1_000 })
      .chain((n) => fc.tuple(fc.integer({ min: 1, max: n }), fc.constant(n)));
    await fc.assert(
      fc.asyncProperty(sizes, fc.nat(), bits, async ([m, n], hash, bit) => {
        const proof = await consistencyProof(m, n, hashesAt(n));
        expect(checkConsistency(m, n, proof, rootAt(m), rootAt(n))).toBe(true);
        for (const other of altered(proof, hash, bit)) {
          expect(checkConsistency(m, n, other, rootAt(m), rootAt(n))).toBe(false);
        }
      }),
    );
  });

  it('of a log with itself is empty, and takes one root', () => {
    expect(checkConsistency(3, 3, [], rootAt(3), rootAt(3))).toBe(true);
    expect(checkConsistency(3, 3, [], rootAt(3), rootAt(4))).toBe(false);
    expect(checkConsistency(3, 3, [leafAt(0)], rootAt(3), rootAt(3))).toBe(false);
    expect(checkConsistency(0, 0, [], EMPTY_ROOT, EMPTY_ROOT)).toBe(true);
  });

  it('with the empty log is empty, and takes the root of nothing', () => {
    expect(checkConsistency(0, 3, [], EMPTY_ROOT, rootAt(3))).toBe(true);
    expect(checkConsistency(0, 3, [leafAt(0)], EMPTY_ROOT, rootAt(3))).toBe(false);
    expect(checkConsistency(0, 3, [], rootAt(1), rootAt(3))).toBe(false);
  });

  it('of a smaller log is refused where it is empty, also of one of a power of two', () => {
    for (const [m, n] of [
      [1, 2],
      [2, 3],
      [3, 4],
      [4, 60],
    ] as const) {
      expect(checkConsistency(m, n, [], rootAt(m), rootAt(n))).toBe(false);
      expect(checkConsistency(m, n, [], rootAt(m), rootAt(m))).toBe(false);
    }
  });

  it('is refused where a hash follows at the top of the tree', async () => {
    const proof = await consistencyProof(1, 2, hashesAt(2));
    const beyond = nodeHash(rootAt(2), leafAt(2));
    expect(checkConsistency(1, 2, [...proof, leafAt(2)], rootAt(1), beyond)).toBe(false);
  });

  it('of a larger log with a smaller, or of no sizes at all, is refused', async () => {
    for (const [m, n] of [
      [3, 2],
      [-1, 2],
      [0.5, 2],
      [Number.NaN, 2],
      [1, Number.NaN],
    ] as const) {
      expect(checkConsistency(m, n, [leafAt(1)], rootAt(1), rootAt(2))).toBe(false);
      await expect(consistencyProof(m, n, hashesAt(2))).rejects.toThrow(RangeError);
    }
  });
});

describe('proofs in logs of any size', () => {
  /** A log of equal leaves, of which every subtree of one height has one hash. */
  const LEVELS = Array.from({ length: 54 }).reduce<Hash[]>(
    (levels) => [...levels, nodeHash(levels.at(-1) ?? EMPTY_ROOT, levels.at(-1) ?? EMPTY_ROOT)],
    [leafAt(0)],
  );
  const hashAt: HashAt = async (level) => LEVELS[level] ?? EMPTY_ROOT;
  const near = fc
    .tuple(fc.integer({ min: 1, max: 52 }), fc.integer({ min: -3, max: 3 }))
    .map(([power, off]) => Math.max(2, 2 ** power + off));
  const sizes = fc.oneof(
    near,
    fc.maxSafeNat().map((size) => Math.max(2, size)),
  );

  it('are found and accepted, next to every power of two', async () => {
    await fc.assert(
      fc.asyncProperty(sizes, sizes, async (a, b) => {
        const [m, n] = a < b ? [a, b] : [b, a];
        const [old, young] = [await rootOf(0, m, hashAt), await rootOf(0, n, hashAt)];
        const inclusion = await inclusionProof(m - 1, n, hashAt);
        expect(inclusion.length).toBeLessThanOrEqual(53);
        expect(checkInclusion(m - 1, n, leafAt(0), inclusion, young)).toBe(true);
        expect(checkConsistency(m, n, await consistencyProof(m, n, hashAt), old, young)).toBe(true);
      }),
      {
        numRuns: 300,
        examples: [
          [2 ** 49 + 1, 2 ** 50],
          [2 ** 52 - 1, 2 ** 52 + 1],
        ],
      },
    );
  });
});

describe('hashes out of tiles', () => {
  it('are read from tiles of the size, each once, a subtree at its level', async () => {
    const tiles = tilesOfSize(1_000);
    const read: string[] = [];
    const hashAt = hashesFrom(1_000, async (tile) => {
      read.push(tilePath(tile));
      return tiles.read(tile);
    });
    const naive = (level: number, i: number) => naiveRootOf(i * 2 ** level, (i + 1) * 2 ** level);
    for (const [level, i] of [
      [0, 0],
      [0, 999],
      [3, 124],
      [7, 6],
      [8, 2],
      [9, 0],
    ] as const) {
      expect(Buffer.from(await hashAt(level, i))).toEqual(naive(level, i));
    }
    expect(read).toEqual(['tile/0/000', 'tile/0/003.p/232', 'tile/1/000.p/3']);
  });

  it.each([
    [0, 1_000],
    [3, 125],
    [8, 3],
    [10, 0],
    [16, 0],
    [0, -1],
  ])('of a subtree that is not complete are refused: level %i, number %i of 1,000 leaves', async (level, i) => {
    await expect(hashesAt(1_000)(level, i)).rejects.toThrow();
  });

  it('are kept in a bounded number of tiles, and read again beyond it', async () => {
    let read = 0;
    const hashAt = hashesFrom(100 * 256, async ({ n, width }) => {
      read += 1;
      return Buffer.alloc(width * 32, n);
    });
    for (let n = 0; n < 100; n += 1) expect((await hashAt(0, n * 256))[0]).toBe(n);
    for (let n = 99; n >= 40; n -= 1) await hashAt(0, n * 256);
    expect(read).toBe(100);
    await hashAt(0, 0);
    expect(read).toBe(101);
  });
});

describe('a proof file', () => {
  const checkpoint =
    'log.example/api/log\n3\ncl1SMNto9VdHDcNfHYhlgTrNfrsHrRUndBQd7LrnEyc=\n\n— log.example/api/log AAAAAAA=\n';
  const hashes = [leafAt(0), leafAt(1)];
  const [a, b] = hashes.map((hash) => Buffer.from(hash).toString('base64'));
  const written = `c2sp.org/tlog-proof@v1\nindex 2\n${a}\n${b}\n\n${checkpoint}`;

  it('is written line by line, with the checkpoint byte for byte at its end', () => {
    expect(writeProof({ index: 2, hashes, checkpoint })).toBe(written);
  });

  it('is read back as what was written, whatever the checkpoint is', () => {
    const some = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(fc.maxSafeNat(), fc.array(some, { maxLength: 64 }), fc.string(), (index, many, text) => {
        const read = readProof(writeProof({ index, hashes: many, checkpoint: text }));
        const plain = (some: readonly Hash[]) => some.map((hash) => Buffer.from(hash).toString('hex'));
        expect([read.index, plain(read.hashes), read.checkpoint]).toEqual([index, plain(many), text]);
      }),
    );
  });

  it('may carry an extra line before the index, which says nothing', () => {
    const extra = written.replace('index 2', 'extra aGVsbG8=\nindex 2');
    expect(readProof(extra)).toEqual(readProof(written));
  });

  it.each([
    ['another first line', written.replace('@v1', '@v2')],
    ['no index', written.replace('index 2\n', '')],
    ['an index with a zero in front', written.replace('index 2', 'index 02')],
    ['a negative index', written.replace('index 2', 'index -1')],
    ['an index beyond what a number counts', written.replace('index 2', 'index 9007199254740993')],
    ['no empty line', written.replace('\n\n', '\n')],
    ['two extra lines', written.replace('index 2', 'extra aGVsbG8=\nextra aGVsbG8=\nindex 2')],
    ['an extra line after the index', written.replace('index 2', 'index 2\nextra aGVsbG8=')],
    ['an extra line that is no base64', written.replace('index 2', 'extra !\nindex 2')],
    ['a hash that is too short', written.replace(a ?? '', 'aGVsbG8=')],
    ['a hash in another spelling', written.replace('=', '')],
    ['65 hashes', writeProof({ index: 2, hashes: Array.from({ length: 65 }, () => leafAt(0)), checkpoint })],
    ['carriage returns', written.replaceAll('\n', '\r\n')],
    ['nothing', ''],
  ])('with %s is refused', (_, text) => {
    expect(() => readProof(text)).toThrow(NoteError);
  });
});
