import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { type HeadStore, MAX_HEAD } from '../ports/head-store.ts';
import { LedgerError } from '../ports/ledger.ts';
import { answerTo, Patience, troubleOf, type Waiting } from './patience.ts';
import { headKey, SCHEMA_VERSION } from './table.ts';

export interface DynamoHeadStoreOptions extends Waiting {
  readonly client: Pick<DynamoDBDocumentClient, 'send'>;
  readonly tableName: string;
}

const row = z.strictObject({
  pk: z.string(),
  sk: z.string(),
  v: z.literal(BigInt(SCHEMA_VERSION)),
  /** The head as text; heads are UTF-8. */
  s: z.string(),
});

/** The head in one row of the ledger's table, swapped by a conditional put. */
export function createDynamoHeadStore({ client, tableName, ...waiting }: DynamoHeadStoreOptions): HeadStore {
  async function read(patience = new Patience(waiting)): Promise<Uint8Array | undefined> {
    const command = new GetCommand({ TableName: tableName, Key: { ...headKey() }, ConsistentRead: true });
    const { Item } = await answerTo(() => client.send(command), patience);
    if (Item === undefined) return undefined;
    const parsed = row.safeParse(Item);
    if (!parsed.success) throw new LedgerError('corrupt-row', 'the row of the head does not parse');
    return Buffer.from(parsed.data.s, 'utf8');
  }

  return {
    read: () => read(),
    async replace(expected, next) {
      if (next.length > MAX_HEAD) throw new RangeError(`a head has at most ${MAX_HEAD} bytes`);
      const command = new PutCommand({
        TableName: tableName,
        Item: { ...headKey(), v: SCHEMA_VERSION, s: textOf(next) },
        ...(expected === undefined
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : { ConditionExpression: 's = :expected', ExpressionAttributeValues: { ':expected': textOf(expected) } }),
      });
      const patience = new Patience(waiting);
      for (let mayHaveLanded = false; ; ) {
        try {
          await client.send(command);
          return 'replaced';
        } catch (error) {
          // Where an attempt before this one may have landed, its own bytes are what stands in the way.
          if (error instanceof ConditionalCheckFailedException) {
            const isOwn = mayHaveLanded && isSame(await read(), next);
            return isOwn ? 'replaced' : 'differs';
          }
          const trouble = troubleOf(error);
          mayHaveLanded ||= trouble === 'unknown';
          await patience.after(trouble, error);
        }
      }
    },
  };
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

function isSame(stored: Uint8Array | undefined, own: Uint8Array): boolean {
  return stored !== undefined && Buffer.compare(stored, own) === 0;
}
