import { voucherNumber } from '../domain/voucher.ts';
import { isSame } from '../log/tree/bytes.ts';
import { type Checkpoint, readCheckpoint } from '../log/tree/checkpoint.ts';
import { NoteError, openNote, readVerifierKey, textOf } from '../log/tree/note.ts';
import { type Proof, type ProofNode, pathUp, readProof } from '../log/tree/proof.ts';
import { type Hash, leafHash } from '../log/tree/tree.ts';

/** What has to be shown of an entry: its own bytes, its leaf as it was printed on paper, or both. */
export interface ProofAsked {
  /** The canonical text of the entry (`sealedText`). */
  readonly text?: string;
  /** The leaf as somebody holds it: of a slip's code, or of the log's tile. */
  readonly leaf?: Hash;
  /** The voucher number that the entry is shown with. */
  readonly number?: string;
  /** The `.tlog-proof` of the entry. */
  readonly proof: string;
  /** The log's verifier key, one line. */
  readonly vkey: string;
}

/** Why a step does not hold. */
export type ProofFault =
  /** The leaf is not the one on paper: the entry is another than the one that was printed. */
  | 'other-leaf'
  /** The proof is none. */
  | 'no-proof'
  /** The proof is of another place than the number that the entry is shown with. */
  | 'other-place'
  /** The proof has not as many hashes as the way from that place up takes. */
  | 'no-path'
  /** The root that was computed is not that of the checkpoint: entry, proof or checkpoint is another. */
  | 'other-root'
  /** The checkpoint is none. */
  | 'no-checkpoint'
  /** The checkpoint is of another log than the key. */
  | 'other-log'
  /** The key is none. */
  | 'no-key'
  /** The key did not sign it. */
  | 'unsigned'
  /** The signature that claims to be of the key is not of this checkpoint. */
  | 'bad-signature';

type Computed =
  | { readonly step: 'text'; readonly text: string; readonly bytes: Uint8Array }
  | { readonly step: 'leaf'; readonly leaf: Hash; readonly held?: Hash }
  | { readonly step: 'place'; readonly index?: number; readonly size?: number }
  | ({ readonly step: 'node'; readonly level: number } & ProofNode)
  | { readonly step: 'root'; readonly computed?: Hash; readonly told?: Hash }
  | ({ readonly step: 'checkpoint' } & Partial<Checkpoint>)
  | { readonly step: 'signature'; readonly name?: string; readonly keyId?: Uint8Array };

/** A step as it was computed; where it does not hold, why. */
export type ProofStep = Computed & { readonly fault?: ProofFault };

const utf8 = new TextEncoder();

/**
 * That an entry stands in the log, step by step: its bytes, its leaf, the nodes up to the root, the checkpoint and its
 * signature. Whoever takes the steps one by one can show each as it is computed. What can be computed still is, after a
 * step that does not hold.
 */
export function* proofSteps({ text, leaf: held, number, proof: written, vkey }: ProofAsked): Generator<ProofStep> {
  if (text !== undefined) yield { step: 'text', text, bytes: utf8.encode(text) };
  const leaf = text === undefined ? held : leafHash(utf8.encode(text));
  if (leaf === undefined) throw new TypeError('a proof is of an entry or of a leaf');
  const isOther = held !== undefined && !isSame(leaf, held);
  yield { step: 'leaf', leaf, ...(held && { held }), ...(isOther && { fault: 'other-leaf' }) };

  const proof = orFault(() => readProof(written));
  const checkpoint = proof && orFault(() => readCheckpoint(textOf(proof.checkpoint)));
  yield placeStep(proof, checkpoint, number);
  if (proof === undefined) return;
  const nodes = checkpoint && pathUp(proof.index, checkpoint.size, leaf, proof.hashes);
  for (const [level, node] of (nodes ?? []).entries()) yield { step: 'node', level: level + 1, ...node };
  yield rootStep(nodes && (nodes.at(-1)?.hash ?? leaf), checkpoint);
  yield* signedSteps(proof.checkpoint, checkpoint, vkey);
}

function placeStep(
  proof: Proof | undefined,
  checkpoint: Checkpoint | undefined,
  number: string | undefined,
): ProofStep {
  if (proof === undefined) return { step: 'place', fault: 'no-proof' };
  const { index } = proof;
  const isOther = number !== undefined && voucherNumber(index) !== number;
  return {
    step: 'place',
    index,
    ...(checkpoint && { size: checkpoint.size }),
    ...(isOther && { fault: 'other-place' }),
  };
}

function rootStep(computed: Hash | undefined, checkpoint: Checkpoint | undefined): ProofStep {
  if (checkpoint === undefined) return { step: 'root', fault: 'no-checkpoint' };
  const told = checkpoint.root;
  if (computed === undefined) return { step: 'root', told, fault: 'no-path' };
  return { step: 'root', computed, told, ...(!isSame(computed, told) && { fault: 'other-root' }) };
}

function* signedSteps(note: string, checkpoint: Checkpoint | undefined, vkey: string): Generator<ProofStep> {
  const key = orFault(() => readVerifierKey(vkey.trim()));
  const isOther = key !== undefined && checkpoint !== undefined && key.name !== checkpoint.origin;
  const fault = checkpoint === undefined ? 'no-checkpoint' : isOther ? 'other-log' : undefined;
  yield { step: 'checkpoint', ...checkpoint, ...(fault && { fault }) };
  if (key === undefined) return yield { step: 'signature', fault: 'no-key' };
  const { name, keyId } = key;
  try {
    openNote(note, [key]);
    yield { step: 'signature', name, keyId };
  } catch (error) {
    if (!(error instanceof NoteError)) throw error;
    yield { step: 'signature', name, keyId, fault: error.code === 'malformed' ? 'no-checkpoint' : error.code };
  }
}

/** What was read; undefined where it is not in its form. */
function orFault<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof NoteError) return undefined;
    throw error;
  }
}
