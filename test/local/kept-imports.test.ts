import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { carry } from '../../local/carried-row.ts';
import { keepBeside } from '../../local/rebuilding/kept.ts';
import { allRows } from '../../shared/storage/dynamodb/all-rows.ts';
import { createDocumentClient } from '../../shared/storage/dynamodb/client.ts';
import { createDynamoImports } from '../../shared/storage/dynamodb/imports.ts';
import { tableOf } from '../../shared/storage/dynamodb/ledger.ts';
import type { ImportRow, Imports } from '../../shared/storage/ports/imports.ts';
import { IN_MEMORY, openConnection } from '../../shared/storage/sqlite/connection.ts';
import { createSqliteImports } from '../../shared/storage/sqlite/imports.ts';
import { Writer } from '../../shared/storage/sqlite/writer.ts';
import { TEST_CIPHER } from '../contract/cipher.ts';
import { HASH, id } from '../contract/fixtures.ts';
import { opened } from '../contract/imports.contract.ts';
import { describeOnEngine, startTestEngine, type TestEngine } from '../engine.ts';
import { rowsIn } from '../rows-in.ts';

let engine: TestEngine;

beforeAll(async () => {
  engine = await startTestEngine();
});
afterAll(() => engine.stop());

const row = (ordinal: number): ImportRow => ({
  ordinal,
  key: id(0x100 + ordinal),
  requestHash: HASH,
  outcome: 'waiting',
  body: '{"name":"张小三"}',
});

/** Two imports: one with a row that has its outcome and 600 that wait, which is more than one page, and one without any. */
async function filled(imports: Imports): Promise<void> {
  await imports.create(opened(1));
  await imports.create(opened(2));
  for (let version = 1; version <= 15; version += 1) {
    const received = version * 40;
    const rows = Array.from({ length: 40 }, (_, at) => row(received - 39 + at));
    await imports.replace(version, opened(1, { received }), rows);
  }
  const { outcome: _outcome, body: _body, ...first } = { body: '', ...row(1) };
  await imports.replace(16, opened(1, { received: 600, recorded: 1 }), [
    { ...first, outcome: 'recorded', entry: first.key },
  ]);
}

const overConnection = (connection = openConnection(IN_MEMORY)) => ({
  connection,
  imports: createSqliteImports({ writer: new Writer(connection), cipher: TEST_CIPHER }),
});

async function told(imports: Imports): Promise<object> {
  return {
    first: await imports.read(id(1)),
    second: await imports.read(id(2)),
    rows: await imports.rows(id(1), { after: 0, limit: 1_000 }),
    places: await imports.places(id(1), [id(0x101), id(0x102)]),
    due: await imports.due(),
  };
}

test('a database that is made again from its log keeps imports and their rows as they stood', async () => {
  const [found, made] = [overConnection(), overConnection()];
  await filled(found.imports);
  const kept = keepBeside(made.connection, found.connection);
  expect(Object.fromEntries(kept)).toMatchObject({ imports: 2, import_rows: 600 });
  expect(rowsIn(made.connection)).toEqual(rowsIn(found.connection));
});

describeOnEngine('a table', () => {
  test('that is carried over takes imports and their rows along', async () => {
    const client = createDocumentClient({ endpoint: engine.endpoint });
    const tableName = await engine.freshTable();
    const table = { client, tableName, random: Math.random, sleep, cipher: TEST_CIPHER };
    const imports = createDynamoImports(table);
    await filled(imports);
    const carried = overConnection();
    for await (const page of allRows(tableOf(table))) for (const one of page) carry(carried.connection, one);
    expect(await told(carried.imports)).toEqual(await told(imports));
    client.destroy();
  });
});
