import {
  createPrivateKey,
  createPublicKey,
  generateKeyPair,
  type KeyObject,
  randomBytes,
  randomUUID,
} from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { CannotStart } from './cannot-start.ts';

export interface Keys {
  /** Signs the tokens of this data folder. */
  readonly privateKey: KeyObject;
  /** What the authorizer verifies with: `kid` is the key's thumbprint. */
  readonly publicKey: JWK & { readonly kid: string };
  /** Keys the HMAC under which a person's benefits are counted. Without it the counts of the past cannot be found. */
  readonly personKey: Buffer;
}

const PERSON_KEY_BYTES = 32;

/** Reads the keys of a data folder; the first to ask makes them, and all who ask at once get the same. */
export async function openKeys(data: string): Promise<Keys> {
  const folder = join(data, 'keys');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const signing = join(folder, 'token-signing.pem');
  const person = join(folder, 'person.key');
  const privateKey = parsePrivateKey(signing, await readOrMake(folder, signing, newSigningKey));
  const personKey = await readOrMake(folder, person, async () => randomBytes(PERSON_KEY_BYTES));
  if (personKey.length !== PERSON_KEY_BYTES) throw damaged(person);
  const jwk = createPublicKey(privateKey).export({ format: 'jwk' });
  const kid = await calculateJwkThumbprint(jwk);
  return { privateKey, publicKey: { ...jwk, kid, alg: 'RS256', use: 'sig' }, personKey };
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

async function readOrMake(folder: string, path: string, make: () => Promise<Buffer>): Promise<Buffer> {
  const existing = await readIfThere(path);
  if (existing) return existing;
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeDurably(draft, await make());
    // A link never replaces: of two processes that make a key at once, the first one's stands.
    await link(draft, path).catch(unless('EEXIST'));
  } finally {
    await rm(draft, { force: true });
  }
  const entry = await open(folder, 'r');
  await entry.sync().finally(() => entry.close());
  return readFile(path);
}

async function writeDurably(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

function readIfThere(path: string): Promise<Buffer | undefined> {
  return readFile(path).catch(unless('ENOENT'));
}

function unless(code: string) {
  return (error: unknown): undefined => {
    if (!(error instanceof Error && 'code' in error && error.code === code)) throw error;
  };
}

function damaged(path: string): CannotStart {
  return new CannotStart(
    `密钥文件 ${path} 已损坏,请从备份恢复。`,
    `The key file ${path} is damaged: restore it from a backup.`,
  );
}
