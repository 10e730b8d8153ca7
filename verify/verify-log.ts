import type { Verifier } from '../shared/log/note.ts';
import { IdentityCheck } from './identity-check.ts';
import { LogCheck, signedCheckpoint } from './log-check.ts';
import { PackFiles } from './pack-files.ts';
import type { Verified } from './verify-pack.ts';

const KEY_PREFIX = 'log/';

/** Verifies a log by itself: a folder with its checkpoint, tiles and bundles, as it is published or kept. */
export async function verifyLog(root: string, key: Verifier): Promise<Verified> {
  const files = new PackFiles(root);
  const source = { get: (path: string) => files.find(path.slice(KEY_PREFIX.length)) };
  const checkpoint = await signedCheckpoint(source, key);
  const identities = new IdentityCheck();
  for await (const bundle of new LogCheck(source, checkpoint).entries()) {
    for (const sealed of bundle) identities.enter(sealed);
  }
  identities.assert();
  return {
    origin: checkpoint.origin,
    size: checkpoint.size,
    root: Buffer.from(checkpoint.root).toString('base64'),
    ledgers: 0,
    evidence: 0,
    absent: [],
  };
}
