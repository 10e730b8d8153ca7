import { link, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder } from '../../shared/storage/folder/sync-folder.ts';
import { CannotStart } from '../cannot-start.ts';

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

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

export function isAbsent(error: unknown): boolean {
  return codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR';
}

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const FORBIDDEN = new Set(['EACCES', 'EPERM', 'EROFS']);

/** No room, no rights, too much at once: that says nothing of what is read. */
export function isOfTheMachine(error: unknown): boolean {
  const code = codeOf(error) ?? '';
  return FULL.has(code) || FORBIDDEN.has(code) || ['EIO', 'EMFILE', 'ENFILE', 'ENOMEM'].includes(code);
}

/** A place that takes nothing, for want of room or of rights. */
export class Unwritable extends CannotStart {}

/** What an error of the file system means for whoever asked; what is none of it stays as it is. */
export function unlessUnwritable(error: unknown, place: string): unknown {
  const code = codeOf(error) ?? '';
  if (FULL.has(code)) {
    return new Unwritable(
      `${place} 处空间不足(${code}),没有留下任何文件。请腾出空间或另选位置后重试。`,
      `No room is left at ${place} (${code}), and nothing was left there: free some, or name another place.`,
    );
  }
  if (FORBIDDEN.has(code)) {
    return new Unwritable(
      `${place} 处不可写(${code})。请改正权限或另选位置。`,
      `${place} may not be written (${code}): correct its permissions, or name another place.`,
    );
  }
  return error;
}
