import { LogFiles } from '../../shared/log/journal/log-files.ts';
import { storedEntries } from '../../shared/log/journal/stored-entries.ts';
import { type Head, readHead } from '../../shared/log/sealing/head.ts';
import { type Checkpoint, readCheckpoint } from '../../shared/log/tree/checkpoint.ts';
import { openNote, verifierOf } from '../../shared/log/tree/note.ts';
import { TILE_WIDTH } from '../../shared/log/tree/tile.ts';
import { HASH_BYTES, leafHash, TreeEdge } from '../../shared/log/tree/tree.ts';
import { decodeEntry } from '../../shared/schemas/entry.ts';
import type { HeadStore } from '../../shared/storage/ports/head-store.ts';
import type { Ledger } from '../../shared/storage/ports/ledger.ts';
import type { ObjectStore } from '../../shared/storage/ports/object-store.ts';
import { CannotStart } from '../cannot-start.ts';
import { saidBy } from '../said-by.ts';

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
  /** Entries under the published checkpoint. */
  readonly size: number;
  /** How many of them, the newest, were compared with the database. */
  readonly compared: number;
}

/**
 * Compares the head in the database with the published checkpoint, both with the log's key, and the newest tiles and
 * bundle with the checkpoint and with the database. So a database that is older than its log, or of another one, and
 * a log that lost its newest files are found before anything is written.
 */
export async function lookAtLog({ data, head: store, ledger, objects, publicKey }: LogLookOptions): Promise<LogLook> {
  const files = new LogFiles(objects);
  const bytes = await store.read();
  const note = await files.checkpointNote();
  if (bytes === undefined) {
    if (note === undefined) return { size: 0, compared: 0 };
    throw olderDatabase(data, readCheckpointOf(data, note).size, 0);
  }
  const head = headOf(data, bytes);
  assertSigned(data, head.note, head.checkpoint, publicKey);
  // Its round is finished by the sequencer: until then the checkpoint is the one before, or none.
  const isStaged = (await objects.stat(head.staged)) !== undefined;
  if (note === undefined) {
    if (isStaged || head.checkpoint.size === 0) return { size: 0, compared: 0 };
    throw logGone(data, 'log/checkpoint', head.checkpoint.size);
  }
  const published = readCheckpointOf(data, note);
  assertSigned(data, note, published, publicKey);
  assertOneLog(data, head.checkpoint, published, isStaged);
  return { size: published.size, compared: await compareNewest(data, files, ledger, published) };
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
    throw logGone(data, 'log/checkpoint', undefined);
  }
}

function assertSigned(data: string, note: string, { origin }: Checkpoint, publicKey: Uint8Array): void {
  try {
    openNote(note, [verifierOf(origin, publicKey)]);
  } catch {
    throw new CannotStart(
      `${data} 的日志不是由 keys/log-signing.pem 签名的:密钥、数据库或 objects 属于另一本账。请从备份恢复原来的密钥和文件;确认密钥已丢失时运行 npm run new-key -- log-signing.pem。`,
      `The log in ${data} was not signed by keys/log-signing.pem: key, database or objects are of another ledger. Restore the ones that belong together from a backup; where the key is lost for good, npm run new-key -- log-signing.pem.`,
    );
  }
}

function assertOneLog(data: string, head: Checkpoint, published: Checkpoint, isStaged: boolean): void {
  if (published.size > head.size) throw olderDatabase(data, published.size, head.size);
  const isSameRoot = Buffer.compare(head.root, published.root) === 0;
  if (head.origin !== published.origin || (published.size === head.size && !isSameRoot)) throw otherLog(data);
  if (published.size < head.size && !isStaged) throw logGone(data, 'log/checkpoint', head.size - published.size);
}

/** How many entries of the newest bundle stand in the database as they do there. */
async function compareNewest(
  data: string,
  files: LogFiles,
  ledger: Pick<Ledger, 'read'>,
  { size, root }: Checkpoint,
): Promise<number> {
  if (size === 0) return 0;
  const n = Math.floor((size - 1) / TILE_WIDTH);
  const width = size - n * TILE_WIDTH;
  const newest = await readable(data, async () => {
    const edge = await TreeEdge.load(size, (ref) => files.tile(ref));
    if (Buffer.compare(edge.root(), root) !== 0) throw new Error('the tiles do not give the root of the checkpoint');
    const bundle = await files.bundle(n, width);
    const leaves = Buffer.concat(bundle.map(leafHash));
    const tile = await files.tile({ level: 0, n, width });
    if (Buffer.compare(leaves, tile.subarray(0, width * HASH_BYTES)) !== 0) {
      throw new Error(`bundle ${n} does not give its tile`);
    }
    return bundle.map((bytes) => Buffer.from(bytes).toString('utf8'));
  });
  const ids = newest.map((canonical) => decodeEntry(canonical).id);
  const stored = new Map((await storedEntries(ledger, ids)).map(({ entry, canonical }) => [entry.id, canonical]));
  const lost = ids.filter((id, at) => stored.get(id) !== newest[at]);
  if (lost.length > 0) throw entriesLost(data, lost.length);
  return newest.length;
}

async function readable<T>(data: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    throw logGone(data, saidBy(error), undefined);
  }
}

function olderDatabase(data: string, published: number, known: number): CannotStart {
  return new CannotStart(
    `${data} 的数据库比日志旧:日志已封存 ${published} 条,数据库只知道 ${known} 条(可能放回了旧文件,或 nuanzhang.db-wal 被删)。没有启动,否则后面的账封不进日志。请放回最新的 nuanzhang.db 和 nuanzhang.db-wal;没有时运行 npm run rebuild -- --from-log,按日志补齐。`,
    `The database in ${data} is older than its log: ${published} entries are sealed and it knows of ${known} (an old file was put back, or nuanzhang.db-wal was removed). Nothing was started: what came next could never be sealed. Put the newest nuanzhang.db and nuanzhang.db-wal back; without them, npm run rebuild -- --from-log brings the database up to the log.`,
  );
}

function otherLog(data: string): CannotStart {
  return new CannotStart(
    `${data} 的数据库和 objects/log 不是同一本日志。请把属于这本账的文件从备份恢复。`,
    `Database and objects/log in ${data} are of two logs. Restore those that belong together from a backup.`,
  );
}

function logGone(data: string, what: string, entries: number | undefined): CannotStart {
  const many = entries === undefined ? { zh: '', en: '' } : { zh: `(${entries} 条)`, en: ` (${entries} entries)` };
  return new CannotStart(
    `${data} 的日志文件丢失或不完整${many.zh}:${what}。账目仍在数据库中。请从备份恢复 objects/log,再运行 npm run check-data。`,
    `Files of the log in ${data} are lost or cut short${many.en}: ${what}. The entries still stand in the database. Restore objects/log from a backup, then run npm run check-data.`,
  );
}

function entriesLost(data: string, count: number): CannotStart {
  return new CannotStart(
    `${data} 的数据库缺少或改动了 ${count} 条已封存的分录。请从备份恢复,或运行 npm run rebuild -- --from-log 按日志重建。`,
    `The database in ${data} lacks ${count} sealed entries, or has others in their place. Restore a backup, or run npm run rebuild -- --from-log to make it again from the log.`,
  );
}
