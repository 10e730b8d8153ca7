import { BatchGetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { type Item, itemSize, kilobytes } from './item-size.ts';

/** What one post costs to write. */
export interface Cost {
  /** Rows of its transaction. */
  readonly rows: number;
  /** Write units by the rule: two for every kilobyte begun of every row, of the larger of what it was and became. */
  readonly append: number;
  /** The same as the engine counts them, rows of indexes included. */
  readonly counted: number;
  /** Write units of indexes, as the engine counts them. */
  readonly indexes: number;
  /** To delete the item from the outbox later: one unit for every kilobyte begun. */
  readonly outbox: number;
}

export interface Meter {
  /** The cost since it was asked for last. */
  take(): Cost;
}

interface Key {
  readonly pk: string;
  readonly sk: string;
}

const keyed = z.object({ pk: z.object({ S: z.string() }), sk: z.object({ S: z.string() }) });
const action = z.union([
  z.object({ Put: z.object({ Item: keyed }) }).transform(({ Put }) => Put.Item),
  z.object({ Update: z.object({ Key: keyed }) }).transform(({ Update }) => Update.Key),
  z.object({ Delete: z.object({ Key: keyed }) }).transform(({ Delete }) => Delete.Key),
  z.object({ ConditionCheck: z.object({ Key: keyed }) }).transform(({ ConditionCheck }) => ConditionCheck.Key),
]);
const transaction = z.object({
  TransactItems: z.array(action.transform(({ pk, sk }): Key => ({ pk: pk.S, sk: sk.S }))),
});
const sent = z.object({ body: z.string().or(z.instanceof(Uint8Array)) });

const units = z.object({ CapacityUnits: z.number(), WriteCapacityUnits: z.number().optional() });
const consumed = z.object({
  ConsumedCapacity: z.array(
    units.extend({
      GlobalSecondaryIndexes: z.record(z.string(), units).default({}),
      LocalSecondaryIndexes: z.record(z.string(), units).default({}),
    }),
  ),
});

const NOTHING: Cost = { rows: 0, append: 0, counted: 0, indexes: 0, outbox: 0 };

/**
 * Weighs every transaction of the client from now on. Each row is looked up before and after, by a client of its own, so
 * nothing else may write meanwhile.
 */
export function meter(client: DynamoDBDocumentClient, endpoint: string, tableName: string): Meter {
  const scales = createScales(endpoint, tableName);
  let cost = NOTHING;
  client.middlewareStack.add(
    (next, context) => (args) => {
      const input = isTransaction(context) ? { ...args.input, ReturnConsumedCapacity: 'INDEXES' } : args.input;
      return next({ ...args, input });
    },
    { step: 'initialize', name: 'askForCapacity' },
  );
  client.middlewareStack.add(
    (next, context) => async (args) => {
      if (!isTransaction(context)) return next(args);
      const { body } = sent.parse(args.request);
      const text = typeof body === 'string' ? body : new TextDecoder().decode(body);
      const keys = transaction.parse(JSON.parse(text)).TransactItems;
      const before = await scales.weigh(keys);
      const answer = await next(args);
      const after = await scales.weigh(keys);
      const sizes = keys.map((key, at): Weighed => ({ key, size: Math.max(before[at] ?? 0, after[at] ?? 0) }));
      cost = sum(cost, costOf(sizes, answer.output));
      return answer;
    },
    { step: 'build', name: 'meter' },
  );
  return {
    take() {
      const taken = cost;
      cost = NOTHING;
      return taken;
    },
  };
}

function isTransaction(context: object): boolean {
  return 'commandName' in context && context.commandName === 'TransactWriteItemsCommand';
}

interface Weighed {
  readonly key: Key;
  readonly size: number;
}

function costOf(rows: readonly Weighed[], output: unknown): Cost {
  const { ConsumedCapacity } = consumed.parse(output);
  const total = (values: readonly number[]) => values.reduce((one, other) => one + other, 0);
  const ofIndexes = ConsumedCapacity.flatMap(({ GlobalSecondaryIndexes, LocalSecondaryIndexes }) =>
    [...Object.values(GlobalSecondaryIndexes), ...Object.values(LocalSecondaryIndexes)].map(written),
  );
  const outbox = rows.filter(({ key }) => key.pk.startsWith('outbox#'));
  return {
    rows: rows.length,
    append: total(rows.map(({ size }) => 2 * kilobytes(size))),
    counted: total(ConsumedCapacity.map(written)),
    indexes: total(ofIndexes),
    outbox: total(outbox.map(({ size }) => kilobytes(size))),
  };
}

function written({ CapacityUnits, WriteCapacityUnits }: z.infer<typeof units>): number {
  return WriteCapacityUnits ?? CapacityUnits;
}

function sum(a: Cost, b: Cost): Cost {
  return {
    rows: a.rows + b.rows,
    append: a.append + b.append,
    counted: a.counted + b.counted,
    indexes: a.indexes + b.indexes,
    outbox: a.outbox + b.outbox,
  };
}

/** Sizes of rows as they stand, 0 where there is none. */
function createScales(endpoint: string, tableName: string) {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region: 'local', credentials, maxAttempts: 1 });
  return {
    async weigh(keys: readonly Key[]): Promise<number[]> {
      const Keys = keys.map(({ pk, sk }): Item => ({ pk: { S: pk }, sk: { S: sk } }));
      const command = new BatchGetItemCommand({ RequestItems: { [tableName]: { Keys, ConsistentRead: true } } });
      const { Responses } = await client.send(command);
      const items = Responses?.[tableName] ?? [];
      return keys.map(({ pk, sk }) => {
        const item = items.find((one) => one.pk?.S === pk && one.sk?.S === sk);
        return item === undefined ? 0 : itemSize(item);
      });
    },
  };
}
