import * as z from 'zod';
import { Wrong } from '../../shared/audit/wrong.ts';
import { stagedKey, writeHead } from '../../shared/log/sealing/head.ts';
import type { Verifier } from '../../shared/log/tree/note.ts';
import { createProjector } from '../../shared/projection/projector.ts';
import { allRows } from '../../shared/storage/dynamodb/all-rows.ts';
import { createDynamoHeadStore, type DynamoHeadStoreOptions } from '../../shared/storage/dynamodb/head-store.ts';
import { createDynamoLedger, type DynamoLedgerOptions, tableOf } from '../../shared/storage/dynamodb/ledger.ts';
import { createDynamoProjection } from '../../shared/storage/dynamodb/projection.ts';
import { replaceRow } from '../../shared/storage/dynamodb/replace-row.ts';
import type { Attributes } from '../../shared/storage/dynamodb/rows.ts';
import type { RowKey } from '../../shared/storage/dynamodb/table.ts';
import type { ObjectStore } from '../../shared/storage/ports/object-store.ts';
import { type Connection, openConnection } from '../../shared/storage/sqlite/connection.ts';
import { carry } from '../carried-row.ts';
import { type Comparison, draftFromLog, writeUnplaced } from './compare-with-log.ts';
import { removeDatabase } from './draft.ts';
import type { LedgerKeys } from './expected.ts';
import { tableRowOf } from './table-rows.ts';
import { Tally } from './tally.ts';

export interface RebuildTableOptions {
  readonly table: DynamoLedgerOptions & DynamoHeadStoreOptions;
  readonly objects: ObjectStore;
  readonly key?: Verifier | undefined;
  readonly keys: LedgerKeys;
  /** Where databases as large as the ledger may be made, and are removed from. */
  readonly scratch: string;
  /** Where the texts of entries that line up no more are written. */
  readonly unplaced: string;
  /** A name that no round of sealing ever had. */
  readonly nonce: string;
}

export interface RebuiltTable extends Comparison {
  /** Rows that were written or removed. */
  readonly mended: number;
  /** Rows that nobody knows, which were left as they are. */
  readonly unknown: Tally;
}

/**
 * Makes the rows of a table again from the log of a bucket, while nobody writes or seals: rows that differ are replaced on
 * the condition that they still are as they were read. The head comes last: nothing can be sealed over rows that are half
 * mended. Ended anywhere, it may be run again.
 */
export async function rebuildTable(options: RebuildTableOptions): Promise<RebuiltTable> {
  const { table, objects, key, keys, scratch, nonce } = options;
  const stoodPath = `${scratch}.stood`;
  await removeDatabase(stoodPath);
  const stood = openConnection(stoodPath);
  try {
    const unknown = await readTable(table, stood);
    stood.run('CREATE TEMP TABLE differing (name TEXT, key TEXT) STRICT');
    const { draft, ...comparison } = await draftFromLog({
      found: stood,
      objects,
      key,
      keys,
      scratch,
      each: ({ table: name, key: of }) => stood.run('INSERT INTO differing VALUES (?, ?)', name, of),
    });
    try {
      // Before their rows go.
      await writeUnplaced(options.unplaced, comparison);
      const mended = await mend(table, stood, draft.connection);
      if (comparison.differences.has('head')) await mendHead(table, stood, comparison, nonce);
      const { files, checkpoint } = comparison.log;
      await createProjector({
        projection: createDynamoProjection(table),
        files,
        ledger: createDynamoLedger(table),
      }).rebuild(checkpoint.size);
      return { ...comparison, mended, unknown };
    } finally {
      draft.writer.close();
    }
  } finally {
    stood.close();
    for (const path of [stoodPath, scratch]) await removeDatabase(path);
  }
}

/** Reads every row into a database, and beside it as it stands, so that it is replaced only as it was read. */
async function readTable(options: DynamoLedgerOptions, stood: Connection): Promise<Tally> {
  const unknown = new Tally();
  stood.run('CREATE TEMP TABLE raw (pk TEXT, sk TEXT, attributes TEXT NOT NULL, PRIMARY KEY (pk, sk)) STRICT');
  for await (const page of allRows(tableOf(options))) {
    stood.run('BEGIN IMMEDIATE');
    for (const row of page) {
      const { pk, sk } = z.looseObject({ pk: z.string(), sk: z.string() }).parse(row);
      stood.run('INSERT INTO raw VALUES (?, ?, ?)', pk, sk, written(row));
      if (!isCarried(stood, row)) unknown.add(`${pk} ${sk}`);
    }
    stood.run('COMMIT');
  }
  return unknown;
}

/** A row that does not parse is not there; where the log gives one, it is put in its place. */
function isCarried(stood: Connection, row: Attributes): boolean {
  try {
    carry(stood, row);
    return true;
  } catch {
    return false;
  }
}

const AT_ONCE = 16;
const differing = z.object({ name: z.string(), key: z.string() });

async function mend(options: DynamoLedgerOptions, stood: Connection, expected: Connection): Promise<number> {
  let mended = 0;
  for (let after = 0n; ; ) {
    const sql = 'SELECT rowid AS at, name, key FROM differing WHERE rowid > ? ORDER BY rowid LIMIT ?';
    const page = stood.all(sql, after, AT_ONCE);
    const rows = page.flatMap((row) => {
      const { name: table, key } = differing.parse(row);
      return tableRowOf({ table, key, how: 'other' }, expected) ?? [];
    });
    const replaced = rows.map(({ key, row }) => replaceRow(tableOf(options), key, rawOf(stood, key), row));
    if ((await Promise.all(replaced)).includes('differs')) throw writtenMeanwhile();
    mended += rows.length;
    const last = page.at(-1);
    if (last === undefined) return mended;
    after = z.bigint().parse(last.at);
  }
}

function rawOf(stood: Connection, { pk, sk }: RowKey): Attributes | undefined {
  const row = stood.get('SELECT attributes FROM raw WHERE pk = ? AND sk = ?', pk, sk);
  return row === undefined ? undefined : readWritten(z.string().parse(row.attributes));
}

function writtenMeanwhile(): Wrong {
  return new Wrong(
    '表在重建期间有人写入:请停止写入和封存后再次运行',
    'The table was written to meanwhile: stop all writes and sealing, and run it again',
  );
}

async function mendHead(
  options: DynamoHeadStoreOptions,
  stood: Connection,
  { log: { note, checkpoint } }: Comparison,
  nonce: string,
): Promise<void> {
  const head = stood.get('SELECT head FROM head')?.head;
  const expected = head instanceof Uint8Array ? head : undefined;
  const { bytes } = writeHead(note, stagedKey(checkpoint.size, nonce));
  if ((await createDynamoHeadStore(options).replace(expected, bytes)) === 'differs') throw writtenMeanwhile();
}

/** Attributes are texts, integers and maps of integers. */
function written(row: Attributes): string {
  return JSON.stringify(row, (_name, value: unknown) =>
    typeof value === 'bigint' ? { integer: String(value) } : value,
  );
}

const integer = z.strictObject({ integer: z.string().regex(/^-?\d+$/) }).transform((one) => BigInt(one.integer));

function readWritten(text: string): Attributes {
  const read: unknown = JSON.parse(text, (_name, value: unknown) => integer.safeParse(value).data ?? value);
  return z.record(z.string(), z.unknown()).parse(read);
}
