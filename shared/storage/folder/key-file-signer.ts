import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject, sign } from 'node:crypto';
import { promisify } from 'node:util';
import { MAX_MESSAGE, type Signer } from '../ports/signer.ts';
import { readOrMake } from './key-files.ts';

/** The file holds no Ed25519 key: it was damaged, or is another one. */
export class DamagedKeyFile extends Error {
  readonly path: string;

  constructor(path: string) {
    super(`${path} holds no Ed25519 key`);
    this.name = 'DamagedKeyFile';
    this.path = path;
  }
}

/** Bytes before the key itself in an Ed25519 SubjectPublicKeyInfo (RFC 8410). */
const SPKI_PREFIX_BYTES = 12;

/** The 32 bytes of an Ed25519 public key. */
export function rawPublicKey(key: KeyObject): Buffer {
  return key.export({ type: 'spki', format: 'der' }).subarray(SPKI_PREFIX_BYTES);
}

/** Signs with the Ed25519 key of a PEM file; the first to ask makes it. */
export async function openKeyFileSigner(path: string): Promise<Signer> {
  const key = parse(path, await readOrMake(path, newKey));
  const publicKey = rawPublicKey(createPublicKey(key));
  return {
    publicKey: async () => publicKey,
    async sign(message) {
      if (message.length > MAX_MESSAGE) throw new RangeError(`at most ${MAX_MESSAGE} bytes are signed`);
      return sign(null, message, key);
    },
  };
}

async function newKey(): Promise<Buffer> {
  const { privateKey } = await promisify(generateKeyPair)('ed25519');
  return Buffer.from(privateKey.export({ type: 'pkcs8', format: 'pem' }));
}

function parse(path: string, pem: Buffer): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // Falls through: whatever is wrong with it, the file is what has to be looked at.
  }
  throw new DamagedKeyFile(path);
}
