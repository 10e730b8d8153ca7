import { BatchWriteCommand, type BatchWriteCommandInput, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { answerTo, Patience } from './patience.ts';
import type { Table } from './reads.ts';
import type { Row } from './rows.ts';
import type { RowKey } from './table.ts';

/**
 * How writes that need no transaction are sent: in batches, which DynamoDB charges half of a transaction for; or in
 * transactions all the same, where an engine makes every single write of a batch durable by itself, as the embedded one
 * does: then they take it a fraction of the time.
 */
export type Sending = 'batch' | 'transaction';

type Writes = NonNullable<BatchWriteCommandInput['RequestItems']>[string];

/** What one call may hold, and how many calls are on their way at once. */
const CALLS = { batch: { most: 25, lanes: 4 }, transaction: { most: 100, lanes: 1 } } as const;

export function putting(row: Row): Writes[number] {
  return { PutRequest: { Item: { ...row } } };
}

export function deleting({ pk, sk }: RowKey): Writes[number] {
  return { DeleteRequest: { Key: { pk, sk } } };
}

/** Writes all of it, not together and in no order; each write has to be one that may happen twice. */
export async function writeAll(table: Table, writes: Writes, sending: Sending = 'batch'): Promise<void> {
  const { most, lanes } = CALLS[sending];
  const calls = Array.from({ length: Math.ceil(writes.length / most) }, (_, at) =>
    writes.slice(at * most, (at + 1) * most),
  );
  const write = sending === 'batch' ? writeBatch : writeTogether;
  const lane = async (): Promise<void> => {
    for (let some = calls.shift(); some !== undefined; some = calls.shift()) await write(table, some);
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

async function writeTogether(table: Table, writes: Writes): Promise<void> {
  const TableName = table.name;
  const command = new TransactWriteCommand({
    TransactItems: writes.flatMap(({ PutRequest, DeleteRequest }) => [
      ...(PutRequest === undefined ? [] : [{ Put: { TableName, Item: PutRequest.Item } }]),
      ...(DeleteRequest === undefined ? [] : [{ Delete: { TableName, Key: DeleteRequest.Key } }]),
    ]),
    ClientRequestToken: table.token(),
  });
  await answerTo(() => table.client.send(command), new Patience(table.waiting));
}

/** What the engine leaves out under load is sent again. */
async function writeBatch(table: Table, writes: Writes): Promise<void> {
  const patience = new Patience(table.waiting);
  for (let left = writes; left.length > 0; ) {
    const command = new BatchWriteCommand({ RequestItems: { [table.name]: left } });
    const { UnprocessedItems } = await answerTo(() => table.client.send(command), patience);
    left = UnprocessedItems?.[table.name] ?? [];
    if (left.length > 0) await patience.after('contended');
  }
}
