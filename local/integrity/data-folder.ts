import { constants } from 'node:fs';
import { access, mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ObjectStoreError } from '../../shared/storage/ports/object-store.ts';
import { CannotStart } from '../cannot-start.ts';
import type { Environment } from '../environment.ts';
import { codeOf } from '../error-code.ts';
import { folderOfKeys } from './key-files.ts';

/** Where the database in the process lies in a data folder, and where the embedded engine's does. */
export function databasesOf(data: string) {
  return { own: join(data, 'nuanzhang.db'), engines: join(data, 'ledger.db') };
}

/** What a data folder holds at its first level; whoever finds none of it, and something else, is in another folder. */
const OWN = new Set(['nuanzhang.db', 'ledger.db', 'keys', 'objects', 'sign-in', 'server.lock']);

/** What a file system or a desktop puts into a folder by itself. */
const STRAY = /^(\..*|lost\+found|desktop\.ini|Thumbs\.db)$/i;

/**
 * Looks whether a folder can hold a ledger, and whether it holds one: it is fresh where there is neither database nor log
 * nor what the keys remember of them. Makes it where it is not there. Refuses a folder of something else, one that cannot
 * be written, and one whose database is gone.
 */
export async function lookAtFolder({
  data,
  endpoint,
}: Pick<Environment, 'data' | 'endpoint'>): Promise<{ readonly isFresh: boolean }> {
  await mkdir(data, { recursive: true, mode: 0o700 });
  const names = await readdir(data);
  const [stranger] = names.filter((name) => !STRAY.test(name));
  if (stranger !== undefined && !names.some((name) => OWN.has(name))) throw strange(data, stranger);
  await access(data, constants.R_OK | constants.W_OK | constants.X_OK);
  const { own, engines } = databasesOf(data);
  const remembered = [join(folderOfKeys(data), 'ledger.json'), join(data, 'objects', 'log', 'checkpoint')];
  // What was committed may stand in the WAL alone.
  if ((await areThere([own, `${own}-wal`, engines])).length > 0) return { isFresh: false };
  const [left] = await areThere(remembered);
  if (left !== undefined && endpoint === undefined) throw databaseGone(own, left);
  return { isFresh: left === undefined };
}

/** Those that are there with anything in them. */
async function areThere(paths: readonly string[]): Promise<readonly string[]> {
  const look = (path: string) => stat(path).then(({ size }) => (size > 0 ? [path] : []), unless('ENOENT', 'ENOTDIR'));
  return (await Promise.all(paths.map(look))).flat();
}

function unless(...codes: readonly string[]) {
  return (error: unknown): readonly string[] => {
    if (codes.includes(codeOf(error) ?? '')) return [];
    throw error;
  };
}

function strange(data: string, name: string): CannotStart {
  return new CannotStart(
    `文件夹 ${data} 不是暖账的数据文件夹(里面有 ${name.slice(0, 80)}),没有改动任何内容。请用 NUANZHANG_DATA 指定一个空文件夹,或原来的数据文件夹。`,
    `The folder ${data} is none of Nuanzhang's (there is ${name.slice(0, 80)} in it), and nothing was changed. Name an empty folder in NUANZHANG_DATA, or the one that has the ledger.`,
  );
}

function databaseGone(own: string, left: string): CannotStart {
  return new CannotStart(
    `数据库 ${own} 不见了,而 ${left} 还在。没有启动,以免在旧日志旁另起一本空账。请从备份恢复(npm run restore);没有备份时,npm run rebuild -- --from-log 可按日志重建已封存的全部账目(个人信息和未封存的除外)。`,
    `The database ${own} is gone, while ${left} is there. Nothing was started: an empty ledger beside the old log would look like a loss. Restore a backup (npm run restore); without one, npm run rebuild -- --from-log makes everything that was sealed again from the log (personal data and what was not sealed are lost).`,
  );
}

/** What an error of the file system means for whoever starts the program; any other error stays as it is. */
export function plainly(thrown: unknown, data: string): unknown {
  // An adapter tells what failed in its own words, and why behind them.
  const error = thrown instanceof ObjectStoreError ? thrown.cause : thrown;
  const code = codeOf(error);
  const at = error instanceof Error && 'path' in error && typeof error.path === 'string' ? error.path : data;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return new CannotStart(
        `没有读写 ${at} 的权限。请让运行暖账的账号拥有这个数据文件夹,或用 NUANZHANG_DATA 指定另一个。`,
        `${at} may not be read or written by this account. Give it the data folder, or name another in NUANZHANG_DATA.`,
      );
    case 'EROFS':
      return new CannotStart(
        `${at} 所在的磁盘是只读的。请以可写方式挂载,或用 NUANZHANG_DATA 指定另一个文件夹。`,
        `The disk of ${at} is read-only. Mount it writable, or name another folder in NUANZHANG_DATA.`,
      );
    case 'ENOSPC':
    case 'EDQUOT':
      return new CannotStart(
        `磁盘已满,${at} 无法写入。请腾出空间后重新启动;已入账的都在。`,
        `The disk is full: ${at} cannot be written. Free some room and start again; nothing that was recorded is lost.`,
      );
    case 'ENOTDIR':
    case 'EEXIST':
      return new CannotStart(
        `${at} 不是文件夹。请用 NUANZHANG_DATA 指定一个文件夹。`,
        `${at} is no folder. Name one in NUANZHANG_DATA.`,
      );
    case 'EIO':
      return new CannotStart(
        `磁盘读写 ${at} 出错。请检查磁盘,必要时从备份恢复。`,
        `The disk failed at ${at}. Check it, and restore a backup where it has to be.`,
      );
    default:
      return thrown;
  }
}
