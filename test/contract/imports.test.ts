import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDocumentClient } from '../../shared/storage/dynamodb/client.ts';
import { createDynamoImports } from '../../shared/storage/dynamodb/imports.ts';
import { importKeys } from '../../shared/storage/dynamodb/table.ts';
import { IN_MEMORY, openConnection } from '../../shared/storage/sqlite/connection.ts';
import { createSqliteImports } from '../../shared/storage/sqlite/imports.ts';
import { Writer } from '../../shared/storage/sqlite/writer.ts';
import { describeOnEngine, startTestEngine, type TestEngine } from '../engine.ts';
import { rowsIn } from '../rows-in.ts';
import { TEST_CIPHER } from './cipher.ts';
import { type Call, type Fault, losses, seeded, throttling, withFaults } from './conflicting-client.ts';
import { HASH, id } from './fixtures.ts';
import { importsContract, opened } from './imports.contract.ts';

let engine: TestEngine;
const clients: DynamoDBDocumentClient[] = [];

beforeAll(async () => {
  engine = await startTestEngine();
});

afterAll(async () => {
  for (const client of clients) client.destroy();
  await engine.stop();
});

function clientWith(faultOf?: (call: Call) => Fault | undefined): DynamoDBDocumentClient {
  const client = createDocumentClient({ endpoint: engine.endpoint });
  clients.push(client);
  return faultOf === undefined ? client : withFaults(client, faultOf);
}

const sleep = () => new Promise<void>((wake) => setImmediate(wake));

function onEngine(faultOf?: (call: Call) => Fault | undefined) {
  let client: DynamoDBDocumentClient | undefined;
  return async () => {
    client ??= clientWith(faultOf);
    const tableName = await engine.freshTable();
    return createDynamoImports({ client, tableName, random: seeded(7), sleep, cipher: TEST_CIPHER });
  };
}

const onSqlite = (connection = openConnection(IN_MEMORY)) =>
  createSqliteImports({ writer: new Writer(connection), cipher: TEST_CIPHER });

importsContract('SQLite', async () => onSqlite());

const NAME = '张小三';
const row = { ordinal: 1, key: id(2), requestHash: HASH, outcome: 'waiting', body: `{"name":"${NAME}"}` } as const;
const entry = { ordinal: 1, key: id(2), requestHash: HASH, outcome: 'recorded', entry: id(2) } as const;

test('a row that waits is encrypted in the database, and gone from it with its outcome', async () => {
  const connection = openConnection(IN_MEMORY);
  const imports = onSqlite(connection);
  await imports.create(opened(1));
  await imports.replace(1, opened(1, { received: 1 }), [row]);
  expect(rowsIn(connection).join()).not.toContain(NAME);
  expect(await imports.rows(id(1), { after: 0, limit: 1 })).toEqual([row]);
  const [kept] = connection.all('SELECT body FROM import_rows');
  await imports.replace(2, opened(1, { received: 1, recorded: 1 }), [entry]);
  expect(connection.all('SELECT body FROM import_rows')).toEqual([{ body: null }]);
  expect(kept?.body).not.toBeNull();
});

describeOnEngine('a table', () => {
  importsContract('DynamoDB on the embedded engine', onEngine());
  importsContract('DynamoDB throttled', onEngine(throttling(seeded(2))));
  importsContract('DynamoDB losing requests and answers', onEngine(losses(seeded(3))));

  test('a row that waits is encrypted in the table, and gone from it with its outcome', async () => {
    const client = clientWith();
    const TableName = await engine.freshTable();
    const imports = createDynamoImports({
      client,
      tableName: TableName,
      random: seeded(7),
      sleep,
      cipher: TEST_CIPHER,
    });
    const { pk } = importKeys.row(id(1), 1);
    const stored = async () => {
      const query = { KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: { ':pk': pk } };
      const { Items = [] } = await client.send(new QueryCommand({ TableName, ...query }));
      return Items.map((one) => ({ text: Object.values(one).map(String).join(), names: Object.keys(one) }));
    };
    await imports.create(opened(1));
    await imports.replace(1, opened(1, { received: 1 }), [row]);
    const [waiting] = await stored();
    expect(waiting?.names).toContain('s');
    expect(waiting?.text).not.toContain(NAME);
    await imports.replace(2, opened(1, { received: 1, recorded: 1 }), [entry]);
    const [recorded] = await stored();
    expect(recorded?.names).not.toContain('s');
  });
});
