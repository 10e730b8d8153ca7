import { ScanCommand, type ScanCommandInput } from '@aws-sdk/lib-dynamodb';
import { answerTo, Patience } from './patience.ts';
import type { Table } from './reads.ts';
import type { Attributes } from './rows.ts';

/** Every row of the table, page by page and in no order, for whoever carries it elsewhere while nobody writes. */
export async function* allRows(table: Table): AsyncGenerator<readonly Attributes[]> {
  let start: ScanCommandInput['ExclusiveStartKey'];
  do {
    const command = new ScanCommand({
      TableName: table.name,
      ConsistentRead: true,
      ...(start === undefined ? {} : { ExclusiveStartKey: start }),
    });
    const { Items = [], LastEvaluatedKey } = await answerTo(
      () => table.client.send(command),
      new Patience(table.waiting),
    );
    yield Items;
    start = LastEvaluatedKey;
  } while (start !== undefined);
}
