import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll } from 'vitest';
import { createDocumentClient } from '../../shared/storage/dynamodb/client.ts';
import { createDynamoLedger } from '../../shared/storage/dynamodb/ledger.ts';
import { describeOnEngine, startTestEngine, type TestEngine } from '../engine.ts';
import { TEST_CIPHER } from './cipher.ts';
import { type Call, conflicts, type Fault, losses, seeded, throttling, withFaults } from './conflicting-client.ts';
import { ledgerContract } from './ledger.contract.ts';

let engine: TestEngine;
const clients: DynamoDBDocumentClient[] = [];

beforeAll(async () => {
  engine = await startTestEngine();
});

afterAll(async () => {
  for (const client of clients) client.destroy();
  await engine.stop();
});

const nextTurn = () => new Promise<void>((wake) => setImmediate(wake));

/** One client a suite: what befalls its calls goes on from test to test. */
function onEngine(faultOf?: (call: Call) => Fault | undefined, sending: 'batch' | 'transaction' = 'batch') {
  let client: DynamoDBDocumentClient | undefined;
  return async () => {
    if (client === undefined) {
      client = createDocumentClient({ endpoint: engine.endpoint });
      clients.push(client);
      if (faultOf !== undefined) withFaults(client, faultOf);
    }
    const tableName = await engine.freshTable();
    return createDynamoLedger({ client, tableName, cipher: TEST_CIPHER, random: seeded(7), sleep: nextTurn, sending });
  };
}

describeOnEngine('a table', () => {
  ledgerContract('DynamoDB on the embedded engine', onEngine());
  ledgerContract('DynamoDB refusing transactions for conflicts', onEngine(conflicts(seeded(1))));
  ledgerContract('DynamoDB throttled', onEngine(throttling(seeded(2))));
  ledgerContract('DynamoDB losing requests and answers', onEngine(losses(seeded(3))));
  ledgerContract('DynamoDB clearing its outbox by transactions', onEngine(conflicts(seeded(4)), 'transaction'));
});
