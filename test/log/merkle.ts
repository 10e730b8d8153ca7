import { createHash } from 'node:crypto';
import { type TileRef, tilePath } from '../../shared/log/tree/tile.ts';
import { leafHash, TreeEdge } from '../../shared/log/tree/tree.ts';

const known = new Map<string, Buffer>();

/** RFC 6962, section 2.1, word for word, over the leaves from one place up to another; what was computed is kept. */
export function naiveRootOf(from: number, to: number): Buffer {
  const name = `${from} ${to}`;
  const root = known.get(name) ?? compute(from, to);
  known.set(name, root);
  return root;
}

function compute(from: number, to: number): Buffer {
  if (from === to) return createHash('sha256').digest();
  if (to - from === 1) return createHash('sha256').update(Buffer.of(0)).update(String(from)).digest();
  let split = 1;
  while (split * 2 < to - from) split *= 2;
  const [left, right] = [naiveRootOf(from, from + split), naiveRootOf(from + split, to)];
  return createHash('sha256').update(Buffer.of(1)).update(left).update(right).digest();
}

/** The leaves "0", "1", "2", … of the reference's roots. */
export function leaves(size: number): Buffer[] {
  return Array.from({ length: size }, (_, at) => Buffer.from(String(at)));
}

/** A log of hashes alone: an edge, and every tile that ever came out of it, by its path. */
export class Tiles {
  readonly paths = new Map<string, Uint8Array>();
  edge = TreeEdge.empty();

  /** Appends the next leaves and keeps the tiles that came, as one round of sealing does. */
  grow(by: number): string[] {
    const from = this.edge.size;
    for (let at = from; at < from + by; at += 1) this.edge.append(leafHash(Buffer.from(String(at))));
    return this.edge.takeTiles().map(({ tile, bytes }) => {
      this.paths.set(tilePath(tile), bytes);
      return tilePath(tile);
    });
  }

  /** Begins again from what was kept, as a sequencer that starts does. */
  async reload(): Promise<void> {
    this.edge = await TreeEdge.load(this.edge.size, this.read);
  }

  readonly read = async (tile: TileRef): Promise<Uint8Array> => {
    const bytes = this.paths.get(tilePath(tile));
    if (bytes === undefined) throw new Error(`there is no ${tilePath(tile)}`);
    return bytes;
  };
}
