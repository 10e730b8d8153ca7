import { createHash } from 'node:crypto';
import type { EvidenceType } from '../domain/evidence.ts';
import { isRefusal, type Refusal } from '../domain/refusal.ts';
import {
  type DeclaredEvidence,
  type Difference,
  declareEvidenceBody,
  type KeptDeclaration,
  keptDeclaration,
} from '../schemas/evidence.ts';
import type { ObjectStore } from '../storage/ports/object-store.ts';
import { evidenceKeys } from './keys.ts';
import { sniff } from './sniff.ts';

/** Evidence that is accepted and stored, or declared and not uploaded yet. */
export interface Received {
  readonly state: 'stored' | 'waiting';
  readonly evidence: DeclaredEvidence;
}

export type EvidenceRefusal = Extract<Refusal, { readonly refusal: 'not-found' | 'evidence-differs' }>;

type Declared = Received | Extract<EvidenceRefusal, { readonly refusal: 'evidence-differs' }>;

/**
 * Remembers what is going to be uploaded. Says `stored` where that very file is there already, and refuses another
 * description of a file that is. A later declaration takes the place of an earlier one, and of its refusal.
 */
export async function declare(store: ObjectStore, declared: DeclaredEvidence): Promise<Declared> {
  const as = await asDeclared(store, declared);
  if (!isRefusal(as) && as.state === 'waiting') {
    await store.put(evidenceKeys.declared(declared.sha256), written(declared), JSON_FILE);
  }
  return as;
}

/** What would be said of such a declaration, which is not remembered. */
export async function asDeclared(store: Pick<ObjectStore, 'get'>, declared: DeclaredEvidence): Promise<Declared> {
  const { sha256 } = declared;
  const stored = await storedUnder(store, sha256);
  if (stored === undefined) return { state: 'waiting', evidence: declared };
  const differing = differenceOf(declared, stored);
  return differing === undefined ? { state: 'stored', evidence: declared } : differs(sha256, differing);
}

/** Evidence as it stands. What has arrived and was not looked at yet is taken in first. */
export async function findEvidence(store: ObjectStore, sha256: string): Promise<Received | EvidenceRefusal> {
  const stored = await storedUnder(store, sha256);
  return stored === undefined ? receiveEvidence(store, { sha256 }) : { state: 'stored', evidence: stored };
}

/**
 * Takes in what was uploaded under a hash: sees that the file is what was declared and gives it its final key, or
 * removes it and says why. May be called at any time, by several at once, and again after a crash at any step: what
 * describes the stored file is written last.
 */
export async function receiveEvidence(
  store: ObjectStore,
  { sha256 }: { readonly sha256: string },
): Promise<Received | EvidenceRefusal> {
  const stored = await storedUnder(store, sha256);
  if (stored !== undefined) return cleared(store, stored);
  const declared = await declaredUnder(store, sha256);
  if (declared === undefined) {
    return unlessStored(store, sha256, { refusal: 'not-found', kind: 'evidence', id: sha256 });
  }
  const { refused, ...evidence } = declared;
  const nothing = refused ? differs(sha256, refused) : ({ state: 'waiting', evidence } as const);
  const arrived = await store.stat(evidenceKeys.incoming(sha256));
  if (arrived === undefined) return unlessStored(store, sha256, nothing);
  if (arrived.bytes !== evidence.bytes) return refuse(store, evidence, otherSize(evidence, arrived.bytes));
  const file = await store.get(evidenceKeys.incoming(sha256));
  if (file === undefined) return unlessStored(store, sha256, nothing);
  const found = { sha256: hashOf(file), bytes: file.length, mediaType: await sniff(file) };
  const differing = differenceOf(evidence, found);
  return differing === undefined ? accept(store, evidence, file) : refuse(store, evidence, differing);
}

/** The whole of an accepted file; undefined where there is none of that hash. */
export function storedFile(store: ObjectStore, sha256: string): Promise<Uint8Array | undefined> {
  return store.get(evidenceKeys.file(sha256));
}

async function accept(store: ObjectStore, evidence: DeclaredEvidence, file: Uint8Array): Promise<Received> {
  const { sha256, mediaType } = evidence;
  await store.put(evidenceKeys.file(sha256), file, { mediaType });
  await store.put(evidenceKeys.stored(sha256), written(evidence), JSON_FILE);
  return cleared(store, evidence);
}

async function cleared(store: ObjectStore, evidence: DeclaredEvidence): Promise<Received> {
  await store.delete(evidenceKeys.incoming(evidence.sha256));
  await store.delete(evidenceKeys.declared(evidence.sha256));
  return { state: 'stored', evidence };
}

/** The reason is kept with the declaration: who asks later learns it, until the file is declared again. */
async function refuse(store: ObjectStore, evidence: DeclaredEvidence, refused: Difference): Promise<EvidenceRefusal> {
  const { sha256 } = evidence;
  await store.put(evidenceKeys.declared(sha256), written({ ...evidence, refused }), JSON_FILE);
  await store.delete(evidenceKeys.incoming(sha256));
  return differs(sha256, refused);
}

/** Between two looks another call may have taken the same file in. */
async function unlessStored(
  store: ObjectStore,
  sha256: string,
  otherwise: Received | EvidenceRefusal,
): Promise<Received | EvidenceRefusal> {
  const stored = await storedUnder(store, sha256);
  return stored === undefined ? otherwise : { state: 'stored', evidence: stored };
}

interface Found {
  readonly sha256: string;
  readonly bytes: number;
  /** Undefined where the file is nothing that is accepted. */
  readonly mediaType: EvidenceType | undefined;
}

/** The first thing in which a file is not what was declared. */
function differenceOf(declared: DeclaredEvidence, { sha256, bytes, mediaType }: Found): Difference | undefined {
  if (bytes !== declared.bytes) return otherSize(declared, bytes);
  if (sha256 !== declared.sha256) return { what: 'sha256', declared: declared.sha256, found: sha256 };
  if (mediaType === declared.mediaType) return undefined;
  const found = mediaType === undefined ? {} : { found: mediaType };
  return { what: 'mediaType', declared: declared.mediaType, ...found };
}

function otherSize({ bytes }: DeclaredEvidence, found: number): Difference {
  return { what: 'bytes', declared: String(bytes), found: String(found) };
}

function differs(sha256: string, differing: Difference) {
  return { refusal: 'evidence-differs', sha256, ...differing } as const;
}

function hashOf(file: Uint8Array): string {
  return createHash('sha256').update(file).digest('hex');
}

const JSON_FILE = { mediaType: 'application/json' };

function written(kept: KeptDeclaration): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(kept));
}

async function storedUnder(store: Pick<ObjectStore, 'get'>, sha256: string): Promise<DeclaredEvidence | undefined> {
  const bytes = await store.get(evidenceKeys.stored(sha256));
  return bytes && declareEvidenceBody.parse(JSON.parse(new TextDecoder().decode(bytes)));
}

async function declaredUnder(store: ObjectStore, sha256: string): Promise<KeptDeclaration | undefined> {
  const bytes = await store.get(evidenceKeys.declared(sha256));
  return bytes && keptDeclaration.parse(JSON.parse(new TextDecoder().decode(bytes)));
}
