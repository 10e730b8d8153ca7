import { assertTree } from '../../shared/audit/tree-check.ts';
import { Wrong } from '../../shared/audit/wrong.ts';
import { LogFiles } from '../../shared/log/journal/log-files.ts';
import { storedEntries } from '../../shared/log/journal/stored-entries.ts';
import { type Head, readHead } from '../../shared/log/sealing/head.ts';
import { type Checkpoint, readCheckpoint } from '../../shared/log/tree/checkpoint.ts';
import { openNote, verifierOf } from '../../shared/log/tree/note.ts';
import { TILE_WIDTH } from '../../shared/log/tree/tile.ts';
import { decodeEntry } from '../../shared/schemas/entry.ts';
import type { HeadStore } from '../../shared/storage/ports/head-store.ts';
import type { Ledger } from '../../shared/storage/ports/ledger.ts';
import type { ObjectStore } from '../../shared/storage/ports/object-store.ts';
import type { Bilingual } from '../../shared/words/language.ts';
import { CannotStart } from '../cannot-start.ts';

const CHECKPOINT: Bilingual = { zh: 'log/checkpoint', en: 'log/checkpoint' };

export interface LogLookOptions {
  /** Names the data folder in what is said. */
  readonly data: string;
  readonly head: HeadStore;
  readonly ledger: Pick<Ledger, 'read'>;
  readonly objects: Pick<ObjectStore, 'get' | 'stat'>;
  /** The public key of the folder's log key. */
  readonly publicKey: Uint8Array;
}

/** What was compared. */
export interface LogLook {
  /** By which its checkpoints call the log; undefined before the first one. */
  readonly origin: string | undefined;
  /** Entries under the published checkpoint. */
  readonly size: number;
  /** How many of them, the newest, were compared with the database. */
  readonly compared: number;
}

/**
 * Compares the head in the database with the published checkpoint, both with the log's key, every file of the log with
 * the checkpoint, and the newest bundle with the database. So a database that is older than its log, or of another one,
 * and a log that lost files are found before anything is written: what came next could not be sealed.
 */
export async function lookAtLog({ data, head: store, ledger, objects, publicKey }: LogLookOptions): Promise<LogLook> {
  const files = new LogFiles(objects);
  const bytes = await store.read();
  const note = await files.checkpointNote();
  if (bytes === undefined) {
    if (note === undefined) return { origin: undefined, size: 0, compared: 0 };
    throw olderDatabase(data, readCheckpointOf(data, note).size, 0);
  }
  const head = headOf(data, bytes);
  const { origin } = head.checkpoint;
  if (!isSigned(head.note, head.checkpoint, publicKey)) throw otherKey(data);
  // Its round is finished by the sequencer: until then the checkpoint is the one before, or none.
  const isStaged = (await objects.stat(head.staged)) !== undefined;
  if (note === undefined) {
    if (isStaged || head.checkpoint.size === 0) return { origin, size: 0, compared: 0 };
    throw logGone(data, CHECKPOINT, head.checkpoint.size);
  }
  const published = readCheckpointOf(data, note);
  if (!isSigned(note, published, publicKey)) throw otherLog(data);
  assertOneLog(data, head.checkpoint, published, isStaged);
  await assertWhole(data, objects, published);
  return { origin, size: published.size, compared: await compareNewest(data, files, ledger, published) };
}

function headOf(data: string, bytes: Uint8Array): Head {
  try {
    return readHead(bytes);
  } catch {
    throw new CannotStart(
      `${data} 的数据库中,日志头无法读取。请从备份恢复;没有备份时运行 npm run rebuild -- --from-log。`,
      `The head of the log in the database of ${data} cannot be read. Restore a backup; without one, npm run rebuild -- --from-log.`,
    );
  }
}

function readCheckpointOf(data: string, note: string): Checkpoint {
  try {
    return readCheckpoint(note.slice(0, note.indexOf('\n\n') + 1));
  } catch {
    throw logGone(data, CHECKPOINT, undefined);
  }
}

function isSigned(note: string, { origin }: Checkpoint, publicKey: Uint8Array): boolean {
  try {
    return openNote(note, [verifierOf(origin, publicKey)]).by.length > 0;
  } catch {
    return false;
  }
}

function assertOneLog(data: string, head: Checkpoint, published: Checkpoint, isStaged: boolean): void {
  if (published.size > head.size) throw olderDatabase(data, published.size, head.size);
  const isSameRoot = Buffer.compare(head.root, published.root) === 0;
  if (head.origin !== published.origin || (published.size === head.size && !isSameRoot)) throw otherLog(data);
  if (published.size < head.size && !isStaged) throw logGone(data, CHECKPOINT, head.size - published.size);
}

/** The whole log gives the signed root: then nothing that was sealed is lost, and the next round can be sealed upon it. */
async function assertWhole(data: string, objects: Pick<ObjectStore, 'get'>, checkpoint: Checkpoint): Promise<void> {
  try {
    await assertTree(objects, checkpoint);
  } catch (error) {
    if (!(error instanceof Wrong)) throw error;
    throw logGone(data, error, undefined);
  }
}

/** How many entries of the newest bundle stand in the database as they do there. */
async function compareNewest(
  data: string,
  files: LogFiles,
  ledger: Pick<Ledger, 'read'>,
  { size }: Checkpoint,
): Promise<number> {
  if (size === 0) return 0;
  const n = Math.floor((size - 1) / TILE_WIDTH);
  const bundle = await files.bundle(n, size - n * TILE_WIDTH);
  const newest = bundle.map((bytes) => Buffer.from(bytes).toString('utf8'));
  const ids = newest.map((canonical) => decodeEntry(canonical).id);
  const stored = new Map((await storedEntries(ledger, ids)).map(({ entry, canonical }) => [entry.id, canonical]));
  const lost = ids.filter((id, at) => stored.get(id) !== newest[at]);
  if (lost.length > 0) throw entriesLost(data, lost.length);
  return newest.length;
}

function otherKey(data: string): CannotStart {
  return new CannotStart(
    `${data} 的日志头不是由 keys/log-signing.pem 签名的。请从备份恢复原来的密钥;确认密钥已丢失时运行 npm run new-key -- log-signing.pem。`,
    `The head of the log in ${data} was not signed by keys/log-signing.pem. Restore the right key from a backup; where it is lost for good, npm run new-key -- log-signing.pem.`,
  );
}

function olderDatabase(data: string, published: number, known: number): CannotStart {
  return new CannotStart(
    `${data} 的数据库比日志旧:日志已封存 ${published} 条,数据库只知道 ${known} 条(可能放回了旧文件,或 nuanzhang.db-wal 被删)。没有启动,否则后面的账封不进日志。请放回最新的 nuanzhang.db 和 nuanzhang.db-wal;没有时运行 npm run rebuild -- --from-log,补齐已封存的,此后登记而未封存的须重新登记(用原来的键不会重复)。`,
    `The database in ${data} is older than its log: ${published} entries are sealed and it knows of ${known} (an old file was put back, or nuanzhang.db-wal was removed). Nothing was started: what came next could never be sealed. Put the newest nuanzhang.db and nuanzhang.db-wal back; without them, npm run rebuild -- --from-log brings back what was sealed, and what was recorded after it has to be recorded again (by the same keys nothing is doubled).`,
  );
}

function otherLog(data: string): CannotStart {
  return new CannotStart(
    `${data} 的 objects/log 属于另一本账。请把这本账的 objects 从备份恢复;没有时移走它,再运行 npm run rebuild -- --log,从数据库重写日志文件。`,
    `objects/log in ${data} is of another ledger. Restore the right folder objects from a backup; without one move it away, then npm run rebuild -- --log writes the files of the log again from the database.`,
  );
}

function logGone(data: string, what: Bilingual, entries: number | undefined): CannotStart {
  const many = entries === undefined ? { zh: '', en: '' } : { zh: `(${entries} 条)`, en: ` (${entries} entries)` };
  return new CannotStart(
    `${data} 的日志文件丢失、较旧或已损坏${many.zh}:${what.zh}。账目仍在数据库中。请运行 npm run rebuild -- --log,从数据库重写日志文件并以签名的根核对;或从备份恢复 objects/log。`,
    `Files of the log in ${data} are lost, older or damaged${many.en}: ${what.en}. The entries still stand in the database. Run npm run rebuild -- --log, which writes the files again from it and holds them against the signed root; or restore objects/log from a backup.`,
  );
}

function entriesLost(data: string, count: number): CannotStart {
  return new CannotStart(
    `${data} 的数据库缺少或改动了 ${count} 条已封存的分录。请从备份恢复,或运行 npm run rebuild -- --from-log 按日志重建。`,
    `The database in ${data} lacks ${count} sealed entries, or has others in their place. Restore a backup, or run npm run rebuild -- --from-log to make it again from the log.`,
  );
}
