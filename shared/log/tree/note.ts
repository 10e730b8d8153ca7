import { verifyEd25519 } from '#ed25519';
import { sha256 } from '#sha256';
import { concat, fromBase64, isSame, toBase64, toHex } from './bytes.ts';

/** Signed notes and their keys (C2SP signed-note), with Ed25519 signatures. */

/** Who can have signed: a name and a key. */
export interface Verifier {
  readonly name: string;
  /** The first 4 bytes of SHA-256(name ‖ LF ‖ 0x01 ‖ public key). */
  readonly keyId: Uint8Array;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
}

export type NoteErrorCode =
  /** Not a note, not a key: the form is wrong. */
  | 'malformed'
  /** None of the known keys signed it. */
  | 'unsigned'
  /** A signature that claims to be of a known key is not. */
  | 'bad-signature';

export class NoteError extends Error {
  readonly code: NoteErrorCode;

  constructor(code: NoteErrorCode, message: string) {
    super(message);
    this.name = 'NoteError';
    this.code = code;
  }
}

const ED25519 = 0x01;
const KEY_BYTES = 32;
const ID_BYTES = 4;
const SIGNATURE_BYTES = 64;
const MAX_NOTE = 65_536;
const MAX_SIGNATURES = 100;
const utf8 = new TextEncoder();

export function verifierOf(name: string, publicKey: Uint8Array): Verifier {
  if (!isName(name)) throw new NoteError('malformed', 'a name has no spaces, no plus signs and no control characters');
  if (publicKey.length !== KEY_BYTES) throw new NoteError('malformed', `an Ed25519 key has ${KEY_BYTES} bytes`);
  const keyId = sha256(concat(utf8.encode(`${name}\n`), Uint8Array.of(ED25519), publicKey));
  return { name, keyId: keyId.subarray(0, ID_BYTES), publicKey };
}

/** `name+hex(key id)+base64(0x01 ‖ public key)` */
export function writeVerifierKey({ name, keyId, publicKey }: Verifier): string {
  return `${name}+${toHex(keyId)}+${toBase64(concat(Uint8Array.of(ED25519), publicKey))}`;
}

/** Reads what `writeVerifierKey` wrote; throws a NoteError that says what is wrong with anything else. */
export function readVerifierKey(text: string): Verifier {
  const [name = '', id = '', ...rest] = text.split('+');
  const bytes = fromBase64(rest.join('+'));
  if (bytes === undefined || !/^[0-9a-f]{8}$/.test(id)) {
    throw new NoteError('malformed', 'a verifier key is written as name+8 hexadecimal digits+base64');
  }
  if (bytes[0] !== ED25519) throw new NoteError('malformed', 'the verifier key is not one of Ed25519');
  const verifier = verifierOf(name, bytes.subarray(1));
  if (toHex(verifier.keyId) !== id) {
    throw new NoteError('malformed', 'the id in the verifier key is not that of its name and key: it was mistyped');
  }
  return verifier;
}

/** A name has no white space, no plus sign and no control character. */
function isName(name: string): boolean {
  return name !== '' && name.isWellFormed() && !/[\p{White_Space}\p{Cc}+]/u.test(name);
}

/** Signs a text, which ends in a line feed. */
export async function signNote(
  text: string,
  { name, keyId }: Verifier,
  sign: (message: Uint8Array) => Promise<Uint8Array>,
): Promise<string> {
  const signature = await sign(utf8.encode(text));
  if (signature.length !== SIGNATURE_BYTES) throw new NoteError('malformed', 'an Ed25519 signature has 64 bytes');
  const note = `${text}\n— ${name} ${toBase64(concat(keyId, signature))}\n`;
  // A text that ends in a line like a signature would be cut short, and what was signed would be another one.
  return partsOf(note)?.text === text ? note : raise('the text is none that can be signed');
}

function raise(message: string): never {
  throw new NoteError('malformed', message);
}

/** The text of a note, whoever signed it. */
export function textOf(note: string): string {
  return (partsOf(note) ?? raise('not a signed note')).text;
}

/**
 * The text of a note that a known key signed. Signatures of unknown keys are passed over; a wrong one of a known key
 * refuses the note.
 */
export function openNote(
  note: string,
  verifiers: readonly Verifier[],
): { readonly text: string; readonly by: Verifier[] } {
  const { text, signatures } = partsOf(note) ?? raise('not a signed note');
  const message = utf8.encode(text);
  const by: Verifier[] = [];
  for (const { name, id, signature } of signatures) {
    const verifier = verifiers.find((one) => one.name === name && isSame(one.keyId, id));
    if (verifier === undefined || by.includes(verifier)) continue;
    if (!verifyEd25519(verifier.publicKey, message, signature)) {
      throw new NoteError('bad-signature', `the signature of ${name} is not of this text`);
    }
    by.push(verifier);
  }
  if (by.length === 0) throw new NoteError('unsigned', 'none of the known keys signed it');
  return { text, by };
}

interface Signature {
  readonly name: string;
  readonly id: Uint8Array;
  readonly signature: Uint8Array;
}

/** The two parts of a note, split at its last empty line; undefined where it is none. */
function partsOf(note: string): { readonly text: string; readonly signatures: readonly Signature[] } | undefined {
  if (note.length > MAX_NOTE || !note.isWellFormed() || /[^\P{Cc}\n]/u.test(note) || !note.endsWith('\n'))
    return undefined;
  const split = note.lastIndexOf('\n\n');
  if (split < 0) return undefined;
  const lines = note.slice(split + 2, -1).split('\n');
  if (lines.length > MAX_SIGNATURES) return undefined;
  const signatures = lines.map(readSignature);
  const whole = signatures.filter((signature) => signature !== undefined);
  return whole.length === lines.length ? { text: note.slice(0, split + 1), signatures: whole } : undefined;
}

function readSignature(line: string): Signature | undefined {
  const [dash, name = '', text = '', ...more] = line.split(' ');
  const bytes = fromBase64(text);
  if (dash !== '—' || more.length > 0 || !isName(name) || bytes === undefined || bytes.length <= ID_BYTES)
    return undefined;
  return { name, id: bytes.subarray(0, ID_BYTES), signature: bytes.subarray(ID_BYTES) };
}
