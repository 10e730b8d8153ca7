import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StateKind } from '../shared/domain/books.ts';
import { DOCUMENTS } from '../shared/domain/documents.ts';
import { LogFiles } from '../shared/log/journal/log-files.ts';
import { createProjector } from '../shared/projection/projector.ts';
import { allRows } from '../shared/storage/dynamodb/all-rows.ts';
import { createDocumentClient } from '../shared/storage/dynamodb/client.ts';
import { createDynamoLedger, tableOf } from '../shared/storage/dynamodb/ledger.ts';
import { DEFAULT_TABLE_NAME } from '../shared/storage/dynamodb/table.ts';
import { createFolderObjectStore } from '../shared/storage/folder/object-store.ts';
import type { Ledger } from '../shared/storage/ports/ledger.ts';
import { openConnection } from '../shared/storage/sqlite/connection.ts';
import { createSqliteFingerprints } from '../shared/storage/sqlite/fingerprints.ts';
import { createSqliteLedger } from '../shared/storage/sqlite/ledger.ts';
import { createSqliteProjection } from '../shared/storage/sqlite/projection.ts';
import { Writer } from '../shared/storage/sqlite/writer.ts';
import { CannotStart } from './cannot-start.ts';
import { carry } from './carried-row.ts';
import { engineFor } from './engine.ts';
import type { Environment } from './environment.ts';
import { databasesOf } from './integrity/data-folder.ts';
import { readMarks, tellMarks } from './integrity/marks.ts';
import type { FolderLock } from './lock.ts';
import { upgradeTable } from './upgrade.ts';

/** How many rows of the engine were written, and how many entries are the same in both. */
export interface CarriedOver {
  readonly rows: number;
  readonly entries: number;
}

/**
 * Carries the ledger of a data folder out of its engine into a database in the process, compares the two, and makes the
 * projection anew from the log. What the engine had stays as it was; until the new database is whole it stands under
 * another name, so that a start finds the one or the other.
 */
export async function carryOver(environment: Environment, lock: FolderLock): Promise<CarriedOver> {
  const { own, engines } = databasesOf(environment.data);
  if (existsSync(own)) {
    throw new CannotStart(`${own} 已经存在,无需转移。`, `${own} is there already: there is nothing to carry over.`);
  }
  // An engine that is started where there is none leaves an empty database, which a start would take for the ledger.
  if (environment.endpoint === undefined && !existsSync(engines)) {
    throw new CannotStart(
      `没有 ${engines},没有可转移的账;请用 NUANZHANG_DATA 指定数据文件夹。`,
      `There is no ${engines}, so nothing to carry over: name the data folder in NUANZHANG_DATA.`,
    );
  }
  const draft = `${own}.draft`;
  for (const file of [draft, `${draft}-wal`]) await rm(file, { force: true });
  const engine = await engineFor(environment, lock);
  await upgradeTable(environment.data, engine.endpoint);
  const client = createDocumentClient({ endpoint: engine.endpoint });
  const writer = new Writer(openConnection(draft));
  let carried: CarriedOver;
  try {
    const options = { client, tableName: DEFAULT_TABLE_NAME, random: Math.random, sleep };
    let count = 0;
    for await (const page of allRows(tableOf(options))) {
      await writer.write((connection) => {
        for (const row of page) carry(connection, row);
      });
      count += page.length;
    }
    const entries = await compare(createDynamoLedger(options), createSqliteLedger({ writer }));
    const files = new LogFiles(await createFolderObjectStore(join(environment.data, 'objects')));
    const checkpoint = await files.checkpoint();
    const projector = createProjector({
      projection: createSqliteProjection(writer),
      files,
      ledger: createSqliteLedger({ writer }),
    });
    if (checkpoint !== undefined) await projector.catchUp(checkpoint.size);
    await tellMarks(await readMarks(environment.data), createSqliteFingerprints(writer));
    carried = { rows: count, entries };
  } finally {
    writer.close();
    client.destroy();
    await engine.stop();
  }
  await rename(draft, own);
  return carried;
}

const PAGE = 500;

/** How many entries both have. Throws where any list of the one is not that of the other, to the byte. */
async function compare(engines: Ledger, own: Ledger): Promise<number> {
  let entries = 0;
  const same = async (name: string, page: (of: Ledger, after?: string) => Promise<Listed>): Promise<void> => {
    for (let after: string | undefined, goesOn = true; goesOn; ) {
      const [left, right] = await Promise.all([page(engines, after), page(own, after)]);
      if (textOf(left) !== textOf(right)) throw new Error(`${name} are not the same after ${after ?? 'the first'}`);
      if (name === 'entries') entries += left.items.length;
      after = left.next;
      goesOn = after !== undefined;
    }
  };
  const from = (after: string | undefined) => ({ limit: PAGE, ...(after === undefined ? {} : { after }) });
  await same('entries', (of, after) => of.entries(from(after)));
  await same('funding lines', (of, after) => of.fundingLines(from(after)));
  await same('lots', (of, after) => of.lots(from(after)));
  for (const kind of Object.keys(DOCUMENTS).filter(isStateKind))
    await same(kind, (of, after) => of.states(kind, from(after)));
  return entries;
}

interface Listed {
  readonly items: readonly unknown[];
  readonly next?: string;
}

function isStateKind(kind: string): kind is StateKind {
  return kind !== 'fundingLine';
}

function textOf(listed: Listed): string {
  return JSON.stringify(listed, (_name, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
}
