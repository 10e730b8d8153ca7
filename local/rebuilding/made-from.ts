import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { type Verifier, writeVerifierKey } from '../../shared/log/tree/note.ts';
import type { KeyFile } from '../integrity/key-files.ts';
import type { LedgerKeys } from './expected.ts';

/** All that the rows of a folder are made from beside its log. */
export interface MadeFrom {
  /** The hash of the database that stood there. */
  readonly stood: string;
  /** The key of the log. */
  readonly key: Verifier;
  readonly keys: LedgerKeys;
  /** Of the keys that are there. */
  readonly fingerprints: ReadonlyMap<KeyFile, string>;
}

/** Tells it from anything else that rows could be made from. */
export function writeMadeFrom({ stood, key, keys, fingerprints }: MadeFrom): string {
  const told = [stood, writeVerifierKey(key), keys.isOwnCipher, [...fingerprints].sort()];
  return createHash('sha256').update(JSON.stringify(told)).digest('hex');
}

/**
 * What a database is told by as its bytes are, with its WAL; undefined where they cannot be read. Nothing of this process
 * may have it open: closing a file lets go of the lock that SQLite has on it.
 */
export async function hashOfDatabase(path: string): Promise<string | undefined> {
  const hash = createHash('sha256');
  try {
    for (const file of [path, `${path}-wal`].filter((one) => existsSync(one))) {
      for await (const chunk of createReadStream(file)) hash.update(chunk);
    }
    return hash.digest('hex');
  } catch {
    return undefined;
  }
}
