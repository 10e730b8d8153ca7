import { createHash, randomUUID } from 'node:crypto';
import { realpath, rm, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import type { ZipFile } from '../../shared/exports/files/zip.ts';
import { CannotStart } from '../cannot-start.ts';
import { folderOfKeys } from '../integrity/key-files.ts';
import { archiveOf, unpack } from './archive.ts';
import { CopiedDatabase } from './copied-database.ts';
import { CopyRequests } from './copy-requests.ts';
import { Damage, damageBy } from './damage.ts';
import { draftTail, sweepDrafts } from './drafts.ts';
import {
  alreadyThere,
  assertFolder,
  isAbsent,
  isFolder,
  isOfTheMachine,
  makeFolder,
  nameNew,
  Unusable,
  unlessUnusable,
  writeNew,
} from './durable-files.ts';
import { readKeyFiles } from './locked-keys.ts';
import { type MadeBackup, recordBackup } from './made-backups.ts';
import { MEMBERS, pathOfObject } from './manifest.ts';
import { type Proof, prove, publicKeyIn } from './proof.ts';
import { logUpTo, papersAndExports, readFileChunks } from './sources.ts';
import { assertCopyable, takeCopy } from './take-copy.ts';

export interface BackupOptions {
  readonly data: string;
  /** Where the archive goes, absolute; nothing may be there. */
  readonly file: string;
  /** Undefined leaves the keys out. */
  readonly passphrase: string | undefined;
  readonly clock: () => number;
  readonly signal: AbortSignal;
  /** How long a server may not answer. */
  readonly silentMs?: number;
  /** Called as soon as the copy of the database is there, which says what the backup will hold. */
  readonly copied?: () => Promise<void>;
}

export interface Backup {
  readonly made: MadeBackup;
  readonly proof: Proof;
}

const TOUCH_MS = 1_000;

/**
 * Makes a backup of a data folder, with a server over it or without, opens it again, and gives it its name only once it
 * was found whole. Whatever fails leaves nothing behind; what a kill left there, the next backup removes.
 */
export async function makeBackup(options: BackupOptions): Promise<Backup> {
  const { data, file, clock, signal } = options;
  assertCopyable(data);
  await assertTarget(file, data);
  const requests = new CopyRequests(data);
  const id = randomUUID();
  await sweepDrafts(dirname(file));
  const draft = join(dirname(file), `.${basename(file)}.${draftTail()}`);
  const touching = setInterval(() => void requests.touch(id, clock()).catch(() => undefined), TOUCH_MS);
  try {
    await copied(options, requests, id);
    await options.copied?.();
    const written = await writeArchive(options, requests.at(id, 'db'), draft);
    await rm(requests.at(id, 'db'));
    signal.throwIfAborted();
    const proof = await proven(options, draft, requests.at(id, 'proof'));
    signal.throwIfAborted();
    await nameNew(draft, file).catch((error: unknown) => {
      throw unlessUnusable(error, file);
    });
    const made = { time: clock(), file, ...written, size: proof.size, root: proof.root ?? '', proven: true } as const;
    await recordBackup(data, made).catch((error: unknown) => {
      throw unlisted(made, unlessUnusable(error, data));
    });
    return { made, proof };
  } finally {
    clearInterval(touching);
    await rm(draft, { force: true });
    await requests.remove(id);
  }
}

async function assertTarget(file: string, data: string): Promise<void> {
  await assertFolder(dirname(file));
  const found = await stat(file).catch((error: unknown) => {
    if (!isAbsent(error)) throw unlessUnusable(error, file);
  });
  if (found !== undefined) throw found.isDirectory() ? isFolder(file) : alreadyThere(file);
  const path = relative(await realpath(data), await realpath(dirname(file)));
  if (path.split(sep)[0] === '..' || isAbsolute(path)) return;
  throw new CannotStart(
    `${file} 在数据文件夹 ${data} 之内,备份会和它一起丢失。请写到别处,最好是另一块磁盘。`,
    `${file} lies within the data folder ${data}, and is lost with it: name a place elsewhere, best on another disk.`,
    2,
  );
}

async function copied(options: BackupOptions, requests: CopyRequests, id: string): Promise<void> {
  try {
    await requests.ask(id);
    await takeCopy({ ...options, requests, id });
  } catch (error) {
    throw options.signal.aborted ? error : unlessUnusable(error, options.data);
  }
}

async function writeArchive({ data, passphrase, clock, signal }: BackupOptions, copy: string, draft: string) {
  const database = new CopiedDatabase(copy);
  try {
    const files = await readKeyFiles(folderOfKeys(data));
    const head = database.head();
    const objects = join(data, 'objects');
    async function* members(): AsyncGenerator<ZipFile> {
      yield { path: MEMBERS.database, chunks: () => readFileChunks(copy) };
      const log = head === undefined ? [] : logUpTo(head, objects, publicKeyIn(files));
      for await (const { key, chunks } of log) yield { path: pathOfObject(key), chunks };
      for await (const { key, chunks } of papersAndExports(objects, database.exportFiles())) {
        yield { path: pathOfObject(key), chunks };
      }
    }
    const log = head === undefined ? null : { ...head.checkpoint, root: base64(head.checkpoint.root) };
    const about = { madeAt: clock(), schema: database.schema, log };
    const hash = createHash('sha256');
    async function* hashed(): AsyncGenerator<Uint8Array> {
      const keys = passphrase === undefined ? undefined : { files, passphrase };
      for await (const chunk of archiveOf(members(), about, keys)) {
        signal.throwIfAborted();
        hash.update(chunk);
        yield chunk;
      }
    }
    const bytes = await writeNew(draft, hashed(), true);
    return { bytes, sha256: hash.digest('hex') };
  } catch (error) {
    throw signal.aborted ? error : unsound(data, unlessUnusable(error, dirname(draft)));
  } finally {
    database.close();
  }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

/** Opens an archive as a restore would. Papers and exports are looked at and not kept. */
async function proven({ data, file, passphrase }: BackupOptions, archive: string, folder: string): Promise<Proof> {
  const log = pathOfObject('log/');
  const keeps = (path: string) => path === MEMBERS.database || path.startsWith(log);
  try {
    await makeFolder(folder);
    const unpacked = await unpack(archive, { passphrase, folder, keeps, isDurable: false }).catch((error: unknown) => {
      throw error instanceof Damage ? notAsWritten(file, error) : error;
    });
    const proof = await prove(folder, unpacked.manifest, unpacked.keys);
    if (proof.differing.length > 0) throw rowsDiffer(data, proof.differing);
    return proof;
  } catch (error) {
    throw unsound(data, unlessUnusable(error, data));
  }
}

/** Why a backup was given up, and what to do: nothing more is to be said of it. */
class NoBackup extends CannotStart {}

/** What was written does not hold together: what it was made of is what has to be looked at. */
function unsound(data: string, error: unknown): unknown {
  if (error instanceof NoBackup || error instanceof Unusable || isOfTheMachine(error)) return error;
  const { zh, en } = damageBy(error);
  return new NoBackup(
    `备份未能做成,没有保留。数据文件夹 ${data} 有误:${zh}。请停止服务,运行 npm run check-data 查明:数据库有误的,运行 npm run rebuild -- --from-log;日志、附件或密钥文件有误的,从较早的备份放回(npm run restore 到另一个文件夹,再复制该文件)。`,
    `No backup was made or kept. Something is wrong in the data folder ${data}: ${en}. Stop the server and run npm run check-data; where it is the database, run npm run rebuild -- --from-log; where it is a file of the log, of evidence or of keys, put that back from an earlier backup (npm run restore into another folder, and copy the file).`,
  );
}

function rowsDiffer(data: string, tables: readonly string[]): NoBackup {
  return new NoBackup(
    `备份未能做成,没有保留。数据文件夹 ${data} 的数据库中,下列表有与日志不符的行:${tables.join('、')}。请停止服务,运行 npm run check-data 查看,再运行 npm run rebuild -- --from-log 按日志改正,然后重做备份。`,
    `No backup was made or kept. In the database of the data folder ${data} rows of these tables are not what the log gives: ${tables.join(', ')}. Stop the server, run npm run check-data to see them and npm run rebuild -- --from-log to mend them by the log, and make the backup again.`,
  );
}

function notAsWritten(file: string, { zh, en }: Damage): NoBackup {
  return new NoBackup(
    `备份未能做成,没有保留:写入 ${dirname(file)} 的内容读回时已不同(${zh})。那里的磁盘可能已损坏,请换一个位置。`,
    `No backup was made or kept: what was written to ${dirname(file)} came back changed (${en}). That disk may be failing: name another place.`,
  );
}

/** The backup is whole and has its name: only the list of backups does not tell of it. */
function unlisted({ file, sha256 }: MadeBackup, error: unknown): CannotStart {
  const { zh, en } = damageBy(error);
  return new CannotStart(
    `备份 ${file} 已写成并核对无误(SHA-256 ${sha256}),但未能记入数据文件夹的备份清单:${zh}。`,
    `The backup ${file} was written and found whole (SHA-256 ${sha256}), but could not be added to the list of the data folder: ${en}.`,
  );
}
