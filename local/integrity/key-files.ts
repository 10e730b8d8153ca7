import { createHash, createPublicKey } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bilingual } from '../../shared/words/language.ts';
import { codeOf } from '../error-code.ts';

/** Where the keys of a data folder lie. */
export function folderOfKeys(data: string): string {
  return join(data, 'keys');
}

const SIGN_IN_AGAIN: Bilingual = { zh: '所有人须重新登录', en: 'everybody has to sign in again' };

/** Every file of keys, with what is lost for good where it is lost. */
export const KEY_FILES = {
  'log-signing.pem': {
    zh: '日志今后由新的密钥签名,须把新的校验公钥告知每一位核验人',
    en: 'the log is signed by another key from then on, and whoever verifies it has to be given that key',
  },
  'token-signing.pem': SIGN_IN_AGAIN,
  'cookies.key': SIGN_IN_AGAIN,
  'accounts.key': { zh: '所有账号的密码都会改变', en: 'the passwords of all accounts change' },
  'person.key': {
    zh: '已删除姓名者过去的补助不再计入上限',
    en: 'what was paid to persons whose names were erased no longer counts towards their caps',
  },
  'personal-data.key': {
    zh: '已登记的姓名和电话再也无法读出',
    en: 'names and phones that were recorded so far can never be read again',
  },
  'cursors.key': { zh: '正在翻页的列表须从头开始', en: 'lists that are being paged through begin anew' },
  'links.key': { zh: '已发出的文件链接失效', en: 'links to files that were handed out are void' },
} as const satisfies Readonly<Record<string, Bilingual>>;

export type KeyFile = keyof typeof KEY_FILES;

const NAMES: readonly KeyFile[] = Object.keys(KEY_FILES).filter(isKeyFile);

export function isKeyFile(name: string): name is KeyFile {
  return Object.hasOwn(KEY_FILES, name);
}

function noneWhereAbsent(error: unknown): string[] {
  if (codeOf(error) === 'ENOENT') return [];
  throw error;
}

/** The files of keys that are not there. */
export async function missingKeys(data: string): Promise<readonly KeyFile[]> {
  const there = new Set(await readdir(folderOfKeys(data)).catch(noneWhereAbsent));
  return NAMES.filter((name) => !there.has(name));
}

/** What tells one key from every other, and nothing else of it, by its file; of those that are there. */
export async function fingerprintsOfKeys(data: string): Promise<ReadonlyMap<KeyFile, string>> {
  const missing = new Set(await missingKeys(data));
  const found = NAMES.filter((name) => !missing.has(name));
  const read = async (name: KeyFile) => fingerprintOf(name, await readFile(join(folderOfKeys(data), name)));
  const fingerprints = await Promise.all(found.map(read));
  return new Map(found.map((name, at) => [name, fingerprints[at] ?? '']));
}

/** What the log's key is told by, of its 32 public bytes alone. */
export function fingerprintOfLogKey(publicKey: Uint8Array): string {
  return fingerprint('log-signing.pem', Buffer.concat([SPKI_PREFIX, publicKey]));
}

/** What stands before the key itself in an Ed25519 SubjectPublicKeyInfo (RFC 8410). */
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

function fingerprintOf(name: KeyFile, bytes: Buffer): string {
  return fingerprint(name, name.endsWith('.pem') ? publicPartOf(bytes) : bytes);
}

/** What is no key any more is told by its bytes: it is another one than whatever was remembered. */
function publicPartOf(pem: Buffer): Buffer {
  try {
    return createPublicKey(pem).export({ type: 'spki', format: 'der' });
  } catch {
    return pem;
  }
}

/** The first 128 bits of a SHA-256: of the public key, or of a secret of 256 bits. */
function fingerprint(name: KeyFile, told: Uint8Array): string {
  return createHash('sha256').update(`nuanzhang ${name}\n`).update(told).digest('hex').slice(0, 32);
}
