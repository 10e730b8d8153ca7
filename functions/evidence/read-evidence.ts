import { fileNameOf } from '../../shared/domain/evidence.ts';
import { isRefusal, type Refusal } from '../../shared/domain/refusal.ts';
import { evidenceKeys } from '../../shared/evidence/keys.ts';
import { findEvidence } from '../../shared/evidence/receive.ts';
import { LINK_MS } from '../../shared/storage/ports/object-links.ts';
import type { Asked } from '../front/operation.ts';
import type { EvidenceTracker } from './tracker.ts';

/** A file with a link to it. One that has arrived and was not looked at yet is taken in first. */
export async function readEvidence(
  { objects, links, clock }: EvidenceTracker,
  _query: object,
  { target: sha256 }: Asked<string>,
): Promise<object | Refusal> {
  const received = await findEvidence(objects, sha256);
  if (isRefusal(received) || received.state === 'waiting') return received;
  const { evidence, state } = received;
  const { name, mediaType } = evidence;
  const expiresAt = clock() + LINK_MS;
  const url = await links.download(evidenceKeys.file(sha256), { fileName: fileNameOf(name, mediaType), mediaType });
  return { evidence, state, download: { url, expiresAt } };
}
