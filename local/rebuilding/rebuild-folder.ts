import { existsSync } from 'node:fs';
import { copyFile, link, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stagedKey, writeHead } from '../../shared/log/sealing/head.ts';
import type { Verifier } from '../../shared/log/tree/note.ts';
import { createFolderObjectStore } from '../../shared/storage/folder/object-store.ts';
import { syncFolder } from '../../shared/storage/folder/sync-folder.ts';
import { type Connection, openConnection, openUnlooked } from '../../shared/storage/sqlite/connection.ts';
import { createSqliteFingerprints } from '../../shared/storage/sqlite/fingerprints.ts';
import { createSqliteHeadStore } from '../../shared/storage/sqlite/head-store.ts';
import { Writer } from '../../shared/storage/sqlite/writer.ts';
import { CannotStart } from '../cannot-start.ts';
import { databasesOf } from '../integrity/data-folder.ts';
import { isBusy, openDatabase } from '../integrity/database.ts';
import { fingerprintsOfKeys, type KeyFile, missingKeys } from '../integrity/key-files.ts';
import { type Marks, tellMarks } from '../integrity/marks.ts';
import { folderInUse } from '../lock.ts';
import { saidBy } from '../said-by.ts';
import { type Comparison, draftFromLog, writeUnplaced } from './compare-with-log.ts';
import { type Draft, removeDatabase } from './draft.ts';
import { type Believed, ledgerKeysOf, logKeyOf, rememberedMarks } from './folder-keys.ts';
import { hashOfDatabase, writeMadeFrom } from './made-from.ts';
import { unverifiedCheckpoint } from './sound-log.ts';

export interface Rebuilt extends Comparison {
  /** By what the key of the log was believed. */
  readonly believed: Believed;
  /** Keys that are not there: no server starts without them. */
  readonly missing: readonly KeyFile[];
  /** Why the database could not even be opened. */
  readonly unopened: string | undefined;
  /** Where what was there before lies now; undefined where nothing differed, or nothing was there. */
  readonly before: string | undefined;
  /** The file with the entries that line up no more, where there are any. */
  readonly unplaced: string | undefined;
}

export interface RebuildOptions {
  readonly data: string;
  /** The log's key, where whoever asks knows it. */
  readonly vkey?: Verifier | undefined;
  /** Milliseconds since 1970 UTC, for the names of files. */
  readonly now: number;
  /** A name that no round of sealing ever had. */
  readonly nonce: string;
  /**
   * Whether what a run that was ended made from the same is gone on with. Without it all is made from the log anew: whoever
   * asks for that doubts what there is.
   */
  readonly goesOn?: boolean;
}

/**
 * Makes the database of a data folder again from its log, while no server runs over it. It is made under another name
 * and put in place whole; what was there stays beside it. Where nothing differs nothing is changed.
 */
export async function rebuildFolder({ data, vkey, now, nonce, goesOn = false }: RebuildOptions): Promise<Rebuilt> {
  const { own, engines } = databasesOf(data);
  if (!existsSync(own) && existsSync(engines)) throw notCarriedOver(engines);
  assertHasLedger(data);
  const objects = await createFolderObjectStore(join(data, 'objects'));
  const problem = problemOf(data);
  const stood = goesOn ? await hashOfDatabase(own) : undefined;
  const opened = openedFor(data);
  try {
    const marks = await rememberedMarks(data, opened.connection);
    const { origin } = await unverifiedCheckpoint(objects);
    const [key, believed] = await logKeyOf({ data, objects, origin, marks, given: vkey });
    const keys = await ledgerKeysOf(data, marks);
    const { draft, ...comparison } = await draftFromLog({
      found: opened.connection,
      objects,
      key,
      keys,
      scratch: draftOf(data),
      madeFrom: stood && writeMadeFrom({ stood, key, keys, fingerprints: await fingerprintsOfKeys(data) }),
    });
    opened.close();
    const said = { ...comparison, believed, missing: await missingKeys(data), unopened: problem };
    if (!comparison.isSame || problem !== undefined) {
      return { ...said, ...(await replaceDatabase({ data, now, nonce, marks }, draft, comparison)) };
    }
    draft.writer.close();
    await removeDatabase(draftOf(data));
    await tellWhatIsThere(data, marks);
    return { ...said, before: undefined, unplaced: undefined };
  } finally {
    opened.close();
  }
}

/** Under which name a database is made before it is put in place. */
export function draftOf(data: string): string {
  return `${databasesOf(data).own}.draft`;
}

interface Replacing extends RebuildOptions {
  readonly marks: Marks | undefined;
}

async function replaceDatabase(
  { data, now, nonce, marks }: Replacing,
  draft: Draft,
  comparison: Comparison,
): Promise<Pick<Rebuilt, 'before' | 'unplaced'>> {
  const { own } = databasesOf(data);
  const { note, checkpoint } = comparison.log;
  const { writer } = draft;
  let unplaced: string | undefined;
  try {
    unplaced = await writeUnplaced(`${own}.unplaced-${stampOf(now)}.jsonl`, comparison);
    const head = writeHead(note, stagedKey(checkpoint.size, nonce));
    await createSqliteHeadStore(writer).replace(undefined, head.bytes);
    await tellMarks(marks, createSqliteFingerprints(writer));
    await draft.finish();
    writer.close();
  } catch (error) {
    draft.connection.close();
    await removeDatabase(draftOf(data));
    throw error;
  }
  const before = existsSync(own) ? `${own}.before-rebuild-${stampOf(now)}` : undefined;
  await putInPlace({ draft: draftOf(data), own, before });
  return { before, unplaced };
}

/** In the names of files. */
export function stampOf(now: number): string {
  return new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, '');
}

/** Throws, and makes nothing, where a folder has neither database nor log: its name was mistyped. */
export function assertHasLedger(data: string): void {
  const { own, engines } = databasesOf(data);
  if ([own, `${own}-wal`, engines, join(data, 'objects', 'log')].some((path) => existsSync(path))) return;
  throw new CannotStart(
    `${data} 中没有账(既没有 nuanzhang.db,也没有 objects/log),没有建立任何文件。请用 NUANZHANG_DATA 指定数据文件夹。`,
    `There is no ledger in ${data} (neither nuanzhang.db nor objects/log), and nothing was made. Name the data folder in NUANZHANG_DATA.`,
  );
}

export function notCarriedOver(engines: string): CannotStart {
  return new CannotStart(
    `账在 ${engines} 中:请先运行 npm run carry-over。`,
    `The ledger stands in ${engines}: run npm run carry-over first.`,
  );
}

interface Opened {
  readonly connection: Connection | undefined;
  close(): void;
}

/** One that a start would not open tells what can still be read of it. */
function openedFor(data: string): Opened {
  const { own } = databasesOf(data);
  let connection: Connection | undefined;
  problemIn(data, () => {
    if (existsSync(own)) connection = openUnlooked(own);
  });
  const close = () => {
    if (connection !== undefined) closeQuietly(connection);
    connection = undefined;
  };
  return { connection, close };
}

/** Why the database of a folder does not open; undefined where it does, or none is there. */
function problemOf(data: string): string | undefined {
  const { own } = databasesOf(data);
  return existsSync(own) ? problemIn(data, () => openConnection(own).close()) : undefined;
}

function problemIn(data: string, open: () => void): string | undefined {
  try {
    open();
    return undefined;
  } catch (error) {
    if (isBusy(error)) throw folderInUse(data);
    return saidBy(error);
  }
}

/** Rows that are as the log gives them may still have lost what keys and database remember of each other. */
async function tellWhatIsThere(data: string, marks: Marks | undefined): Promise<void> {
  const writer = new Writer(openDatabase(data));
  try {
    await tellMarks(marks, createSqliteFingerprints(writer));
  } finally {
    writer.close();
  }
}

/** Its WAL is written back where that is possible, so that the file is whole by itself. */
function closeQuietly(connection: Connection): void {
  try {
    connection.get('PRAGMA wal_checkpoint(TRUNCATE)');
  } catch {
    // It is damaged: what is left of its WAL stays beside it.
  }
  connection.close();
}

interface Placing {
  readonly draft: string;
  readonly own: string;
  readonly before: string | undefined;
}

/**
 * Puts a finished database in place of another. What was there gets its second name before it loses the first, and its
 * WAL goes with it, which would otherwise be read into the new one. Ended anywhere, the one or the other is in place.
 */
export async function putInPlace({ draft, own, before }: Placing): Promise<void> {
  if (before !== undefined) {
    await link(own, before).catch(() => copyFile(own, before));
    if (existsSync(`${own}-wal`)) await rename(`${own}-wal`, `${before}-wal`);
    await syncFolder(dirname(own));
  }
  await rename(draft, own);
  await syncFolder(dirname(own));
}
