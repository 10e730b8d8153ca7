import { fromBase64, toBase64 } from '../log/tree/bytes.ts';
import { readProof, writeProof } from '../log/tree/proof.ts';
import type { ProofAsked } from './entry-proof.ts';

/** Where one bit is turned for whoever wants to see a proof fail. */
export const TURNED = ['entry', 'proof', 'signature'] as const;
export type Turned = (typeof TURNED)[number];

/** The same with one bit turned. Undefined where there is none to turn: no text, no hash in the proof of a single entry. */
export function withBitTurned(asked: ProofAsked, where: Turned): ProofAsked | undefined {
  if (where === 'entry') return withTextTurned(asked);
  const {
    hashes: [first, ...rest],
    ...proof
  } = readProof(asked.proof);
  if (where === 'proof') {
    return first && { ...asked, proof: writeProof({ ...proof, hashes: [turned(first), ...rest] }) };
  }
  const signed = / (\S+)\n$/.exec(asked.proof)?.[1] ?? '';
  const signature = fromBase64(signed);
  return signature && { ...asked, proof: asked.proof.replace(`${signed}\n`, `${toBase64(turned(signature))}\n`) };
}

/** Of the last digit: what is read stays an entry, and is another one. */
function withTextTurned({ text, ...asked }: ProofAsked): ProofAsked | undefined {
  const at = text?.search(/\d\D*$/) ?? -1;
  if (text === undefined || at < 0) return undefined;
  const digit = String.fromCharCode(text.charCodeAt(at) ^ 1);
  return { ...asked, text: text.slice(0, at) + digit + text.slice(at + 1) };
}

/** The lowest bit of the last byte. */
function turned(bytes: Uint8Array): Uint8Array {
  return bytes.with(-1, (bytes.at(-1) ?? 0) ^ 1);
}
