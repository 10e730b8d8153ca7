import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll } from 'vitest';
import { createDocumentClient } from '../../shared/storage/dynamodb/client.ts';
import { createDynamoLedger } from '../../shared/storage/dynamodb/ledger.ts';
import { createDynamoProjection } from '../../shared/storage/dynamodb/projection.ts';
import { describeOnEngine, startTestEngine, type TestEngine } from '../engine.ts';
import { createMemoryLedger, createMemoryProjection } from '../in-memory.ts';
import { TEST_CIPHER } from './cipher.ts';
import { seeded } from './conflicting-client.ts';
import { waitingContract } from './waiting.contract.ts';

let engine: TestEngine;
let client: DynamoDBDocumentClient;

beforeAll(async () => {
  engine = await startTestEngine();
  client = createDocumentClient({ endpoint: engine.endpoint });
});

afterAll(async () => {
  client.destroy();
  await engine.stop();
});

waitingContract('SQLite', async () => ({ ledger: createMemoryLedger(), projection: createMemoryProjection() }));

describeOnEngine('a table', () => {
  waitingContract('DynamoDB on the embedded engine', async () => {
    const tableName = await engine.freshTable();
    const sleep = () => new Promise<void>((wake) => setImmediate(wake));
    const table = { client, tableName, random: seeded(7), sleep };
    return { ledger: createDynamoLedger({ ...table, cipher: TEST_CIPHER }), projection: createDynamoProjection(table) };
  });
});
