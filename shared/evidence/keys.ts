import { isSha256 } from '../domain/evidence.ts';
import { PREFIXES } from '../storage/ports/prefixes.ts';

/**
 * Where evidence lies in the object store. What was declared stands under `declared`, what was uploaded and not looked
 * at yet under `incoming`; a file under its hash was accepted, and what it is stands beside it.
 */
export const evidenceKeys = {
  declared: (sha256: string) => `${PREFIXES.declared}${sha256}.json`,
  incoming: (sha256: string) => `${PREFIXES.incoming}${sha256}`,
  file: (sha256: string) => `${PREFIXES.evidence}${sha256}`,
  stored: (sha256: string) => `${PREFIXES.evidence}${sha256}.json`,
};

/** The hash that an upload was declared with; undefined for a key of something else. */
export function sha256OfIncoming(key: string): string | undefined {
  const sha256 = key.startsWith(PREFIXES.incoming) ? key.slice(PREFIXES.incoming.length) : '';
  return isSha256(sha256) ? sha256 : undefined;
}
