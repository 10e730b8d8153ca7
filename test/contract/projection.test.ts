import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll } from 'vitest';
import { createDocumentClient } from '../../shared/storage/dynamodb/client.ts';
import { createDynamoProjection } from '../../shared/storage/dynamodb/projection.ts';
import { describeOnEngine, startTestEngine, type TestEngine } from '../engine.ts';
import { type Call, conflicts, type Fault, losses, seeded, throttling, withFaults } from './conflicting-client.ts';
import { projectionContract } from './projection.contract.ts';

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

function onEngine(faultOf?: (call: Call) => Fault | undefined, sending: 'batch' | 'transaction' = 'batch') {
  let client: DynamoDBDocumentClient | undefined;
  return async () => {
    if (client === undefined) {
      const plain = createDocumentClient({ endpoint: engine.endpoint });
      clients.push(plain);
      client = faultOf === undefined ? plain : withFaults(plain, faultOf);
    }
    const tableName = await engine.freshTable();
    return createDynamoProjection({ client, tableName, random: seeded(7), sleep, sending });
  };
}

describeOnEngine('a table', () => {
  projectionContract('DynamoDB on the embedded engine', onEngine());
  projectionContract('DynamoDB refusing transactions for conflicts', onEngine(conflicts(seeded(1))));
  projectionContract('DynamoDB throttled', onEngine(throttling(seeded(2))));
  projectionContract('DynamoDB losing requests and answers', onEngine(losses(seeded(3))));
  projectionContract(
    'DynamoDB that syncs every write, losing requests and answers',
    onEngine(losses(seeded(4)), 'transaction'),
  );
});
