import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { Published } from '../../shared/audit/kept-checkpoint.ts';
import { readProof } from '../../shared/log/tree/proof.ts';
import { TILE_WIDTH, type TileRef, tilePath } from '../../shared/log/tree/tile.ts';
import { type Hash, hashesIn } from '../../shared/log/tree/tree.ts';
import { askForBytes, askForText } from '../ask/ask.ts';
import { Problem } from '../ask/problem.ts';

/** What the log publishes to everybody: checkpoint, verifier key, tiles of hashes, and proofs. */

export function usePublished(): UseQueryResult<Published> {
  return useQuery({
    queryKey: ['log'],
    queryFn: async ({ signal }) => {
      const [note, vkey] = await Promise.all([
        askForText('/api/log/checkpoint', { signal }),
        askForText('/api/log/vkey', { signal }),
      ]);
      return { note, vkey: vkey.trim() };
    },
  });
}

export function useProof(entry: string): UseQueryResult<string> {
  return useQuery({
    queryKey: ['proof', entry],
    queryFn: ({ signal }) => askForText(`/api/entries/${encodeURIComponent(entry)}/proof`, { signal }),
  });
}

/** Throws RangeError for a tile that the log does not have, although its checkpoint says so. */
export async function readTile(tile: TileRef): Promise<Uint8Array> {
  const path = tilePath(tile);
  try {
    return await askForBytes(`/api/log/${path}`);
  } catch (error) {
    if (error instanceof Problem && error.why === 'missing') throw new RangeError(`the log has no ${path}`);
    throw error;
  }
}

/** The leaf that the log publishes in the place of a proof, under a log of that size. */
export async function publishedLeaf(proof: string, size: number): Promise<Hash | undefined> {
  const { index } = readProof(proof);
  const n = Math.floor(index / TILE_WIDTH);
  const width = Math.min(TILE_WIDTH, size - n * TILE_WIDTH);
  return hashesIn(await readTile({ level: 0, n, width }))[index % TILE_WIDTH];
}
