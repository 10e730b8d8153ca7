import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { LedgerError } from '../ports/ledger.ts';
import { answerTo, Patience } from './patience.ts';
import type { Table } from './reads.ts';
import type { Attributes } from './rows.ts';
import type { RowKey } from './table.ts';

/**
 * Replaces one row, or removes it where there is to be none, on the condition that every attribute of it still is as it
 * was read. An answer that was lost may be told as `differs` although the row was replaced: then it is as it ought to be.
 */
export async function replaceRow(
  { client, name: TableName, waiting }: Table,
  key: RowKey,
  read: Attributes | undefined,
  row: (Attributes & RowKey) | undefined,
): Promise<'replaced' | 'differs'> {
  const condition = unchanged(read);
  const send = () =>
    row === undefined
      ? client.send(new DeleteCommand({ TableName, Key: { ...key }, ...condition }))
      : client.send(new PutCommand({ TableName, Item: { ...row }, ...condition }));
  try {
    await answerTo(send, new Patience(waiting));
    return 'replaced';
  } catch (error) {
    if (error instanceof LedgerError && error.cause instanceof ConditionalCheckFailedException) return 'differs';
    throw error;
  }
}

function unchanged(read: Attributes | undefined) {
  if (read === undefined) return { ConditionExpression: 'attribute_not_exists(pk)' };
  const attributes = Object.entries(read).filter(([name]) => name !== 'pk' && name !== 'sk');
  if (attributes.length === 0) return { ConditionExpression: 'attribute_exists(pk)' };
  return {
    ConditionExpression: attributes.map((_one, at) => `#a${at} = :a${at}`).join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(attributes.map(([name], at) => [`#a${at}`, name])),
    ExpressionAttributeValues: Object.fromEntries(attributes.map(([, value], at) => [`:a${at}`, value])),
  };
}
