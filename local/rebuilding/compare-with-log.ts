import { writeFile } from 'node:fs/promises';
import { Wrong } from '../../shared/audit/wrong.ts';
import { type Head, readHead } from '../../shared/log/sealing/head.ts';
import type { Verifier } from '../../shared/log/tree/note.ts';
import { createProjector } from '../../shared/projection/projector.ts';
import type { ObjectStore } from '../../shared/storage/ports/object-store.ts';
import type { Reading } from '../../shared/storage/sqlite/connection.ts';
import { createSqliteLedger } from '../../shared/storage/sqlite/ledger.ts';
import { createSqliteProjection } from '../../shared/storage/sqlite/projection.ts';
import { Before } from './before.ts';
import { type Difference, type Differences, differencesBetween, projectedDifferences, tallied } from './differences.ts';
import { Draft, removeDatabase } from './draft.ts';
import { type Beside, type LedgerKeys, makeExpected } from './expected.ts';
import { keepBeside } from './kept.ts';
import { type SoundLog, soundLog } from './sound-log.ts';

export interface Compared {
  /** The rows that are compared; undefined where there is nothing that could be read. */
  readonly found: Reading | undefined;
  readonly objects: Pick<ObjectStore, 'get'>;
  /** The key of the log; without it, the one that the log says is its own. */
  readonly key?: Verifier | undefined;
  readonly keys: LedgerKeys;
  /** A database of this name is made for the rows that ought to stand there. It grows as large as the ledger. */
  readonly scratch: string;
  /**
   * What tells all that the rows are made from beside the log. With it a database of that name that an ended run left is
   * gone on with, where it was made from the same; without it none is believed.
   */
  readonly madeFrom?: string | undefined;
  /** Told of each difference. */
  readonly each?: (difference: Difference) => void;
}

export interface Comparison {
  readonly log: SoundLog;
  readonly differences: Differences;
  /** Whether everything stands there as the log gives it. */
  readonly isSame: boolean;
  readonly beside: Beside;
  /** Rows of tables of which the log knows nothing, which were kept, by table; null where they cannot be read. */
  readonly kept: ReadonlyMap<string, number | null>;
  /** How many entries of the log an ended run had entered, which this one did not enter again. */
  readonly foundEntered: number;
}

/**
 * Compares the rows of a ledger with what its log gives, changing nothing. Throws Wrong where the log is not sound, or is
 * shorter than the rows say that it was.
 */
export async function compareWithLog(compared: Compared): Promise<Comparison> {
  const { draft, ...comparison } = await draftFromLog(compared);
  draft.writer.close();
  await removeDatabase(compared.scratch);
  return comparison;
}

/** The same, with the database left open that has every row as it ought to stand. */
export async function draftFromLog(compared: Compared): Promise<Comparison & { readonly draft: Draft }> {
  const { found, objects, key, keys, scratch, madeFrom, each = () => undefined } = compared;
  const log = await soundLog(objects, key);
  const head = await headDifference(found, log, objects);
  let draft: Draft | undefined;
  try {
    draft = await (madeFrom === undefined ? Draft.begin(scratch, log) : Draft.goOnOrBegin(scratch, log, madeFrom));
    const { connection, reached } = draft;
    const beside = await makeExpected(draft, log, new Before(found), keys);
    const kept = keepBeside(connection, found);
    const { size } = log.checkpoint;
    await createProjector({
      projection: createSqliteProjection(draft.writer),
      files: log.files,
      ledger: createSqliteLedger({ writer: draft.writer }),
    }).catchUp(size);
    const all = found === undefined ? [NOTHING_READ] : differences(connection, found, head);
    const told = tallied(telling(all, each));
    const isSame = told.size === 0;
    return { log, differences: told, isSame, beside, kept, foundEntered: reached.entered, draft };
  } catch (error) {
    // Without a last write, for which a full disk has no room.
    draft?.connection.close();
    await removeDatabase(scratch);
    throw error;
  }
}

/** The texts of entries that line up no more, one a line: nothing that was acknowledged is dropped unsaid. */
export async function writeUnplaced(path: string, { beside }: Pick<Comparison, 'beside'>): Promise<string | undefined> {
  if (beside.unplaced.length === 0) return undefined;
  await writeFile(path, beside.unplaced.map(({ canonical }) => `${canonical}\n`).join(''), {
    flush: true,
    mode: 0o600,
  });
  return path;
}

const NOTHING_READ: Difference = { table: 'database', key: '', how: 'unreadable' };

function* telling(all: Iterable<Difference>, each: (difference: Difference) => void): Generator<Difference> {
  for (const difference of all) {
    each(difference);
    yield difference;
  }
}

function* differences(expected: Reading, found: Reading, head: Difference | undefined): Generator<Difference> {
  if (!isWhole(found)) yield { table: 'database', key: 'quick_check', how: 'other' };
  if (head !== undefined) yield head;
  yield* differencesBetween(expected, found);
  yield* projectionDifferences(expected, found);
}

/** Pages that nothing reads may be damaged too, and are written upon later. */
function isWhole(found: Reading): boolean {
  try {
    return found.get('PRAGMA quick_check(1)')?.quick_check === 'ok';
  } catch {
    return false;
  }
}

/** A projection that is behind the log is only late: whoever projects goes on with it. */
function* projectionDifferences(expected: Reading, found: Reading): Generator<Difference> {
  const at = { expected: positionIn(expected), found: positionIn(found) };
  if (at.found === undefined) yield { table: 'projections', key: '', how: 'unreadable' };
  // Whoever projects would begin again and add to what is there.
  else if (at.found.size === 0n && hasSums(found)) yield { table: 'projections', key: '', how: 'missing' };
  else if (at.found.size === at.expected?.size && at.found.root === at.expected.root) {
    yield* projectedDifferences(expected, found);
  } else if (at.expected === undefined || at.found.size >= at.expected.size) {
    yield { table: 'projections', key: String(at.found.size), how: 'other' };
  }
}

function hasSums(reading: Reading): boolean {
  return reading.get('SELECT 1 FROM sums LIMIT 1') !== undefined;
}

function positionIn(reading: Reading): { readonly size: bigint; readonly root: string } | undefined {
  try {
    const row = reading.get('SELECT size, root FROM projections WHERE is_read = 1');
    if (row === undefined) return { size: 0n, root: '' };
    return typeof row.size === 'bigint' && typeof row.root === 'string'
      ? { size: row.size, root: row.root }
      : undefined;
  } catch {
    return undefined;
  }
}

/** How the head differs from the published checkpoint. A round that was committed and is still staged is only unfinished. */
async function headDifference(
  found: Reading | undefined,
  { note, checkpoint }: SoundLog,
  objects: Pick<ObjectStore, 'get'>,
): Promise<Difference | undefined> {
  if (found === undefined) return undefined;
  const head = headIn(found);
  if (head === undefined || head === 'missing') return { table: 'head', key: 'head', how: head ?? 'unreadable' };
  if (head.note === note) return undefined;
  if (head.checkpoint.size <= checkpoint.size) return { table: 'head', key: 'head', how: 'other' };
  if ((await objects.get(head.staged)) !== undefined) return undefined;
  throw new Wrong(
    `数据库记着已封存 ${head.checkpoint.size} 条,日志只有 ${checkpoint.size} 条:日志文件缺失或较旧`,
    `The database knows of ${head.checkpoint.size} sealed entries and the log has ${checkpoint.size}: files of the log are lost or older`,
  );
}

function headIn(found: Reading): Head | 'missing' | undefined {
  try {
    const row = found.get('SELECT head FROM head');
    if (row === undefined) return 'missing';
    return row.head instanceof Uint8Array ? readHead(row.head) : undefined;
  } catch {
    return undefined;
  }
}
