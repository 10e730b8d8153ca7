import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll } from 'vitest';
import { createDocumentClient } from '../../shared/storage/dynamodb/client.ts';
import { createDynamoLedger } from '../../shared/storage/dynamodb/ledger.ts';
import { createDynamoProjection } from '../../shared/storage/dynamodb/projection.ts';
import { IN_MEMORY, openConnection } from '../../shared/storage/sqlite/connection.ts';
import { createSqliteLedger } from '../../shared/storage/sqlite/ledger.ts';
import { createSqliteProjection } from '../../shared/storage/sqlite/projection.ts';
import { Writer } from '../../shared/storage/sqlite/writer.ts';
import { describeOnEngine, startTestEngine, type TestEngine } from '../engine.ts';
import { catalogueSearchContract } from './catalogue-search.contract.ts';
import { TEST_CIPHER } from './cipher.ts';
import { conflicts, seeded, withFaults } from './conflicting-client.ts';

let engine: TestEngine;
const clients: DynamoDBDocumentClient[] = [];

beforeAll(async () => {
  engine = await startTestEngine();
});

afterAll(async () => {
  for (const client of clients) client.destroy();
  await engine.stop();
});

const sleep = () => new Promise<void>((wake) => setImmediate(wake));

function onEngine(isConflicting: boolean) {
  return async () => {
    const client = createDocumentClient({ endpoint: engine.endpoint });
    clients.push(client);
    if (isConflicting) withFaults(client, conflicts(seeded(1)));
    const options = { client, tableName: await engine.freshTable(), random: seeded(7), sleep };
    return {
      ledger: createDynamoLedger({ ...options, cipher: TEST_CIPHER }),
      projection: createDynamoProjection(options),
    };
  };
}

catalogueSearchContract('SQLite', async () => {
  const writer = new Writer(openConnection(IN_MEMORY));
  return { ledger: createSqliteLedger({ writer, cipher: TEST_CIPHER }), projection: createSqliteProjection(writer) };
});

describeOnEngine('a table', () => {
  catalogueSearchContract('DynamoDB on the embedded engine', onEngine(false));
  catalogueSearchContract('DynamoDB refusing transactions for conflicts', onEngine(true));
});
