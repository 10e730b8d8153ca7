import type { Verifier } from '../shared/log/tree/note.ts';
import { byteCheckBeside, byteCheckHere, logAt, type Place } from './byte-check.ts';
import { IdentityCheck } from './identity-check.ts';
import { LogCheck } from './log-check.ts';
import { signedCheckpoint } from './log-source.ts';
import type { Verified } from './verify-pack.ts';

/** A log of more entries is hashed in a thread of its own. */
const MANY_ENTRIES = 16_384;

/** Verifies a log by itself: a folder with its checkpoint, tiles and bundles, as it is published or kept. */
export async function verifyLog(root: string, key: Verifier): Promise<Verified> {
  const place: Place = { root, kind: 'log' };
  const source = logAt(place);
  const checkpoint = await signedCheckpoint(source, key);
  const bytes = (checkpoint.size > MANY_ENTRIES ? byteCheckBeside : byteCheckHere)(place, key);
  try {
    const identities = new IdentityCheck();
    for await (const bundle of new LogCheck(source, checkpoint).entries()) {
      for (const sealed of bundle) identities.enter(sealed);
    }
    await bytes.tree();
    identities.assert();
  } finally {
    bytes.end();
  }
  return {
    origin: checkpoint.origin,
    size: checkpoint.size,
    root: Buffer.from(checkpoint.root).toString('base64'),
    ledgers: 0,
    olderLedgers: 0,
    evidence: 0,
    namesMissing: [],
    absent: [],
  };
}
