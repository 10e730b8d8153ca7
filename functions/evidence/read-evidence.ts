import { fileNameOf } from '../../shared/domain/evidence.ts';
import { isRefusal } from '../../shared/domain/refusal.ts';
import { evidenceKeys } from '../../shared/evidence/keys.ts';
import { findEvidence } from '../../shared/evidence/receive.ts';
import { LINK_MS } from '../../shared/storage/ports/object-links.ts';
import { noQuery, read } from '../front/use-case.ts';
import type { EvidenceTracker } from './tracker.ts';

/** A file with a link to it. One that has arrived and was not looked at yet is taken in first. */
export const readEvidence = read(noQuery, async (tracker: EvidenceTracker, _query, { target: sha256 = '' }) => {
  const { objects, links, clock } = tracker;
  const received = await findEvidence(objects, sha256);
  if (isRefusal(received) || received.state === 'waiting') return received;
  const { evidence, state } = received;
  const { name, mediaType } = evidence;
  const expiresAt = clock() + LINK_MS;
  const url = await links.download(evidenceKeys.file(sha256), { fileName: fileNameOf(name, mediaType), mediaType });
  return { evidence, state, download: { url, expiresAt } };
});
