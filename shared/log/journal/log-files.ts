import type { ObjectStore } from '../../storage/ports/object-store.ts';
import { PREFIXES } from '../../storage/ports/prefixes.ts';
import { readBundle } from '../tree/bundle.ts';
import { type Checkpoint, readCheckpoint } from '../tree/checkpoint.ts';
import { textOf } from '../tree/note.ts';
import { bundlePath, TILE_WIDTH, type TileRef, tilePath } from '../tree/tile.ts';

const HASH_BYTES = 32;

/** The key of one of the log's static files, by its path under the log's prefix. */
export function logKey(path: string): string {
  return `${PREFIXES.log}${path}`;
}

/** The log as it is published: its checkpoint, tiles and entry bundles, read back. */
export class LogFiles {
  readonly #objects: Pick<ObjectStore, 'get'>;

  constructor(objects: Pick<ObjectStore, 'get'>) {
    this.#objects = objects;
  }

  /** The published checkpoint as it was signed. Its signatures are for those to check who trust nobody. */
  async checkpointNote(): Promise<string | undefined> {
    const bytes = await this.#objects.get(logKey('checkpoint'));
    return bytes === undefined ? undefined : new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  }

  async checkpoint(): Promise<Checkpoint | undefined> {
    const note = await this.checkpointNote();
    return note === undefined ? undefined : readCheckpoint(textOf(note));
  }

  /** The hashes of a tile. One that has been filled since is cut to the width that is asked for. */
  async tile(ref: TileRef): Promise<Uint8Array> {
    const bytes = await this.#first(tilePath(ref), tilePath({ ...ref, width: TILE_WIDTH }));
    if (bytes.length < ref.width * HASH_BYTES) throw new Error(`${tilePath(ref)} is shorter than its width`);
    return bytes.subarray(0, ref.width * HASH_BYTES);
  }

  /** The bytes of the first `width` entries of a bundle. */
  async bundle(n: number, width: number): Promise<Uint8Array[]> {
    const entries = readBundle(await this.#first(bundlePath(n, width), bundlePath(n, TILE_WIDTH)));
    if (entries.length < width) throw new Error(`${bundlePath(n, width)} holds ${entries.length} entries`);
    return entries.slice(0, width);
  }

  /** The bytes of the entries from one place up to a size, bundle by bundle; the next is read while one is dealt with. */
  async *entries(from: number, size: number): AsyncGenerator<Uint8Array[]> {
    const last = Math.ceil(size / TILE_WIDTH);
    const read = (n: number) => {
      const bundle = n < last ? this.bundle(n, Math.min(TILE_WIDTH, size - n * TILE_WIDTH)) : undefined;
      // Whoever stops before it is asked for is not told that it cannot be read.
      bundle?.catch(() => {});
      return bundle;
    };
    let n = Math.floor(from / TILE_WIDTH);
    for (let next = from < size ? read(n) : undefined; next !== undefined; ) {
      const entries = await next;
      next = read(n + 1);
      yield entries.slice(Math.max(0, from - n * TILE_WIDTH));
      n += 1;
    }
  }

  /** A partial tile goes once the full one is there, which begins with the same bytes. */
  async #first(...paths: readonly string[]): Promise<Uint8Array> {
    for (const path of new Set(paths)) {
      const bytes = await this.#objects.get(logKey(path));
      if (bytes !== undefined) return bytes;
    }
    throw new Error(`the log has no file ${paths[0]}`);
  }
}
