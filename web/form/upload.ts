import { ACCEPTED_TYPES, type Evidence, type EvidenceType, fileNameOf } from '../../shared/domain/evidence.ts';
import { evidenceAnswers } from '../../shared/schemas/evidence.ts';
import { LIMITS } from '../../shared/schemas/limits.ts';
import { names } from '../../shared/schemas/names.ts';
import { ask } from '../ask/ask.ts';
import { askBeside } from '../ask/ask-beside.ts';
import { Problem } from '../ask/problem.ts';

/** Takes a file in as evidence: declared by its hash, uploaded to where the answer says, looked at. */

const declared = evidenceAnswers.declaredEvidence.extend({ names });
const kept = evidenceAnswers.evidence.extend({ names });

/** Why a file is not even sent. */
export type Unfit = 'paperType' | 'paperTooLarge' | 'paperEmpty';

export function unfit(file: File): Unfit | undefined {
  if (typeOf(file) === undefined) return 'paperType';
  if (file.size === 0) return 'paperEmpty';
  return file.size > LIMITS.evidenceBytes ? 'paperTooLarge' : undefined;
}

/** What a file says it is; by the ending of its name where the browser knows no type for it. */
export function typeOf({ type, name }: Pick<File, 'type' | 'name'>): EvidenceType | undefined {
  const said = type === 'text/xml' ? 'application/xml' : type;
  return ACCEPTED_TYPES.find((one) => one === said) ?? ACCEPTED_TYPES.find((one) => fileNameOf(name, one) === name);
}

/** Gives the paper once it is stored. Throws a Problem where it is not. */
export async function uploaded(file: File): Promise<Evidence> {
  const bytes = await file.arrayBuffer();
  const mediaType = typeOf(file);
  if (mediaType === undefined) throw new Problem('refused');
  const paper: Evidence = { sha256: await hashOf(bytes), name: file.name, bytes: bytes.byteLength, mediaType };
  const { upload } = await askBeside('/api/evidence', declared, paper);
  if (upload !== undefined) {
    const { url, method, headers } = upload;
    const answer = await fetch(url, { method, headers, body: bytes }).catch((error: unknown) => {
      throw new Problem('unreachable', { detail: String(error) });
    });
    if (!answer.ok) throw new Problem('refused', { status: answer.status });
  }
  await arrived(paper.sha256);
  return paper;
}

const PAUSE_MS = 500;
const TRIES = 40;

/** Where files lie in a bucket, they are looked at a moment later. */
async function arrived(sha256: string): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const { state } = await ask(`/api/evidence/${sha256}`, kept);
    if (state === 'stored') return;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
  throw new Problem('busy');
}

async function hashOf(bytes: ArrayBuffer): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', bytes);
  return Array.from(new Uint8Array(hash), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
