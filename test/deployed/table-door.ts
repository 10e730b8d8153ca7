import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import * as z from 'zod';
import { callerOf, type Iam } from './iam.ts';

const row = z.looseObject({ pk: z.object({ S: z.string() }) });
const keyed = z.union([
  z.object({ Key: row }).transform(({ Key }) => Key.pk.S),
  z.object({ Item: row }).transform(({ Item }) => Item.pk.S),
]);
const one = z.looseObject({ TableName: z.string() });
const query = z.object({
  TableName: z.string(),
  KeyConditionExpression: z.string().startsWith('pk = :partition'),
  ExpressionAttributeValues: z.looseObject({ ':partition': z.object({ S: z.string() }) }),
});
const gets = z.object({ RequestItems: z.record(z.string(), z.object({ Keys: z.array(row) })) });
const batch = z.object({
  RequestItems: z.record(
    z.string(),
    z.array(
      z.union([
        z.object({ PutRequest: keyed }).transform(({ PutRequest }) => PutRequest),
        z.object({ DeleteRequest: keyed }).transform(({ DeleteRequest }) => DeleteRequest),
      ]),
    ),
  ),
});
const VERBS = { Put: 'PutItem', Update: 'UpdateItem', Delete: 'DeleteItem', ConditionCheck: 'ConditionCheckItem' };
const transaction = z.object({
  TransactItems: z.array(z.partialRecord(z.enum(['Put', 'Update', 'Delete', 'ConditionCheck']), z.unknown())),
});

interface Use {
  readonly action: string;
  readonly table: string;
  readonly partitions: readonly string[];
  readonly isInTransaction?: true;
}

/** What a request does to which partitions, as DynamoDB tells IAM: a transaction item by item. */
function usesOf(operation: string, body: unknown): Use[] {
  switch (operation) {
    case 'GetItem':
    case 'PutItem':
      return [{ action: operation, table: one.parse(body).TableName, partitions: [keyed.parse(body)] }];
    case 'Query': {
      const { TableName: table, ExpressionAttributeValues: values } = query.parse(body);
      return [{ action: operation, table, partitions: [values[':partition'].S] }];
    }
    case 'BatchGetItem':
      return Object.entries(gets.parse(body).RequestItems).map(([table, { Keys }]) => {
        return { action: operation, table, partitions: Keys.map(({ pk }) => pk.S) };
      });
    case 'BatchWriteItem':
      return Object.entries(batch.parse(body).RequestItems).map(([table, partitions]) => {
        return { action: operation, table, partitions };
      });
    case 'TransactWriteItems':
      return transaction.parse(body).TransactItems.flatMap((item) =>
        Object.entries(item).map(([verb, inner]) => {
          const action = VERBS[z.enum(['Put', 'Update', 'Delete', 'ConditionCheck']).parse(verb)];
          const { TableName: table } = one.parse(inner);
          return { action, table, partitions: [keyed.parse(inner)], isInTransaction: true as const };
        }),
      );
    default:
      throw new Error(`${operation} is not asked of the table anywhere`);
  }
}

/** The door of DynamoDB: lets through to the engine whom IAM lets. */
export function tableDoor(engine: string, tableArn: string, iam: Pick<Iam, 'allows'>) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const sent = await buffer(request);
    const operation = String(request.headers['x-amz-target']).replace(/^.*\./, '');
    const program = callerOf(request.headers.authorization ?? '');
    const isAllowed = usesOf(operation, JSON.parse(sent.toString()))
      .map(({ action, table, partitions, isInTransaction }) =>
        iam.allows({
          program,
          action: `dynamodb:${action}`,
          resource: tableArn.replace(/[^/]*$/, table),
          context: {
            'dynamodb:LeadingKeys': partitions,
            ...(isInTransaction ? { 'dynamodb:EnclosingOperation': ['TransactWriteItems'] } : {}),
          },
        }),
      )
      .every(Boolean);
    if (!isAllowed) {
      const refusal = { __type: 'com.amazon.coral.service#AccessDeniedException', Message: `${program} may not` };
      response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(refusal));
      return;
    }
    const { 'x-amz-target': target, 'content-type': type } = request.headers;
    const authorization =
      'AWS4-HMAC-SHA256 Credential=local/20200101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=none';
    const answer = await fetch(engine, {
      method: 'POST',
      headers: {
        'x-amz-target': String(target),
        'content-type': String(type),
        'x-amz-date': '20200101T000000Z',
        authorization,
      },
      body: sent,
    });
    const body = Buffer.from(await answer.arrayBuffer());
    response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' }).end(body);
  };
}
