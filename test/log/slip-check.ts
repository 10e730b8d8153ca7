import { readCheckpoint } from '../../shared/log/tree/checkpoint.ts';
import { NoteError, openNote, readVerifierKey } from '../../shared/log/tree/note.ts';
import { checkInclusion, readProof } from '../../shared/log/tree/proof.ts';
import { hashesIn, leafHash, TreeEdge } from '../../shared/log/tree/tree.ts';

/** What a page does with a slip: bundled for a browser, and run in one. */

export interface Slip {
  readonly vkey: string;
  readonly proof: string;
  /** The canonical text of the entry. */
  readonly entry: string;
  /** The bytes of the partial tile that all leaves stand in. */
  readonly tile: readonly number[];
}

/** Whether the entry stands under the signed checkpoint, and the tile has its root; or why it could not be told. */
export function check({ vkey, proof, entry, tile }: Slip): string {
  try {
    const { index, hashes, checkpoint } = readProof(proof);
    const { size, root } = readCheckpoint(openNote(checkpoint, [readVerifierKey(vkey)]).text);
    if (!checkInclusion(index, size, leafHash(new TextEncoder().encode(entry)), hashes, root)) return 'not included';
    const edge = TreeEdge.empty();
    for (const leaf of hashesIn(Uint8Array.from(tile))) edge.append(leaf);
    return edge.size === size && String(edge.root()) === String(root) ? 'holds' : 'another root';
  } catch (error) {
    if (error instanceof NoteError) return error.code;
    throw error;
  }
}
