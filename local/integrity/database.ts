import * as z from 'zod';
import { type Connection, openConnection } from '../../shared/storage/sqlite/connection.ts';
import { UnusableDatabase, type UnusableReason } from '../../shared/storage/sqlite/unusable-database.ts';
import type { Bilingual } from '../../shared/words/language.ts';
import { CannotStart } from '../cannot-start.ts';
import { folderInUse } from '../lock.ts';
import { saidBy } from '../said-by.ts';
import { databasesOf } from './data-folder.ts';

/** Opens the database of a data folder, which nobody else does meanwhile, or says why it cannot be and what to do. */
export function openDatabase(data: string): Connection {
  const connection = openUnlessInUse(data);
  if (connection === undefined) throw folderInUse(data);
  return connection;
}

/** The same; undefined where somebody else has it open. */
export function openUnlessInUse(data: string): Connection | undefined {
  const path = databasesOf(data).own;
  try {
    return openConnection(path);
  } catch (error) {
    if (isBusy(error)) return undefined;
    throw refusedFor(path, error);
  }
}

const DAMAGED: Bilingual = {
  zh: '已损坏。请从备份恢复;没有备份时运行 npm run rebuild -- --from-log,按日志重建已封存的账目',
  en: 'is damaged. Restore a backup; without one, npm run rebuild -- --from-log makes what was sealed again from the log',
};
const FOREIGN: Bilingual = {
  zh: '不是暖账的数据库,或开头已损坏。请把原来的文件从备份恢复,或用 NUANZHANG_DATA 指定另一个文件夹;没有备份时运行 npm run rebuild -- --from-log,按日志重建已封存的账目',
  en: 'is no database of Nuanzhang, or its beginning is damaged. Restore the right file from a backup, or name another folder in NUANZHANG_DATA; without a backup, npm run rebuild -- --from-log makes what was sealed again from the log',
};

const REASONS: Readonly<Record<UnusableReason, Bilingual>> = {
  'old-sqlite': {
    zh: '没有打开:这个 Node.js 带的 SQLite 太旧,可能损坏数据库。请使用 Node.js 24.15 以上的版本',
    en: 'was not opened: the SQLite of this Node.js is too old and can damage it. Use Node.js 24.15 or later',
  },
  'no-wal': {
    zh: '所在的文件系统不支持 WAL(网络文件夹 NFS、SMB 不受支持)。请把数据文件夹放在本机磁盘上',
    en: 'lies on a file system that takes no WAL (network folders, NFS and SMB, are not supported). Put the data folder on a disk of this machine',
  },
  foreign: FOREIGN,
  newer: {
    zh: '由更新版本的暖账建立。请使用那个版本',
    en: 'was made by a later version of Nuanzhang. Use that version',
  },
  older: {
    zh: '由较早版本的暖账建立。请运行 npm start 或 npm run upgrade,按日志升级',
    en: 'was made by an earlier version of Nuanzhang. npm start, or npm run upgrade, upgrades it from the log',
  },
  tables: {
    zh: '缺少表或多出了表。请从备份恢复;没有备份时运行 npm run rebuild -- --from-log,按日志重建已封存的账目',
    en: 'lacks a table, or has another one. Restore a backup; without one, npm run rebuild -- --from-log makes what was sealed again from the log',
  },
  damaged: DAMAGED,
};

/** By the lowest byte of SQLite's own codes (https://sqlite.org/rescode.html). */
const CODES: Readonly<Record<number, Bilingual>> = {
  8: {
    zh: '是只读的。请让运行暖账的账号可以写它,或把磁盘以可写方式挂载',
    en: 'is read-only. Let this account write it, or mount its disk writable',
  },
  10: {
    zh: '读写出错。请检查磁盘,必要时从备份恢复',
    en: 'cannot be read or written. Check the disk, and restore a backup where it has to be',
  },
  11: DAMAGED,
  13: {
    zh: '无法写入:磁盘已满。请腾出空间后重新启动;已入账的都在',
    en: 'cannot be written: the disk is full. Free some room and start again; nothing that was recorded is lost',
  },
  14: {
    zh: '无法打开。请核对运行暖账的账号对数据文件夹的权限',
    en: 'cannot be opened. Check that this account may use the data folder',
  },
  26: FOREIGN,
};
const BUSY = 5;

const sqliteError = z.looseObject({ code: z.literal('ERR_SQLITE_ERROR'), errcode: z.int() });

/** Whether somebody else has the database open. */
export function isBusy(error: unknown): boolean {
  return codeOf(error) === BUSY;
}

function codeOf(error: unknown): number | undefined {
  const parsed = sqliteError.safeParse(error);
  return parsed.success ? parsed.data.errcode & 0xff : undefined;
}

/** What an error of SQLite means for whoever runs a command; any other error stays as it is. */
export function refusedFor(path: string, error: unknown): unknown {
  const code = codeOf(error);
  const said = error instanceof UnusableDatabase ? REASONS[error.reason] : code === undefined ? undefined : CODES[code];
  if (said === undefined) return error;
  return new CannotStart(
    `数据库 ${path} ${said.zh}(${saidBy(error)})。`,
    `The database ${path} ${said.en} (${saidBy(error)}).`,
  );
}
