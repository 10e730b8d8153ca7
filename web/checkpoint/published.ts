import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import type { Published } from '../../shared/audit/kept-checkpoint.ts';
import { readProof } from '../../shared/log/tree/proof.ts';
import { TILE_WIDTH, type TileRef, tilePath } from '../../shared/log/tree/tile.ts';
import { HASH_BYTES, type Hash, hashesIn } from '../../shared/log/tree/tree.ts';
import { type Asking, askForBytes, askForText } from '../ask/ask.ts';
import { Problem } from '../ask/problem.ts';

/** What the log publishes to everybody: checkpoint, verifier key, tiles of hashes, and proofs. */

export interface PublishedNow extends Published {
  /** When the checkpoint was published, in milliseconds since 1970, where that is told. */
  readonly at: number | undefined;
}

/** Looked for again so often, while the page is looked at. */
const EVERY_MS = 60_000;

export function usePublished(): UseQueryResult<PublishedNow> {
  return useQuery({
    queryKey: ['log'],
    queryFn: ({ signal }) => readPublished({ signal }),
    refetchInterval: EVERY_MS,
  });
}

export async function readPublished(asking: Asking = {}): Promise<PublishedNow> {
  const [{ text: note, changedAt: at }, { text: vkey }] = await Promise.all([
    askForText('/api/log/checkpoint', asking),
    askForText('/api/log/vkey', asking),
  ]);
  return { note, vkey: vkey.trim(), at };
}

export function useProof(entry: string): UseQueryResult<string> {
  return useQuery({
    queryKey: ['proof', entry],
    queryFn: async ({ signal }) =>
      (await askForText(`/api/entries/${encodeURIComponent(entry)}/proof`, { signal })).text,
  });
}

/**
 * A partial tile goes once the full one is there, which begins with the same hashes. Throws RangeError for one that the
 * log does not have, although its checkpoint says so.
 */
export async function readTile(tile: TileRef): Promise<Uint8Array> {
  const bytes = (await tileAt(tile)) ?? (await tileAt({ ...tile, width: TILE_WIDTH }));
  if (bytes === undefined) throw new RangeError(`the log has no ${tilePath(tile)}`);
  return bytes.subarray(0, tile.width * HASH_BYTES);
}

async function tileAt(tile: TileRef): Promise<Uint8Array | undefined> {
  try {
    return await askForBytes(`/api/log/${tilePath(tile)}`);
  } catch (error) {
    if (error instanceof Problem && error.why === 'missing') return undefined;
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
