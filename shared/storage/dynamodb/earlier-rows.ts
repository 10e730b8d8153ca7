import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { answerTo, Patience } from './patience.ts';
import type { Table } from './reads.ts';
import { partitionsOf, TABLE_KEYS } from './table.ts';

/** Whether funding lines are there that an earlier version wrote, which knew nothing of days. They are mended last. */
export async function hasEarlierRows(table: Table): Promise<boolean> {
  for (const partition of partitionsOf('fundingLine')) if (await isEarlier(table, partition)) return true;
  return false;
}

async function isEarlier(table: Table, partition: string): Promise<boolean> {
  const patience = new Patience(table.waiting);
  for (let after: Record<string, unknown> | undefined, goesOn = true; goesOn; ) {
    const command = new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: `${TABLE_KEYS.partition} = :pk`,
      ExpressionAttributeValues: { ':pk': partition },
      ConsistentRead: true,
      ...(after === undefined ? {} : { ExclusiveStartKey: after }),
    });
    const { Items = [], LastEvaluatedKey } = await answerTo(() => table.client.send(command), patience);
    if (Items.some((row) => row.l === undefined)) return true;
    after = LastEvaluatedKey;
    goesOn = after !== undefined;
  }
  return false;
}
