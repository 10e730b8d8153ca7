import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { firstDifference } from '../../shared/exports/files/same-bytes.ts';
import { readZip, writeZip, type ZipFile } from '../../shared/exports/files/zip.ts';
import { CannotStart } from '../cannot-start.ts';
import { Damage, damageBy } from './damage.ts';
import { below, isAbsent, isFolder, isOfTheMachine, makeFolder, writeNew } from './durable-files.ts';
import { type KeyFile, lockKeys, MOST_LOCKED, newDerivation, unlockKeys } from './locked-keys.ts';
import {
  type Manifest,
  MEMBERS,
  type Member,
  MOST_MANIFEST,
  MOST_MEMBERS,
  readManifest,
  writeManifest,
} from './manifest.ts';
import { one } from './sources.ts';

/** The keys and what they are locked with; undefined where they are left out. */
export type Locking = { readonly files: readonly KeyFile[]; readonly passphrase: string } | undefined;

/** The bytes of an archive: the files as they come, then the list of them, then the keys, bound to that list. */
export function archiveOf(
  files: AsyncIterable<ZipFile>,
  about: Pick<Manifest, 'madeAt' | 'schema' | 'log'>,
  keys: Locking,
): AsyncIterable<Uint8Array> {
  async function* members(): AsyncGenerator<ZipFile> {
    const listed: Member[] = [];
    for await (const { path, chunks } of files) {
      yield { path, chunks: () => counted(chunks(), (bytes, sha256) => listed.push({ path, bytes, sha256 })) };
      if (listed.length > MOST_MEMBERS) throw tooMany();
    }
    const derivation = keys && newDerivation();
    const manifest = writeManifest({ v: 1, ...about, keys: derivation ?? null, members: listed });
    if (manifest.length > MOST_MANIFEST) throw tooMany();
    yield { path: MEMBERS.manifest, chunks: () => one(manifest) };
    if (keys === undefined || derivation === undefined) return;
    const locked = await lockKeys(keys.files, keys.passphrase, derivation, manifest);
    yield { path: MEMBERS.keys, chunks: () => one(locked) };
  }
  // Stored as they are: so no file in it is larger than it says, and the same files give the same bytes.
  return writeZip(members(), { compressed: false });
}

function tooMany(): CannotStart {
  return new CannotStart(
    `文件超过 ${MOST_MEMBERS} 个,备份装不下。请另行备份整个数据文件夹(先停止服务)。`,
    `There are more than ${MOST_MEMBERS} files, too many for a backup: stop the server and copy its folder instead.`,
  );
}

async function* counted(
  chunks: AsyncIterable<Uint8Array>,
  tell: (bytes: number, sha256: string) => void,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of chunks) {
    hash.update(chunk);
    bytes += chunk.length;
    yield chunk;
  }
  tell(bytes, hash.digest('hex'));
}

export interface Unpacking {
  /** Undefined where the keys were left out, or are not asked for. */
  readonly passphrase: string | undefined;
  /** Where files go. */
  readonly folder: string;
  /** Files that are not kept are looked at all the same. */
  readonly keeps: (path: string) => boolean;
  readonly isDurable: boolean;
}

export interface Unpacked {
  readonly manifest: Manifest;
  readonly keys: readonly KeyFile[] | undefined;
}

/**
 * Unpacks an archive and makes it again from what it holds: every file is the one that is listed, and nothing stands
 * between them. No more is written than the archive is large. Throws Damage where it is not so, and CannotStart where it is no archive
 * of ours, or another passphrase's.
 */
export async function unpack(path: string, unpacking: Unpacking): Promise<Unpacked> {
  const size = await sizeOf(path);
  try {
    const { manifest, bytes, locked } = await contentsOf(path, size);
    const keys = await unlocked(manifest, bytes, locked, unpacking.passphrase);
    const rest = new Map(manifest.members.map((member) => [member.path, member]));
    const again = writeZip(checked(path, size, rest, unpacking), { compressed: false });
    const at = await firstDifference(createReadStream(path), again);
    if (at !== undefined) throw new Damage(`第 ${at} 字节`, `byte ${at} is not as it was written`);
    const [missing] = rest.keys();
    if (missing !== undefined) throw new Damage(`缺少 ${missing}`, `${missing} is missing`);
    return { manifest, keys };
  } catch (error) {
    throw error instanceof CannotStart || isOfTheMachine(error) ? error : damageBy(error);
  }
}

async function sizeOf(path: string): Promise<number> {
  const found = await stat(path).catch((error: unknown) => {
    if (!isAbsent(error)) throw error;
  });
  if (found?.isFile()) return found.size;
  if (found?.isDirectory()) throw isFolder(path);
  throw new CannotStart(
    `没有文件 ${path}。请核对备份文件的路径。`,
    `There is no file ${path}: correct the path of the backup.`,
    2,
  );
}

/** The list of files, as bytes too, and the keys as they are locked. */
async function contentsOf(path: string, size: number) {
  let bytes: Uint8Array | undefined;
  let locked: Uint8Array | undefined;
  for await (const { path: name, chunks } of readZip(path, limitsOf(size))) {
    if (name === MEMBERS.manifest) bytes = await taken(path, chunks(), MOST_MANIFEST);
    if (name === MEMBERS.keys) locked = await taken(path, chunks(), MOST_LOCKED);
  }
  if (bytes === undefined) throw notOurs(path);
  const manifest = readManifest(bytes);
  if (manifest === undefined) throw new Damage(MEMBERS.manifest, `${MEMBERS.manifest} is not in its form`);
  return { manifest, bytes, locked };
}

/** Nothing in it is compressed, so what it holds is not larger than it is. */
function limitsOf(size: number) {
  return { files: MOST_MEMBERS + 2, bytes: size };
}

async function taken(path: string, chunks: AsyncIterable<Uint8Array>, most: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > most) throw notOurs(path);
    parts.push(chunk);
  }
  return Buffer.concat(parts);
}

async function unlocked(
  { keys: by }: Manifest,
  manifest: Uint8Array,
  locked: Uint8Array | undefined,
  passphrase: string | undefined,
): Promise<readonly KeyFile[] | undefined> {
  if ((by === null) !== (locked === undefined))
    throw new Damage(MEMBERS.keys, `${MEMBERS.keys} is not as it is listed`);
  if (by === null || locked === undefined || passphrase === undefined) return undefined;
  const keys = await unlockKeys(locked, passphrase, by, manifest);
  if (keys !== undefined) return keys;
  throw new CannotStart(
    'NUANZHANG_PASSPHRASE 不是做这份备份时的口令,或者备份清单、密钥被改动过。请用原来的口令。口令确已遗失时,加 --without-keys 恢复:账目与日志都在;另存有 keys 文件夹的,启动前放回即可;没有的,恢复后对每个密钥运行 npm run new-key -- <文件>,以前登记的姓名和电话则再也无法读出。',
    'NUANZHANG_PASSPHRASE is not what this backup was made with, or its list of files or its keys were changed. Give the one it was made with. Where it is forgotten for good, restore with --without-keys, which brings back the whole ledger and its log: put the keys folder back before a start where it is kept elsewhere; else run npm run new-key -- <file> for each key after it, and names and phones recorded so far are never read again.',
  );
}

/** The files of an archive, each looked at against its place in the list, which it leaves, and kept where it is asked for. */
async function* checked(
  path: string,
  size: number,
  rest: Map<string, Member>,
  { folder, keeps, isDurable }: Unpacking,
): AsyncGenerator<ZipFile> {
  for await (const file of readZip(path, limitsOf(size))) {
    if (file.path === MEMBERS.manifest || file.path === MEMBERS.keys) {
      yield file;
      continue;
    }
    const listed = rest.get(file.path);
    if (listed === undefined) throw new Damage(`多出 ${file.path}`, `${file.path} is not listed`);
    rest.delete(file.path);
    if (!keeps(file.path)) {
      yield { path: file.path, chunks: () => asListed(file.chunks(), listed) };
      continue;
    }
    const place = below(folder, file.path);
    await makeFolder(dirname(place));
    await writeNew(place, asListed(file.chunks(), listed), isDurable);
    yield { path: file.path, chunks: () => createReadStream(place) };
  }
}

/** Throws as soon as more comes than is listed. */
async function* asListed(chunks: AsyncIterable<Uint8Array>, listed: Member): AsyncGenerator<Uint8Array> {
  const differs = () => new Damage(`${listed.path} 与清单不符`, `${listed.path} is not what is listed`);
  let left = listed.bytes;
  const passed = async function* () {
    for await (const chunk of chunks) {
      left -= chunk.length;
      if (left < 0) throw differs();
      yield chunk;
    }
  };
  yield* counted(passed(), (bytes, sha256) => {
    if (bytes !== listed.bytes || sha256 !== listed.sha256) throw differs();
  });
}

function notOurs(path: string): CannotStart {
  return new CannotStart(
    `${path} 不是暖账的备份文件。请给出 npm run backup 写成的文件。`,
    `${path} is no backup of Nuanzhang: name a file that npm run backup wrote.`,
  );
}
