import type { HashAt } from './proof.ts';
import { TILE_WIDTH, type TileRef } from './tile.ts';
import { type Hash, hashesIn, subtreeRoot } from './tree.ts';

/** A tile spans eight levels of the binary tree. */
const LEVELS = Math.log2(TILE_WIDTH);
/** Tiles kept while hashes are asked for. */
const MOST_TILES = 64;

/** Hashes of complete subtrees out of the tiles of a log of that size; tiles are read once, a bounded number kept. */
export function hashesFrom(size: number, readTile: (tile: TileRef) => Promise<Uint8Array>): HashAt {
  const kept = new Map<string, Promise<Hash[]>>();

  function tile(level: number, n: number): Promise<Hash[]> {
    const name = `${level}/${n}`;
    const known = kept.get(name);
    if (known !== undefined) return known;
    const count = Math.floor(size / TILE_WIDTH ** level);
    const width = Math.min(TILE_WIDTH, count - n * TILE_WIDTH);
    if (width <= 0) throw new RangeError(`a log of ${size} entries has no tile ${name}`);
    const hashes = readTile({ level, n, width }).then(hashesIn);
    const [oldest] = kept.keys();
    if (kept.size >= MOST_TILES && oldest !== undefined) kept.delete(oldest);
    kept.set(name, hashes);
    return hashes;
  }

  return async (level, i) => {
    const span = 2 ** (level % LEVELS);
    const first = i * span;
    const hashes = await tile(Math.floor(level / LEVELS), Math.floor(first / TILE_WIDTH));
    const at = first % TILE_WIDTH;
    if (at + span > hashes.length) throw new RangeError(`the subtree ${i} of level ${level} is not complete`);
    return subtreeRoot(hashes.slice(at, at + span));
  };
}
