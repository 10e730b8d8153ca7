import { sha256 } from '#sha256';
import { MAX_BUNDLED } from './bundle.ts';
import { concat } from './bytes.ts';
import { TILE_WIDTH, type TileRef } from './tile.ts';

/** SHA-256, 32 bytes. */
export type Hash = Uint8Array;

export const HASH_BYTES = 32;

/** The root of a tree without leaves (RFC 6962, section 2.1). */
export const EMPTY_ROOT: Hash = sha256(new Uint8Array());

/** What is hashed is laid out in place: making an array for each takes Node as long as hashing it. */
const leaf = new Uint8Array(1 + MAX_BUNDLED);
const node = Uint8Array.of(0x01, ...new Uint8Array(2 * HASH_BYTES));

/** SHA-256(0x00 ‖ entry). */
export function leafHash(entry: Uint8Array): Hash {
  const bytes = entry.length < leaf.length ? leaf.subarray(0, 1 + entry.length) : new Uint8Array(1 + entry.length);
  bytes.set(entry, 1);
  return sha256(bytes);
}

/** SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Hash, right: Hash): Hash {
  node.set(left, 1);
  node.set(right, 1 + HASH_BYTES);
  return sha256(node);
}

export interface Tile {
  readonly tile: TileRef;
  readonly bytes: Uint8Array;
}

/** One level of tiles: how many hashes it has in all, and those of its last tile where that is not full. */
interface Level {
  count: number;
  hashes: Hash[];
  /** Whether the last tile has changed since tiles were taken. */
  changed: boolean;
}

/**
 * The right edge of a growing tree: of each level of tiles the hashes of the last, partial one. All that appending to the
 * log needs, and small whatever the size.
 */
export class TreeEdge {
  readonly #levels: Level[] = [];
  #full: Tile[] = [];

  static empty(): TreeEdge {
    return new TreeEdge();
  }

  /** The edge of a log of that size, from its partial tiles. */
  static async load(size: number, readTile: (tile: TileRef) => Promise<Uint8Array>): Promise<TreeEdge> {
    const edge = new TreeEdge();
    for (let level = 0, count = size; count > 0; level += 1, count = Math.floor(count / TILE_WIDTH)) {
      const width = count % TILE_WIDTH;
      const n = Math.floor(count / TILE_WIDTH);
      const bytes = width === 0 ? new Uint8Array() : await readTile({ level, n, width });
      if (bytes.length !== width * HASH_BYTES)
        throw new RangeError(`a tile of ${width} hashes has ${bytes.length} bytes`);
      edge.#levels.push({ count, hashes: hashesIn(bytes), changed: false });
    }
    return edge;
  }

  get size(): number {
    return this.#levels[0]?.count ?? 0;
  }

  append(leaf: Hash): void {
    this.#append(0, leaf);
  }

  #append(at: number, hash: Hash): void {
    let level = this.#levels[at];
    if (level === undefined) {
      level = { count: 0, hashes: [], changed: false };
      this.#levels.push(level);
    }
    level.hashes.push(hash);
    level.count += 1;
    level.changed = true;
    if (level.hashes.length < TILE_WIDTH) return;
    const { hashes } = level;
    const n = level.count / TILE_WIDTH - 1;
    this.#full.push({ tile: { level: at, n, width: TILE_WIDTH }, bytes: concat(...hashes) });
    level.hashes = [];
    level.changed = false;
    this.#append(at + 1, subtreeRoot(hashes));
  }

  /** The Merkle tree hash of all leaves (RFC 6962, section 2.1). */
  root(): Hash {
    let root: Hash | undefined;
    // A partial tile stands left of everything that the levels below it have beyond their full tiles.
    for (const { hashes } of this.#levels) {
      if (hashes.length === 0) continue;
      root = rootOver(hashes, root);
    }
    return root ?? EMPTY_ROOT;
  }

  /** The same edge, to go on from without changing this one. */
  copy(): TreeEdge {
    const edge = new TreeEdge();
    for (const { count, hashes, changed } of this.#levels) edge.#levels.push({ count, hashes: [...hashes], changed });
    edge.#full = [...this.#full];
    return edge;
  }

  /** The tiles that came since they were taken last: all that were filled, and the partial ones that changed. */
  takeTiles(): Tile[] {
    const tiles = this.#full;
    this.#full = [];
    tiles.push(...this.partialTiles().filter(({ tile }) => this.#levels[tile.level]?.changed));
    for (const level of this.#levels) level.changed = false;
    return tiles;
  }

  /** The last tile of every level that is not full. */
  partialTiles(): Tile[] {
    return this.#levels.flatMap(({ count, hashes }, level): Tile[] => {
      const tile = { level, n: Math.floor(count / TILE_WIDTH), width: hashes.length };
      return hashes.length === 0 ? [] : [{ tile, bytes: concat(...hashes) }];
    });
  }
}

/** The hashes of a tile's bytes. */
export function hashesIn(tile: Uint8Array): Hash[] {
  return Array.from({ length: tile.length / HASH_BYTES }, (_, at) =>
    tile.subarray(at * HASH_BYTES, (at + 1) * HASH_BYTES),
  );
}

/** The root of a complete subtree: as many hashes as a power of two. */
export function subtreeRoot(hashes: readonly Hash[]): Hash {
  let level = hashes;
  while (level.length > 1) {
    const above: Hash[] = [];
    for (let at = 0; at + 1 < level.length; at += 2)
      above.push(nodeHash(level[at] ?? EMPTY_ROOT, level[at + 1] ?? EMPTY_ROOT));
    level = above;
  }
  return level[0] ?? EMPTY_ROOT;
}

/** The root over hashes of equal, complete subtrees, and over what is smaller and stands to the right of them. */
function rootOver(hashes: readonly Hash[], rest: Hash | undefined): Hash {
  let root = rest;
  // The complete subtrees of the binary digits of their number, the smallest and rightmost first.
  for (let end = hashes.length; end > 0; ) {
    const span = end & -end;
    const subtree = subtreeRoot(hashes.slice(end - span, end));
    root = root === undefined ? subtree : nodeHash(subtree, root);
    end -= span;
  }
  return root ?? EMPTY_ROOT;
}
