import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDocumentClient } from '../../shared/storage/dynamodb/client.ts';
import { createDynamoExportJobs } from '../../shared/storage/dynamodb/export-jobs.ts';
import { rowKey } from '../../shared/storage/dynamodb/table.ts';
import { describeOnEngine, startTestEngine, type TestEngine } from '../engine.ts';
import { type Call, type Fault, losses, seeded, throttling, withFaults } from './conflicting-client.ts';
import { exportJobsContract } from './export-jobs.contract.ts';
import { id } from './fixtures.ts';

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
    return createDynamoExportJobs({ client, tableName: await engine.freshTable(), random: seeded(7), sleep });
  };
}

describeOnEngine('a table', () => {
  exportJobsContract('DynamoDB on the embedded engine', onEngine());
  exportJobsContract('DynamoDB throttled', onEngine(throttling(seeded(2))));
  exportJobsContract('DynamoDB losing requests and answers', onEngine(losses(seeded(3))));

  test('a stored job that does not parse is told by its kind and id alone', async () => {
    const client = clientWith();
    const tableName = await engine.freshTable();
    const Item = { ...rowKey('export', id(1)), v: 1, n: 1, s: '{"by":"somebody"}' };
    await client.send(new PutCommand({ TableName: tableName, Item }));
    const jobs = createDynamoExportJobs({ client, tableName, random: seeded(7), sleep });
    await expect(jobs.read(id(1))).rejects.toThrow(`a stored export row does not parse: ${id(1)}`);
  });
});
