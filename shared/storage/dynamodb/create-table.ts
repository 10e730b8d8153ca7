import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceInUseException,
} from '@aws-sdk/client-dynamodb';
import { TABLE_KEYS } from './table.ts';

export interface CreateTableOptions {
  readonly client: Pick<DynamoDBClient, 'send'>;
  readonly tableName: string;
  readonly sleep: (ms: number) => Promise<void>;
}

const LOOKS = 100;
const BETWEEN_LOOKS_MS = 50;

/** Makes sure that an engine of one's own has the table, ready to use; the region's own table is the stack's. */
export async function createTable({ client, tableName, sleep }: CreateTableOptions): Promise<void> {
  const { partition, sort } = TABLE_KEYS;
  try {
    await client.send(
      new CreateTableCommand({
        TableName: tableName,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [
          { AttributeName: partition, AttributeType: 'S' },
          { AttributeName: sort, AttributeType: 'S' },
        ],
        KeySchema: [
          { AttributeName: partition, KeyType: 'HASH' },
          { AttributeName: sort, KeyType: 'RANGE' },
        ],
      }),
    );
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  for (let look = 1; look <= LOOKS; look += 1) {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
    if (Table?.TableStatus === 'ACTIVE') return;
    await sleep(BETWEEN_LOOKS_MS);
  }
  throw new Error(`the table ${tableName} did not become active`);
}
