import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TILE_WIDTH, type TileRef, tilePath, tilesOf } from '../../shared/log/tree/tile.ts';
import { EMPTY_ROOT, leafHash, TreeEdge } from '../../shared/log/tree/tree.ts';
import { leaves, naiveRootOf, Tiles } from './merkle.ts';

const LEAVES = leaves(601);

function rootOf(size: number): string {
  return naiveRootOf(0, size).toString('base64');
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

/** The hashes of a tile by its definition, of leaves that were never in a tree. */
function tileOf({ level, n, width }: TileRef): Buffer {
  const span = TILE_WIDTH ** level;
  const hashes = Array.from({ length: width }, (_, at) => {
    const first = (n * TILE_WIDTH + at) * span;
    return naiveRootOf(first, first + span);
  });
  return Buffer.concat(hashes);
}

/** The partial tiles of a size by the reference's formula. */
function partialOf(size: number): TileRef[] {
  return [0, 1, 2].flatMap((level): TileRef[] => {
    const count = Math.floor(size / TILE_WIDTH ** level);
    const width = count % TILE_WIDTH;
    return width === 0 ? [] : [{ level, n: Math.floor(count / TILE_WIDTH), width }];
  });
}

describe('the root of a log', () => {
  it('of no leaves is the hash of nothing', () => {
    expect(base64(TreeEdge.empty().root())).toBe('47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=');
    expect(TreeEdge.empty().size).toBe(0);
  });

  it.each([
    [1, '2zQm6HgGjSjSabbIcXIyLOU3K2V1bQeJAB00g19gHAM='],
    [3, 'cl1SMNto9VdHDcNfHYhlgTrNfrsHrRUndBQd7LrnEyc='],
    [300, 'hOE+weA3FVrmGXV1mbLNIa2lpWXg/ZsxOcDDxsG4rak='],
  ])('of the leaves 0 up to %i is that of the reference', (size, root) => {
    const tiles = new Tiles();
    tiles.grow(size);
    expect(base64(tiles.edge.root())).toBe(root);
    expect(rootOf(size)).toBe(root);
  });

  it('is that of RFC 6962 at every size up to 600, and asking for it changes nothing', () => {
    const edge = TreeEdge.empty();
    for (let size = 0; size <= 600; size += 1) {
      expect(base64(edge.root())).toBe(rootOf(size));
      edge.append(leafHash(LEAVES[size] ?? Buffer.of()));
    }
  });

  it('is that of RFC 6962 where whole levels of tiles are full, and where three are not', () => {
    const tiles = new Tiles();
    for (const size of [256, 65_536, 70_000]) {
      tiles.grow(size - tiles.edge.size);
      expect(base64(tiles.edge.root())).toBe(rootOf(size));
    }
  });
});

describe('the tiles of a log', () => {
  it.each([
    [0, []],
    [1, ['tile/0/000.p/1']],
    [255, ['tile/0/000.p/255']],
    [256, ['tile/1/000.p/1']],
    [65_536, ['tile/2/000.p/1']],
    [70_000, ['tile/0/273.p/112', 'tile/1/001.p/17', 'tile/2/000.p/1']],
  ])('of size %i have as partial ones those of the formula', (size, expected) => {
    const tiles = new Tiles();
    tiles.grow(size);
    expect(tiles.edge.partialTiles().map(({ tile }) => tilePath(tile))).toEqual(expected);
    expect(partialOf(size).map(tilePath)).toEqual(expected);
  });

  it('at size 256 are a full one and one hash above it, and at 70,000 the 277 of the reference', () => {
    expect([...tilesOf(256)].map(tilePath)).toEqual(['tile/0/000', 'tile/1/000.p/1']);
    const widths = new Map<string, number>();
    for (const { level, width } of tilesOf(70_000)) {
      const name = `${level}/${width}`;
      widths.set(name, (widths.get(name) ?? 0) + 1);
    }
    expect([...widths]).toEqual([
      ['0/256', 273],
      ['0/112', 1],
      ['1/256', 1],
      ['1/17', 1],
      ['2/1', 1],
    ]);
    const tiles = new Tiles();
    tiles.grow(70_000);
    expect(new Set(tiles.paths.keys())).toEqual(new Set([...tilesOf(70_000)].map(tilePath)));
  });

  it('appended one by one are, at each size, the ones that changed and no other', () => {
    const tiles = new Tiles();
    for (let size = 1; size <= 600; size += 1) {
      const before = new Set([...tilesOf(size - 1)].map(tilePath));
      const changed = [...tilesOf(size)].map(tilePath).filter((path) => !before.has(path));
      expect(tiles.grow(1).sort()).toEqual(changed.sort());
    }
  });

  it('are taken once', () => {
    const tiles = new Tiles();
    expect(tiles.grow(300)).toHaveLength(3);
    expect(tiles.edge.takeTiles()).toEqual([]);
    expect(tiles.edge.partialTiles()).toHaveLength(2);
  });

  it('hold what their definition says, at every size that was ever reached, over starts in between', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ by: fc.integer({ min: 0, max: 300 }), restart: fc.boolean() }), { maxLength: 6 }),
        async (steps) => {
          const tiles = new Tiles();
          for (const { by, restart } of steps) {
            tiles.grow(by);
            if (restart) await tiles.reload();
            const { size } = tiles.edge;
            expect(base64(tiles.edge.root())).toBe(rootOf(size));
            for (const ref of tilesOf(size)) expect(Buffer.from(await tiles.read(ref))).toEqual(tileOf(ref));
          }
        },
      ),
      { numRuns: 25 },
    );
  });
});

describe('an edge', () => {
  it.each([0, 1, 255, 256, 257, 511, 65_436, 65_536])(
    'loaded from its own tiles at size %i goes on to the same tiles and roots',
    async (size) => {
      const whole = new Tiles();
      whole.grow(size);
      const loaded = new Tiles();
      loaded.grow(size);
      await loaded.reload();
      expect(loaded.edge.size).toBe(size);
      expect(base64(loaded.edge.root())).toBe(base64(whole.edge.root()));
      expect(loaded.grow(300)).toEqual(whole.grow(300));
      expect(base64(loaded.edge.root())).toBe(base64(whole.edge.root()));
      expect(loaded.paths).toEqual(whole.paths);
    },
  );

  it('reads nothing but partial tiles', async () => {
    const tiles = new Tiles();
    tiles.grow(65_792);
    const read: string[] = [];
    await TreeEdge.load(65_792, async (tile) => {
      read.push(tilePath(tile));
      return tiles.read(tile);
    });
    expect(read).toEqual(['tile/1/001.p/1', 'tile/2/000.p/1']);
  });

  it.each([31, 33, 64, 0])('refuses a tile of one hash that has %i bytes', async (bytes) => {
    await expect(TreeEdge.load(1, async () => new Uint8Array(bytes))).rejects.toThrow(RangeError);
  });

  it('goes on from a copy without being changed', () => {
    const tiles = new Tiles();
    tiles.grow(255);
    const before = base64(tiles.edge.root());
    const copy = tiles.edge.copy();
    for (let at = 255; at < 600; at += 1) copy.append(leafHash(LEAVES[at] ?? Buffer.of()));
    expect([tiles.edge.size, base64(tiles.edge.root())]).toEqual([255, before]);
    expect(tiles.edge.takeTiles()).toEqual([]);
    expect(base64(copy.root())).toBe(rootOf(600));
    expect(copy.takeTiles().map(({ tile }) => tilePath(tile))).toEqual([
      'tile/0/000',
      'tile/0/001',
      'tile/0/002.p/88',
      'tile/1/000.p/2',
    ]);
    expect(EMPTY_ROOT).toHaveLength(32);
  });
});
