import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { type HeadStore, MAX_HEAD } from '../ports/head-store.ts';
import { answerTo, Patience, troubleOf, type Waiting } from './patience.ts';
import { type Attributes, parsed } from './rows.ts';
import { assertOwn, OWN, OWN_VALUE, storedRow } from './stored-row.ts';
import { headKey, SCHEMA_VERSION } from './table.ts';

export interface DynamoHeadStoreOptions extends Waiting {
  readonly client: Pick<DynamoDBDocumentClient, 'send'>;
  readonly tableName: string;
}

/** The head as text; heads are UTF-8. */
const row = storedRow({ s: z.string() });

/** The head in one row of the ledger's table, swapped by a conditional put. */
export function createDynamoHeadStore({ client, tableName, ...waiting }: DynamoHeadStoreOptions): HeadStore {
  /** As it was read last. What a swap expects was read before, so this tells a head of the next version in time. */
  let seen: Attributes | undefined;

  async function readRow(): Promise<Attributes | undefined> {
    const command = new GetCommand({ TableName: tableName, Key: { ...headKey() }, ConsistentRead: true });
    seen = (await answerTo(() => client.send(command), new Patience(waiting))).Item;
    return seen;
  }

  return {
    async read() {
      const found = await readRow();
      return found && headIn(found);
    },
    async replace(expected, next) {
      if (next.length > MAX_HEAD) throw new RangeError(`a head has at most ${MAX_HEAD} bytes`);
      assertOwn(seen);
      const command = new PutCommand({
        TableName: tableName,
        Item: { ...headKey(), v: SCHEMA_VERSION, s: textOf(next) },
        ...(expected === undefined
          ? { ConditionExpression: 'attribute_not_exists(pk)' }
          : {
              ConditionExpression: `s = :expected AND ${OWN}`,
              ExpressionAttributeValues: { ':expected': textOf(expected), ...OWN_VALUE },
            }),
      });
      const patience = new Patience(waiting);
      for (let mayHaveLanded = false; ; ) {
        try {
          await client.send(command);
          return 'replaced';
        } catch (error) {
          // Where an attempt before this one may have landed, its own bytes are what stands in the way.
          if (error instanceof ConditionalCheckFailedException) {
            const found = mayHaveLanded ? await readRow() : undefined;
            return found !== undefined && isSame(headIn(found), next) ? 'replaced' : 'differs';
          }
          const trouble = troubleOf(error);
          mayHaveLanded ||= trouble === 'unknown';
          await patience.after(trouble, error);
        }
      }
    },
  };
}

function headIn(found: Attributes): Uint8Array {
  return parsed('head', found, () => Buffer.from(row.parse(found).s, 'utf8'));
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
}

function isSame(stored: Uint8Array, own: Uint8Array): boolean {
  return Buffer.compare(stored, own) === 0;
}
