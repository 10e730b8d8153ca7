import type { Verifier } from '../log/tree/note.ts';
import { type LogSource, signedCheckpoint } from './log-source.ts';
import type { PackFiles } from './pack-files.ts';
import { assertHashes } from './pack-sums.ts';
import { assertTree } from './tree-check.ts';

/** What can be told of bytes without reading what they say. Each throws Wrong for the first that is not so. */
export interface ByteCheck {
  /** Every file has the hash that the pack lists. */
  sums(): Promise<void>;
  /** Every tile and the root are what the entries hash to. */
  tree(): Promise<void>;
  end(): void;
}

/** Done when it is asked for, by whoever asks. A log by itself has no list of hashes. */
export function byteCheckHere(
  source: LogSource,
  pack: PackFiles | undefined,
  key: Verifier,
  treeProgress?: (done: number, of: number) => void,
): ByteCheck {
  let sums: Promise<void> | undefined;
  return {
    sums() {
      sums ??= pack === undefined ? Promise.resolve() : assertHashes(pack);
      return sums;
    },
    async tree() {
      await assertTree(source, await signedCheckpoint(source, key), treeProgress);
    },
    end: () => undefined,
  };
}
