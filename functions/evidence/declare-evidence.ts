import { isRefusal } from '../../shared/domain/refusal.ts';
import { evidenceKeys } from '../../shared/evidence/keys.ts';
import { declare } from '../../shared/evidence/receive.ts';
import type { DeclaredEvidence } from '../../shared/schemas/evidence.ts';
import type { Reply } from '../front/operation.ts';
import type { EvidenceTracker } from './tracker.ts';

/** Says where a file can be uploaded. Nothing is recorded under the key: the same declaration does the same again. */
export async function declareEvidence({ objects, links }: EvidenceTracker, evidence: DeclaredEvidence): Promise<Reply> {
  const declared = await declare(objects, evidence);
  if (isRefusal(declared)) return { refused: declared };
  if (declared.state === 'stored') return { status: 200, body: { evidence, stored: true } };
  const { url, method, headers, expiresAt } = await links.upload(evidenceKeys.incoming(evidence.sha256), evidence);
  return { status: 201, body: { evidence, upload: { url, method, headers, expiresAt } } };
}
