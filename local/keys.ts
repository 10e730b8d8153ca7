import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject, randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { readOrMake } from '../shared/storage/key-files.ts';
import { CannotStart } from './cannot-start.ts';

export interface Keys {
  /** Signs the tokens of this data folder. */
  readonly privateKey: KeyObject;
  /** What the authorizer verifies with: `kid` is the key's thumbprint. */
  readonly publicKey: JWK & { readonly kid: string };
  /** Keys the HMAC under which a person's benefits are counted. Without it the counts of the past cannot be found. */
  readonly personKey: Buffer;
  /** Signs links to objects. */
  readonly linkKey: Buffer;
}

const SECRET_BYTES = 32;

/** Where the keys of a data folder lie. */
export function folderOfKeys(data: string): string {
  return join(data, 'keys');
}

/** Reads the keys of a data folder; the first to ask makes them, and all who ask at once get the same. */
export async function openKeys(data: string): Promise<Keys> {
  const folder = folderOfKeys(data);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const signing = join(folder, 'token-signing.pem');
  const privateKey = parsePrivateKey(signing, await readOrMake(signing, newSigningKey));
  const personKey = await secret(join(folder, 'person.key'));
  const linkKey = await secret(join(folder, 'links.key'));
  const jwk = createPublicKey(privateKey).export({ format: 'jwk' });
  const kid = await calculateJwkThumbprint(jwk);
  return { privateKey, publicKey: { ...jwk, kid, alg: 'RS256', use: 'sig' }, personKey, linkKey };
}

async function secret(path: string): Promise<Buffer> {
  const bytes = await readOrMake(path, async () => randomBytes(SECRET_BYTES));
  if (bytes.length !== SECRET_BYTES) throw damaged(path);
  return bytes;
}

async function newSigningKey(): Promise<Buffer> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return Buffer.from(privateKey.export({ type: 'pkcs8', format: 'pem' }));
}

function parsePrivateKey(path: string, pem: Buffer): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'rsa') return key;
  } catch {
    // Falls through: whatever is wrong with it, the file is what has to be looked at.
  }
  throw damaged(path);
}

function damaged(path: string): CannotStart {
  return new CannotStart(
    `密钥文件 ${path} 已损坏,请从备份恢复。`,
    `The key file ${path} is damaged: restore it from a backup.`,
  );
}
