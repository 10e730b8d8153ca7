import { isRefusal } from '../../shared/domain/refusal.ts';
import { evidenceKeys } from '../../shared/evidence/keys.ts';
import { asDeclared, declare } from '../../shared/evidence/receive.ts';
import type { DeclaredEvidence } from '../../shared/schemas/evidence.ts';
import type { Asked, Reply } from '../front/operation.ts';
import type { EvidenceTracker } from './tracker.ts';

/**
 * Says where a file can be uploaded. Nothing is recorded under the key: the same declaration does the same again. A dry run
 * says whether it would be taken, and no address.
 */
export async function declareEvidence(
  { objects, links }: EvidenceTracker,
  evidence: DeclaredEvidence,
  { isDryRun }: Asked,
): Promise<Reply> {
  const declared = await (isDryRun ? asDeclared : declare)(objects, evidence);
  if (isRefusal(declared)) return { refused: declared };
  const dryRun = isDryRun ? { dryRun: true } : {};
  if (declared.state === 'stored') return { status: 200, body: { ...dryRun, evidence, stored: true } };
  if (isDryRun) return { status: 200, body: { ...dryRun, evidence } };
  const { url, method, headers, expiresAt } = await links.upload(evidenceKeys.incoming(evidence.sha256), evidence);
  return { status: 201, body: { evidence, upload: { url, method, headers, expiresAt } } };
}
