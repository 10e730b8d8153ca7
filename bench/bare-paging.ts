import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import { DEFAULT_TABLE_NAME, partitionsOf } from '../shared/storage/dynamodb/table.ts';
import { runErrand } from './errand.ts';

/** Pages every entry of the table by the SDK's own client, in pages of a thousand, and only counts them. */

const PAGE = 1_000;

await runErrand(z.object({ endpoint: z.url() }), async ({ endpoint }) => {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region: 'local', credentials, maxAttempts: 1 });
  const began = performance.now();
  let rows = 0;
  for (const partition of partitionsOf('entry')) {
    let from: QueryCommand['input']['ExclusiveStartKey'];
    do {
      const { Items, LastEvaluatedKey } = await client.send(
        new QueryCommand({
          TableName: DEFAULT_TABLE_NAME,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': { S: partition } },
          ConsistentRead: true,
          Limit: PAGE,
          ...(from === undefined ? {} : { ExclusiveStartKey: from }),
        }),
      );
      rows += Items?.length ?? 0;
      from = LastEvaluatedKey;
    } while (from !== undefined);
  }
  const ms = performance.now() - began;
  client.destroy();
  return { rows, ms, peakMb: process.resourceUsage().maxRSS / 1024 };
});
