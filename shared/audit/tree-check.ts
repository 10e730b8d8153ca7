import { logKey } from '../log/journal/log-files.ts';
import { isSame } from '../log/tree/bytes.ts';
import type { Checkpoint } from '../log/tree/checkpoint.ts';
import { bundlesOf, TILE_WIDTH, tilePath } from '../log/tree/tile.ts';
import { leafHash, type Tile, TreeEdge } from '../log/tree/tree.ts';
import { bundleAt, type LogSource, required } from './log-source.ts';
import { Wrong } from './wrong.ts';

/** Throws Wrong where a tile or the root of the checkpoint is not what the entries of the log hash to. */
export async function assertTree(
  source: LogSource,
  { size, root }: Checkpoint,
  progress: (done: number, of: number) => void = () => undefined,
): Promise<void> {
  const edge = TreeEdge.empty();
  for (const { n, width } of bundlesOf(size)) {
    for (const bytes of await bundleAt(source, n, width)) edge.append(leafHash(bytes));
    progress(edge.size, size);
    // Partial tiles are right once all entries are there; before that only what was filled can be compared.
    if (width === TILE_WIDTH)
      await compare(
        source,
        edge.takeTiles().filter(({ tile }) => tile.width === TILE_WIDTH),
      );
  }
  await compare(source, edge.partialTiles());
  if (!isSame(edge.root(), root)) {
    throw new Wrong('由分录算出的根与校验点不符', 'The root computed from the entries is not that of the checkpoint');
  }
}

async function compare(source: LogSource, tiles: readonly Tile[]): Promise<void> {
  for (const { tile, bytes } of tiles) {
    const path = logKey(tilePath(tile));
    if (!isSame(await required(source, path), bytes)) {
      throw new Wrong(`${path} 与由分录算出的散列不符`, `${path} is not what its entries hash to`);
    }
  }
}
