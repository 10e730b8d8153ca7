import { IdentityCheck } from '../shared/audit/identity-check.ts';
import { LogCheck } from '../shared/audit/log-check.ts';
import { signedCheckpoint } from '../shared/audit/log-source.ts';
import type { Verified } from '../shared/audit/pack-check.ts';
import { toBase64 } from '../shared/log/tree/bytes.ts';
import type { Verifier } from '../shared/log/tree/note.ts';
import { byteCheckAt, byteCheckBeside, logAt, type Place } from './byte-check.ts';

/** A log of more entries is hashed in a thread of its own. */
const MANY_ENTRIES = 16_384;

/** Verifies a log by itself: a folder with its checkpoint, tiles and bundles, as it is published or kept. */
export async function verifyLog(root: string, key: Verifier): Promise<Verified> {
  const place: Place = { root, kind: 'log' };
  const source = logAt(place);
  const checkpoint = await signedCheckpoint(source, key);
  const bytes = (checkpoint.size > MANY_ENTRIES ? byteCheckBeside : byteCheckAt)(place, key);
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
    root: toBase64(checkpoint.root),
    ledgers: 0,
    olderLedgers: 0,
    workbooks: 0,
    evidence: 0,
    namesMissing: [],
    absent: [],
  };
}
