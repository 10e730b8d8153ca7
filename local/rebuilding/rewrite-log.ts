import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { signedCheckpoint } from '../../shared/audit/log-source.ts';
import { Wrong } from '../../shared/audit/wrong.ts';
import { logKey } from '../../shared/log/journal/log-files.ts';
import { type Head, readHead } from '../../shared/log/sealing/head.ts';
import { writeBundle } from '../../shared/log/tree/bundle.ts';
import { isSame } from '../../shared/log/tree/bytes.ts';
import type { Checkpoint } from '../../shared/log/tree/checkpoint.ts';
import { openNote, type Verifier, writeVerifierKey } from '../../shared/log/tree/note.ts';
import { bundlePath, TILE_WIDTH, tilePath } from '../../shared/log/tree/tile.ts';
import { leafHash, type Tile, TreeEdge } from '../../shared/log/tree/tree.ts';
import { createFolderObjectStore } from '../../shared/storage/folder/object-store.ts';
import { syncFolder } from '../../shared/storage/folder/sync-folder.ts';
import type { ObjectStore } from '../../shared/storage/ports/object-store.ts';
import type { Connection } from '../../shared/storage/sqlite/connection.ts';
import { createSqliteHeadStore } from '../../shared/storage/sqlite/head-store.ts';
import { createSqliteLedger } from '../../shared/storage/sqlite/ledger.ts';
import { Writer } from '../../shared/storage/sqlite/writer.ts';
import { CannotStart } from '../cannot-start.ts';
import { databasesOf } from '../integrity/data-folder.ts';
import { openDatabase } from '../integrity/database.ts';
import { type KeyFile, missingKeys } from '../integrity/key-files.ts';
import { type Believed, logKeyOf, rememberedMarks } from './folder-keys.ts';
import { assertHasLedger, notCarriedOver, type RebuildOptions, stampOf } from './rebuild-folder.ts';
import { sealedOrder } from './sealed-order.ts';
import { soundLog } from './sound-log.ts';

export interface RewrittenLog {
  /** Entries under its checkpoint. */
  readonly size: number;
  /** Whether it was whole already: then nothing was changed. */
  readonly isSame: boolean;
  readonly believed: Believed;
  /** Keys that are not there: no server starts without them. */
  readonly missing: readonly KeyFile[];
  /** The folder with the files that stood there before; undefined where none did, or nothing was changed. */
  readonly before: string | undefined;
}

/**
 * Writes the files of the log of a data folder again from the entries in its database, while no server runs over it. They
 * are made in a folder beside and put in place whole, and only where they hash to the root of the head in the database,
 * which the folder's key signed. What was there is kept. Ended anywhere, it may be run again.
 */
export async function rewriteLog({ data, vkey, now }: Omit<RebuildOptions, 'nonce'>): Promise<RewrittenLog> {
  assertHasLedger(data);
  const { own, engines } = databasesOf(data);
  if (!existsSync(own)) throw existsSync(engines) ? notCarriedOver(engines) : noDatabase(own);
  const connection = openDatabase(data);
  const writer = new Writer(connection);
  try {
    const marks = await rememberedMarks(data, connection);
    const head = await headIn(data, writer);
    const objects = await createFolderObjectStore(join(data, 'objects'));
    const { origin } = head.checkpoint;
    const [key, believed] = await logKeyOf({ data, objects, origin, marks, given: vkey });
    assertSigned(data, head, key);
    const rewriting: Rewriting = { data, connection, writer, head, objects, key };
    const isSame = await isWhole(rewriting);
    const before = isSame ? undefined : await replaceLog(rewriting, stampOf(now));
    await rm(draftIn(data), { recursive: true, force: true });
    // Its files are there. What it left in the outbox the next round takes out, as it does with whatever has a place.
    await objects.delete(head.staged);
    return { size: head.checkpoint.size, isSame, believed, missing: await missingKeys(data), before };
  } finally {
    writer.close();
  }
}

interface Rewriting {
  readonly data: string;
  readonly connection: Connection;
  readonly writer: Writer;
  readonly head: Head;
  readonly objects: ObjectStore;
  readonly key: Verifier;
}

function noDatabase(own: string): CannotStart {
  return new CannotStart(
    `没有 ${own},无从写出日志。请从备份恢复(npm run restore)。`,
    `There is no ${own} to write the log from. Restore a backup (npm run restore).`,
  );
}

async function headIn(data: string, writer: Writer): Promise<Head> {
  const bytes = await createSqliteHeadStore(writer).read();
  try {
    if (bytes !== undefined) return readHead(bytes);
  } catch {
    // Falls through: it is as if it were not there.
  }
  throw new CannotStart(
    `${data} 的数据库中没有可读的日志头,无从判断写出的日志是否正确。请从备份恢复 objects/log,再运行 npm run rebuild -- --from-log。`,
    `The database in ${data} has no head of the log that can be read, so nobody can tell whether a log that is written is the right one. Restore objects/log from a backup, then npm run rebuild -- --from-log.`,
  );
}

function assertSigned(data: string, { note }: Head, key: Verifier): void {
  try {
    openNote(note, [key]);
  } catch {
    throw new CannotStart(
      `${data} 的数据库中的日志头不是由这本账的日志密钥签名的:密钥和数据库不属于同一本账。请从备份恢复相配的文件。`,
      `The head of the log in the database of ${data} was not signed by the log's key: key and database are of two ledgers. Restore those that belong together from a backup.`,
    );
  }
}

/** Whether the log that is there is sound and is that of the head. */
async function isWhole({ head, objects, key }: Rewriting): Promise<boolean> {
  try {
    return (await soundLog(objects, key)).note === head.note;
  } catch (error) {
    if (error instanceof Wrong) return false;
    throw error;
  }
}

/** Gives where what was there lies now. */
async function replaceLog(rewriting: Rewriting, stamp: string): Promise<string | undefined> {
  const { data, head, key } = rewriting;
  const draft = draftIn(data);
  await rm(draft, { recursive: true, force: true });
  try {
    const made = await createFolderObjectStore(draft);
    await writeFiles(rewriting, made);
    await made.put(logKey('vkey'), Buffer.from(`${writeVerifierKey(key)}\n`));
    await made.put(logKey('checkpoint'), Buffer.from(head.note));
    // What the disk gives back is what counts.
    await soundLog(made, key);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
  return putInPlace(join(draft, 'log'), join(data, 'objects', 'log'), stamp);
}

/** Where it is made before it is put in place. */
function draftIn(data: string): string {
  return join(data, 'objects', 'log.draft');
}

/** Ended between the two, there is no log, and the next run makes it. */
async function putInPlace(made: string, place: string, stamp: string): Promise<string | undefined> {
  const before = existsSync(place) ? `${place}.before-rebuild-${stamp}` : undefined;
  if (before !== undefined) await rename(place, before);
  await rename(made, place);
  await syncFolder(join(place, '..'));
  return before;
}

/** Writes bundles and tiles. Throws where the entries do not give what is signed. */
async function writeFiles(rewriting: Rewriting, made: ObjectStore): Promise<void> {
  const { data, connection, writer, head, objects, key } = rewriting;
  const { size, root } = head.checkpoint;
  const published = await signedCheckpoint(objects, key).catch(unlessWrong);
  if (published !== undefined && published.size > size) throw olderDatabase(data, published.size, size);
  const edge = TreeEdge.empty();
  let right = 0;
  let bundle: Uint8Array[] = [];
  const ledger = createSqliteLedger({ writer });
  for await (const entries of sealedOrder({ connection, ledger, objects, head })) {
    for (const bytes of entries) {
      edge.append(leafHash(bytes));
      bundle.push(bytes);
      if (edge.size === published?.size && isSame(edge.root(), published.root)) right = published.size;
      if (bundle.length < TILE_WIDTH) continue;
      await putBundle(made, edge.size, bundle);
      await putTiles(
        made,
        edge.takeTiles().filter(({ tile }) => tile.width === TILE_WIDTH),
      );
      bundle = [];
    }
  }
  if (edge.size !== size || !isSame(edge.root(), root)) throw otherEntries(data, size, right);
  if (published !== undefined && right !== published.size) throw otherHistory(data, published);
  if (bundle.length > 0) await putBundle(made, size, bundle);
  await putTiles(made, edge.partialTiles());
}

function unlessWrong(error: unknown): undefined {
  if (!(error instanceof Wrong)) throw error;
}

/** The bundle that ends at that size. */
async function putBundle(made: ObjectStore, size: number, bundle: readonly Uint8Array[]): Promise<void> {
  const n = Math.floor((size - 1) / TILE_WIDTH);
  await made.put(logKey(bundlePath(n, bundle.length)), writeBundle(bundle));
}

async function putTiles(made: ObjectStore, tiles: readonly Tile[]): Promise<void> {
  for (const { tile, bytes } of tiles) await made.put(logKey(tilePath(tile)), bytes);
}

function olderDatabase(data: string, published: number, known: number): CannotStart {
  return new CannotStart(
    `${data} 的数据库比日志旧:日志已封存 ${published} 条,数据库只知道 ${known} 条。没有改动任何内容。请运行 npm run rebuild -- --from-log。`,
    `The database in ${data} is older than its log: ${published} entries are sealed and it knows of ${known}. Nothing was changed. Run npm run rebuild -- --from-log.`,
  );
}

function otherEntries(data: string, size: number, right: number): CannotStart {
  const known = right > 0 ? { zh: `(前 ${right} 条无误)`, en: ` (the first ${right} are right)` } : { zh: '', en: '' };
  return new CannotStart(
    `${data} 的数据库中的分录与已封存的 ${size} 条不符${known.zh}:有分录缺失或被改动。没有改动任何内容。请从备份恢复 objects/log,再运行 npm run rebuild -- --from-log。`,
    `The entries in the database of ${data} are not the ${size} that were sealed${known.en}: some are missing or were changed. Nothing was changed. Restore objects/log from a backup, then run npm run rebuild -- --from-log.`,
  );
}

function otherHistory(data: string, { size }: Checkpoint): CannotStart {
  return new CannotStart(
    `${data} 的 objects/log 是同一密钥签名的另一本日志(${size} 条),与数据库不属于同一经过。没有改动任何内容。请从备份恢复相配的文件;确认以数据库为准时,先把 objects/log 移到别处,再次运行。`,
    `The objects/log in ${data} is another log of ${size} entries, signed by the same key: it and the database went different ways. Nothing was changed. Restore those that belong together from a backup; where the database is the one that counts, move objects/log elsewhere and run this again.`,
  );
}
