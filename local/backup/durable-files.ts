import { link, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder } from '../../shared/storage/folder/sync-folder.ts';
import { CannotStart } from '../cannot-start.ts';
import { codeOf } from '../error-code.ts';

const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/** Writes a new file and answers how large it is; durable where that is asked for. */
export async function writeNew(path: string, chunks: AsyncIterable<Uint8Array>, isDurable: boolean): Promise<number> {
  const file = await open(path, 'wx', FILE_MODE);
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      await file.writeFile(chunk);
      bytes += chunk.length;
    }
    if (isDurable) await file.sync();
  } finally {
    await file.close();
  }
  return bytes;
}

export async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: FOLDER_MODE });
}

/** Gives a finished draft a name that nothing has. */
export async function nameNew(draft: string, path: string): Promise<void> {
  try {
    // A link never replaces.
    await link(draft, path);
    await rm(draft);
  } catch (error) {
    if (codeOf(error) === 'EEXIST' || (await stat(path).catch(() => undefined))) throw alreadyThere(path);
    // Some file systems, those of most memory sticks among them, have no links.
    await rename(draft, path);
  }
  await syncFolder(dirname(path));
}

/** Throws where nobody made it: a mistyped path gives no folder. */
export async function assertFolder(path: string): Promise<void> {
  const found = await stat(path).catch((error: unknown) => {
    if (!isAbsent(error)) throw unlessUnusable(error, path);
  });
  if (found?.isDirectory()) return;
  throw new CannotStart(
    `没有文件夹 ${path},没有写任何内容。请核对路径,或先建立这个文件夹。`,
    `There is no folder ${path}, and nothing was written: correct the path, or make that folder first.`,
    2,
  );
}

export function isFolder(path: string): CannotStart {
  return new CannotStart(
    `${path} 是文件夹。请给出其中备份文件的完整文件名。`,
    `${path} is a folder: name the file of the backup in it.`,
    2,
  );
}

export function alreadyThere(path: string): CannotStart {
  return new CannotStart(
    `${path} 已经存在,备份不覆盖任何文件。请换一个文件名。`,
    `${path} is there already, and a backup replaces nothing: give another name.`,
    2,
  );
}

export function below(folder: string, path: string): string {
  return join(folder, ...path.split('/'));
}

export function isAbsent(error: unknown): boolean {
  return codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR';
}

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const FORBIDDEN = new Set(['EACCES', 'EPERM', 'EROFS']);
const FAILED = new Set(['EIO', 'EMFILE', 'ENFILE', 'ENOMEM']);

/** What SQLite says of the machine in the lowest byte of its codes (https://sqlite.org/rescode.html). */
const OF_SQLITE: Readonly<Record<number, string>> = { 7: 'ENOMEM', 8: 'EROFS', 10: 'EIO', 13: 'ENOSPC' };
/** A file that ends before it should is one that was cut. */
const SHORT_READ = 522;

function machineCode(error: unknown): string | undefined {
  if (!(error instanceof Error && 'errcode' in error && typeof error.errcode === 'number')) return codeOf(error);
  return error.errcode === SHORT_READ ? undefined : OF_SQLITE[error.errcode & 0xff];
}

/** No room, no rights, too much at once: that says nothing of what is read. */
export function isOfTheMachine(error: unknown): boolean {
  const code = machineCode(error) ?? '';
  return error instanceof Unusable || [FULL, FORBIDDEN, FAILED].some((codes) => codes.has(code));
}

/** A place that takes nothing or gives nothing, for want of room, of rights or of a sound disk. */
export class Unusable extends CannotStart {}

/** What an error of the file system means for whoever asked; what is none of it stays as it is. */
export function unlessUnusable(error: unknown, place: string): unknown {
  const code = machineCode(error) ?? '';
  const path = error instanceof Error && 'path' in error && typeof error.path === 'string' ? error.path : place;
  // Drafts at the place have names that nobody gave.
  const at = path.startsWith(place) ? place : path;
  if (FULL.has(code)) {
    return new Unusable(
      `${place} 处空间不足(${code}),没有留下任何文件。请腾出空间或另选位置后重试。`,
      `No room is left at ${place} (${code}), and nothing was left there: free some, or name another place.`,
    );
  }
  if (code === 'EROFS') {
    return new Unusable(
      `${at} 所在的磁盘是只读的。请以可写方式挂载后重试,或另选可写磁盘上的位置(数据文件夹可先整个复制过去)。`,
      `The disk of ${at} is read-only: mount it writable and try again, or name a place on one that can be written (a data folder can be copied there whole first).`,
    );
  }
  if (FORBIDDEN.has(code)) {
    return new Unusable(
      `没有读写 ${at} 的权限(${code})。请改正权限或另选位置。`,
      `${at} may not be read or written by this account (${code}): correct its permissions, or name another place.`,
    );
  }
  if (FAILED.has(code)) {
    return new Unusable(
      `${at} 读写出错(${code})。请检查磁盘和内存后重试,或另选位置。`,
      `${at} could not be read or written (${code}): check the disk and the memory and try again, or name another place.`,
    );
  }
  return error;
}
