import {
  createPrivateKey,
  createPublicKey,
  createSecretKey,
  generateKeyPair,
  type KeyObject,
  randomBytes,
} from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { calculateJwkThumbprint, type JWK } from 'jose';
import { DamagedKeyFile, openKeyFileSigner } from '../shared/storage/folder/key-file-signer.ts';
import { readOrMake } from '../shared/storage/folder/key-files.ts';
import type { Signer } from '../shared/storage/ports/signer.ts';
import { CannotStart } from './cannot-start.ts';
import { folderOfKeys, type KeyFile } from './integrity/key-files.ts';

export interface Keys {
  /** Signs checkpoints of the log. */
  readonly logSigner: Signer;
  /** Signs the tokens of this data folder: `kid` is the key's thumbprint. */
  readonly signingKey: JWK & { readonly kid: string };
  /** What tokens are verified with. */
  readonly publicKey: JWK & { readonly kid: string };
  /** Signs the cookies of whoever signs in. */
  readonly cookieKey: Buffer;
  /** From which the passwords of the folder's accounts are derived. */
  readonly accountKey: Buffer;
  /** Keys the HMAC under which a person's benefits are counted. Without it the counts of the past cannot be found. */
  readonly personKey: KeyObject;
  /** Encrypts names and phones of persons. Without it they are read by nobody any more. */
  readonly personalDataKey: Buffer;
  /** Signs where pages of lists go on. */
  readonly cursorKey: KeyObject;
  /** Signs links to objects. */
  readonly linkKey: Buffer;
}

const SECRET_BYTES = 32;

/** Makes the keys of those files that are not there; of all who make one at once everybody gets the same. */
export async function makeKeys(data: string, names: readonly KeyFile[]): Promise<void> {
  const folder = folderOfKeys(data);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of names) {
    const path = join(folder, name);
    if (name === 'log-signing.pem') await openKeyFileSigner(path);
    else await readOrMake(path, name === 'token-signing.pem' ? newSigningKey : async () => randomBytes(SECRET_BYTES));
  }
}

/** Reads the keys of a data folder, which are all there. Says of a file that is no key that it is damaged. */
export async function openKeys(data: string): Promise<Keys> {
  const pathOf = (name: KeyFile) => join(folderOfKeys(data), name);
  const secret = async (name: KeyFile) => {
    const bytes = await readFile(pathOf(name));
    if (bytes.length !== SECRET_BYTES) throw damaged(pathOf(name));
    return bytes;
  };
  const signing = pathOf('token-signing.pem');
  const privateKey = parsePrivateKey(signing, await readFile(signing));
  const publicJwk = createPublicKey(privateKey).export({ format: 'jwk' });
  const kid = await calculateJwkThumbprint(publicJwk);
  const named = { kid, alg: 'RS256', use: 'sig' } as const;
  return {
    logSigner: await logSigner(pathOf('log-signing.pem')),
    signingKey: { ...privateKey.export({ format: 'jwk' }), ...named },
    publicKey: { ...publicJwk, ...named },
    cookieKey: await secret('cookies.key'),
    accountKey: await secret('accounts.key'),
    personKey: createSecretKey(await secret('person.key')),
    personalDataKey: await secret('personal-data.key'),
    cursorKey: createSecretKey(await secret('cursors.key')),
    linkKey: await secret('links.key'),
  };
}

/** The one key that commands need beside a running server. Says so where no server ever made it. */
export async function readAccountKey(data: string): Promise<Buffer> {
  const path = join(folderOfKeys(data), 'accounts.key');
  const bytes = await readFile(path).catch(() => {
    throw new CannotStart(
      `数据文件夹 ${data} 还没有账号(找不到 ${path});请先在这个文件夹上 npm start。`,
      `The data folder ${data} has no accounts yet (there is no ${path}): npm start over it first.`,
    );
  });
  if (bytes.length !== SECRET_BYTES) throw damaged(path);
  return bytes;
}

async function logSigner(path: string): Promise<Signer> {
  try {
    return await openKeyFileSigner(path);
  } catch (error) {
    throw error instanceof DamagedKeyFile ? damaged(path) : error;
  }
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
    `密钥文件 ${path} 已损坏。请从备份恢复;再无备份时运行 npm run new-key -- ${basename(path)}。`,
    `The key file ${path} is damaged. Restore it from a backup; without one, npm run new-key -- ${basename(path)}.`,
  );
}
