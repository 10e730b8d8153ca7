import { createPrivateKey, createPublicKey, generateKeyPair, type KeyObject, randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { readOrMake } from '../shared/storage/folder/key-files.ts';
import { CannotStart } from './cannot-start.ts';

export interface Keys {
  /** Signs the tokens of this data folder: `kid` is the key's thumbprint. */
  readonly signingKey: JWK & { readonly kid: string };
  /** What tokens are verified with. */
  readonly publicKey: JWK & { readonly kid: string };
  /** Signs the cookies of whoever signs in. */
  readonly cookieKey: Buffer;
  /** From which the passwords of the folder's accounts are derived. */
  readonly accountKey: Buffer;
  /** Whether the accounts' key was made just now, so that nobody knows the passwords yet. */
  readonly isNew: boolean;
  /** Keys the HMAC under which a person's benefits are counted. Without it the counts of the past cannot be found. */
  readonly personKey: Buffer;
  /** Encrypts names and phones of persons. Without it they are read by nobody any more. */
  readonly personalDataKey: Buffer;
  /** Signs where pages of lists go on. */
  readonly cursorKey: Buffer;
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
  const publicJwk = createPublicKey(privateKey).export({ format: 'jwk' });
  const kid = await calculateJwkThumbprint(publicJwk);
  const named = { kid, alg: 'RS256', use: 'sig' } as const;
  let isNew = false;
  const accountKey = await secret(join(folder, 'accounts.key'), () => {
    isNew = true;
  });
  return {
    signingKey: { ...privateKey.export({ format: 'jwk' }), ...named },
    publicKey: { ...publicJwk, ...named },
    cookieKey: await secret(join(folder, 'cookies.key')),
    accountKey,
    isNew,
    personKey: await secret(join(folder, 'person.key')),
    personalDataKey: await secret(join(folder, 'personal-data.key')),
    cursorKey: await secret(join(folder, 'cursors.key')),
    linkKey: await secret(join(folder, 'links.key')),
  };
}

async function secret(path: string, made: () => void = () => {}): Promise<Buffer> {
  const bytes = await readOrMake(path, async () => {
    made();
    return randomBytes(SECRET_BYTES);
  });
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
