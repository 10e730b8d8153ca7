import { BatchWriteCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { boundedLimit } from '../ports/bounds.ts';
import type { OutboxItem } from '../ports/ledger.ts';
import { answerTo, Patience } from './patience.ts';
import type { Table } from './reads.ts';
import { outboxKey } from './table.ts';

/** What one batch of writes may hold. */
const BATCH = 25;
/** Batches on their way at once. */
const AT_ONCE = 4;

/** What one transaction may hold. */
const TRANSACTION = 100;

/**
 * Deletes the items in batches, which DynamoDB charges half of a transaction for; a batch of which the engine left
 * something out under load is sent again. Or in transactions, where an engine syncs its disk for every single write of a
 * batch: then they take a quarter of the time.
 */
export async function clearOutbox(
  table: Table,
  items: readonly OutboxItem[],
  by: 'batch' | 'transaction' = 'batch',
): Promise<void> {
  boundedLimit(Math.max(1, items.length));
  const [most, clear] = by === 'batch' ? [BATCH, clearBatch] : [TRANSACTION, clearTogether];
  const batches = Array.from({ length: Math.ceil(items.length / most) }, (_, at) =>
    items.slice(at * most, (at + 1) * most),
  );
  const lane = async (): Promise<void> => {
    for (let batch = batches.shift(); batch !== undefined; batch = batches.shift()) await clear(table, batch);
  };
  await Promise.all(Array.from({ length: by === 'batch' ? AT_ONCE : 1 }, lane));
}

async function clearTogether(table: Table, batch: readonly OutboxItem[]): Promise<void> {
  const command = new TransactWriteCommand({
    TransactItems: batch.map(({ recordedAt, id }) => ({
      Delete: { TableName: table.name, Key: { ...outboxKey(recordedAt, id) } },
    })),
    ClientRequestToken: table.token(),
  });
  await answerTo(() => table.client.send(command), new Patience(table.waiting));
}

async function clearBatch(table: Table, batch: readonly OutboxItem[]): Promise<void> {
  const patience = new Patience(table.waiting);
  let left: NonNullable<BatchWriteCommand['input']['RequestItems']>[string] = batch.map(({ recordedAt, id }) => ({
    DeleteRequest: { Key: { ...outboxKey(recordedAt, id) } },
  }));
  while (left.length > 0) {
    const command = new BatchWriteCommand({ RequestItems: { [table.name]: left } });
    const { UnprocessedItems } = await answerTo(() => table.client.send(command), patience);
    left = UnprocessedItems?.[table.name] ?? [];
    if (left.length > 0) await patience.after('contended');
  }
}
