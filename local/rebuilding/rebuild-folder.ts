import { createPublicKey } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, link, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LogFiles } from '../../shared/log/journal/log-files.ts';
import { stagedKey, writeHead } from '../../shared/log/sealing/head.ts';
import { type Verifier, verifierOf } from '../../shared/log/tree/note.ts';
import { createKeyFileCipher } from '../../shared/storage/folder/key-file-cipher.ts';
import { createFolderObjectStore } from '../../shared/storage/folder/object-store.ts';
import { syncFolder } from '../../shared/storage/folder/sync-folder.ts';
import type { ObjectStore } from '../../shared/storage/ports/object-store.ts';
import { type Connection, openConnection, openUnlooked } from '../../shared/storage/sqlite/connection.ts';
import { createSqliteFingerprints } from '../../shared/storage/sqlite/fingerprints.ts';
import { createSqliteHeadStore } from '../../shared/storage/sqlite/head-store.ts';
import { Writer } from '../../shared/storage/sqlite/writer.ts';
import { CannotStart } from '../cannot-start.ts';
import { databasesOf } from '../integrity/data-folder.ts';
import { isBusy, openDatabase } from '../integrity/database.ts';
import { folderOfKeys } from '../integrity/key-files.ts';
import { tellMarks } from '../integrity/marks.ts';
import { folderInUse } from '../lock.ts';
import { saidBy } from '../said-by.ts';
import { type Comparison, draftFromLog, removeDatabase, writeUnplaced } from './compare-with-log.ts';
import type { LedgerKeys } from './expected.ts';

export interface Rebuilt extends Comparison {
  /** Whether the log was checked by the folder's own key; else by the one that it names itself. */
  readonly hasKey: boolean;
  /** Why the database could not even be opened. */
  readonly unopened: string | undefined;
  /** Where what was there before lies now; undefined where nothing differed, or nothing was there. */
  readonly before: string | undefined;
  /** The file with the entries that line up no more, where there are any. */
  readonly unplaced: string | undefined;
}

export interface RebuildOptions {
  readonly data: string;
  /** Milliseconds since 1970 UTC, for the names of files. */
  readonly now: number;
  /** A name that no round of sealing ever had. */
  readonly nonce: string;
}

/**
 * Makes the database of a data folder again from its log, while no server runs over it. It is made under another name
 * and put in place whole; what was there stays beside it. Where nothing differs nothing is changed.
 */
export async function rebuildFolder({ data, now, nonce }: RebuildOptions): Promise<Rebuilt> {
  const { own, engines } = databasesOf(data);
  if (!existsSync(own) && existsSync(engines)) throw notCarriedOver(engines);
  const objects = await createFolderObjectStore(join(data, 'objects'));
  const draftPath = `${own}.draft`;
  const opened = openedFor(data);
  const key = await keyOf(data, objects);
  const hasKey = key !== undefined;
  const { draft, ...comparison } = await draftFromLog({
    found: opened.connection,
    objects,
    key,
    keys: await ledgerKeysOf(data),
    scratch: draftPath,
  }).finally(() => opened.close());
  const unopened = opened.problem;
  if (comparison.isSame && unopened === undefined) {
    draft.writer.close();
    await removeDatabase(draftPath);
    await tellWhatIsThere(data);
    return { ...comparison, hasKey, unopened, before: undefined, unplaced: undefined };
  }
  const stamp = new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const { note, checkpoint } = comparison.log;
  await createSqliteHeadStore(draft.writer).replace(
    undefined,
    writeHead(note, stagedKey(checkpoint.size, nonce)).bytes,
  );
  await tellMarks(data, createSqliteFingerprints(draft.writer));
  draft.writer.close();
  const unplaced = await writeUnplaced(`${own}.unplaced-${stamp}.jsonl`, comparison);
  const before = existsSync(own) ? `${own}.before-rebuild-${stamp}` : undefined;
  await putInPlace({ draft: draftPath, own, before });
  return { ...comparison, hasKey, unopened, before, unplaced };
}

function notCarriedOver(engines: string): CannotStart {
  return new CannotStart(
    `账在 ${engines} 中:请先运行 npm run carry-over。`,
    `The ledger stands in ${engines}: run npm run carry-over first.`,
  );
}

interface Opened {
  readonly connection: Connection | undefined;
  readonly problem: string | undefined;
  close(): void;
}

/** One that a start would not open tells what can still be read of it. */
function openedFor(data: string): Opened {
  const { own } = databasesOf(data);
  if (!existsSync(own)) return { connection: undefined, problem: undefined, close: () => undefined };
  const problem = problemOf(data, () => openConnection(own).close());
  let connection: Connection | undefined;
  problemOf(data, () => {
    connection = openUnlooked(own);
  });
  return { connection, problem, close: () => connection && closeQuietly(connection) };
}

/** Why it does not open; undefined where it does. */
function problemOf(data: string, open: () => void): string | undefined {
  try {
    open();
    return undefined;
  } catch (error) {
    if (isBusy(error)) throw folderInUse(data);
    return saidBy(error);
  }
}

/** Rows that are as the log gives them may still have lost what keys and database remember of each other. */
async function tellWhatIsThere(data: string): Promise<void> {
  const writer = new Writer(openDatabase(data));
  try {
    await tellMarks(data, createSqliteFingerprints(writer));
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

/** The key that signs the log of the folder; undefined where the folder has none any more. */
async function keyOf(data: string, objects: Pick<ObjectStore, 'get'>): Promise<Verifier | undefined> {
  const pem = await readIfThere(join(folderOfKeys(data), 'log-signing.pem'));
  const checkpoint = await new LogFiles(objects).checkpoint();
  if (pem === undefined || checkpoint === undefined) return undefined;
  const spki = createPublicKey({ key: pem, format: 'pem' }).export({ type: 'spki', format: 'der' });
  return verifierOf(checkpoint.origin, spki.subarray(SPKI_PREFIX_BYTES));
}

/** Bytes before the key itself in an Ed25519 SubjectPublicKeyInfo (RFC 8410). */
const SPKI_PREFIX_BYTES = 12;

/** Keys are read and never made here: a new one would fit nothing that stands there. */
async function ledgerKeysOf(data: string): Promise<LedgerKeys> {
  const personKey = await readIfThere(join(folderOfKeys(data), 'person.key'));
  const personal = await readIfThere(join(folderOfKeys(data), 'personal-data.key'));
  return { personKey, cipher: personal === undefined ? undefined : createKeyFileCipher(personal) };
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  return existsSync(path) ? readFile(path) : undefined;
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
