import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { CannotStart } from '../cannot-start.ts';
import { isAbsent } from './durable-files.ts';

export interface KeyFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** How a passphrase becomes a key (RFC 7914). Memory is 128 · r · 2^cost bytes: 128 MiB as it is written, 1 GiB at most. */
export const derivation = z.strictObject({
  name: z.literal('scrypt'),
  cost: z.int().min(14).max(20),
  r: z.literal(8),
  p: z.literal(1),
  salt: z.base64().length(24),
});
export type Derivation = z.infer<typeof derivation>;

const COST = 17;
const SALT_BYTES = 16;
const MOST_FILES = 100;
const MOST_BYTES = 65_536;
const ALGORITHM = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** The most bytes that locked keys have. */
export const MOST_LOCKED = 10 * 1024 * 1024;

const NAME = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}$/;
const locked = z.array(z.strictObject({ name: z.string().regex(NAME), content: z.base64().max(2 * MOST_BYTES) }));
const contents = z.strictObject({ files: locked.max(MOST_FILES) });

/** Every file of a folder of keys, by name. */
export async function readKeyFiles(folder: string): Promise<KeyFile[]> {
  const there = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw isAbsent(error) ? noKeys(folder) : error;
  });
  const names = there.flatMap((one) => (one.isFile() ? [one.name] : []));
  const files: KeyFile[] = [];
  for (const name of names.sort()) files.push({ name, bytes: await readFile(join(folder, name)) });
  const isKey = ({ name, bytes }: KeyFile) => NAME.test(name) && bytes.length <= MOST_BYTES;
  if (files.length > MOST_FILES || !files.every(isKey)) {
    throw new CannotStart(
      `${folder} 中有不是密钥的文件:至多 ${MOST_FILES} 个文件,每个至多 ${MOST_BYTES} 字节。请移走它们。`,
      `${folder} holds what is no key: at most ${MOST_FILES} files of ${MOST_BYTES} bytes. Move it elsewhere.`,
    );
  }
  return files;
}

function noKeys(folder: string): CannotStart {
  return new CannotStart(
    `没有密钥文件夹 ${folder}。请先从较早的备份恢复它。`,
    `There is no folder of keys ${folder}: restore it from an earlier backup first.`,
  );
}

export function newDerivation(): Derivation {
  return { name: 'scrypt', cost: COST, r: 8, p: 1, salt: randomBytes(SALT_BYTES).toString('base64') };
}

/** Nonce, tag and text. What the keys are bound to cannot be changed by anybody who does not know the passphrase. */
export async function lockKeys(
  files: readonly KeyFile[],
  passphrase: string,
  by: Derivation,
  boundTo: Uint8Array,
): Promise<Uint8Array> {
  const listed = files.map(({ name, bytes }) => ({ name, content: Buffer.from(bytes).toString('base64') }));
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, await derive(passphrase, by), nonce).setAAD(boundTo);
  const text = Buffer.concat([cipher.update(JSON.stringify({ files: listed }), 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]);
}

/** Undefined for another passphrase, and where anything was changed. */
export async function unlockKeys(
  bytes: Uint8Array,
  passphrase: string,
  by: Derivation,
  boundTo: Uint8Array,
): Promise<KeyFile[] | undefined> {
  const key = await derive(passphrase, by);
  try {
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES }).setAAD(boundTo);
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const text = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
    const { files } = contents.parse(JSON.parse(text.toString('utf8')));
    return files.map(({ name, content }) => ({ name, bytes: Buffer.from(content, 'base64') }));
  } catch {
    return undefined;
  }
}

function derive(passphrase: string, { cost, r, p, salt }: Derivation): Promise<Buffer> {
  const N = 2 ** cost;
  const options = { N, r, p, maxmem: 256 * N * r };
  return new Promise((resolve, reject) => {
    scrypt(passphrase, Buffer.from(salt, 'base64'), KEY_BYTES, options, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}
