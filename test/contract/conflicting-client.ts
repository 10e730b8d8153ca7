import { ProvisionedThroughputExceededException, TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { MAX_ATTEMPTS, MAX_UNKNOWN } from '../../shared/storage/dynamodb/patience.ts';

export { seeded } from '../seeded.ts';

/** What befalls one call on its way to the engine, or its answer on the way back. */
export type Fault =
  | 'conflict'
  | 'throttled'
  | 'cancelled-for-throttling'
  | 'lost-request'
  | 'lost-answer'
  | 'server-error';

export interface Call {
  /** As the SDK names it: `TransactWriteItems`, `BatchGetItem`, `Query`. */
  readonly operation: string;
  readonly input: unknown;
  /** The rows that a transaction touches, in the order of its actions. */
  readonly rows: readonly string[];
  readonly token: string | undefined;
  /** Rows of other transactions that were sent and not answered yet. */
  readonly inFlight: ReadonlySet<string>;
}

/** Puts faults between a client and its engine, as DynamoDB and the network would. Returns the same client. */
export function withFaults(client: DynamoDBDocumentClient, faultOf: (call: Call) => Fault | undefined) {
  const inFlight = new Map<string, number>();
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const sent = transaction.safeParse(args.input).data;
      const rows = sent?.TransactItems ?? [];
      const call: Call = {
        operation: String(context.commandName).replace(/Command$/, ''),
        input: args.input,
        rows,
        token: sent?.ClientRequestToken,
        inFlight: new Set(inFlight.keys()),
      };
      const fault = faultOf(call);
      if (fault !== undefined && fault !== 'lost-answer') throw errorOf(fault, call);
      for (const row of rows) inFlight.set(row, (inFlight.get(row) ?? 0) + 1);
      try {
        const answer = await next(args);
        if (fault === 'lost-answer') throw errorOf(fault, call);
        return answer;
      } finally {
        for (const row of rows) {
          const others = (inFlight.get(row) ?? 1) - 1;
          if (others === 0) inFlight.delete(row);
          else inFlight.set(row, others);
        }
      }
    },
    { step: 'initialize', name: 'faults' },
  );
  return client;
}

function errorOf(fault: Fault, { rows, inFlight }: Call): Error {
  const metadata = (httpStatusCode: number) => ({ $metadata: { httpStatusCode } });
  switch (fault) {
    case 'conflict':
      return cancelled(rows, (row, at) =>
        inFlight.has(row) || at === rows.length - 1 ? 'TransactionConflict' : 'None',
      );
    case 'cancelled-for-throttling':
      return cancelled(rows, (_row, at) => (at === 0 ? 'ThrottlingError' : 'None'));
    case 'throttled':
      return new ProvisionedThroughputExceededException({ message: 'too fast', ...metadata(400) });
    case 'server-error':
      return Object.assign(new Error('internal'), { name: 'InternalServerError', ...metadata(500) });
    case 'lost-request':
      return Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
    case 'lost-answer':
      return Object.assign(new Error('no answer in time'), { name: 'TimeoutError' });
  }
}

export function cancelled(rows: readonly string[], codeOf: (row: string, at: number) => string) {
  return new TransactionCanceledException({
    message: 'Transaction cancelled',
    CancellationReasons: rows.map((row, at) => ({ Code: codeOf(row, at) })),
    $metadata: { httpStatusCode: 400 },
  });
}

const rowName = z.object({ pk: z.string(), sk: z.string() }).transform(({ pk, sk }) => `${pk}|${sk}`);
const touched = z.union([
  z.object({ Put: z.object({ Item: rowName }) }).transform(({ Put }) => Put.Item),
  z.object({ Update: z.object({ Key: rowName }) }).transform(({ Update }) => Update.Key),
  z.object({ Delete: z.object({ Key: rowName }) }).transform(({ Delete }) => Delete.Key),
]);
const transaction = z.object({ TransactItems: z.array(touched), ClientRequestToken: z.string() });

/**
 * Refuses transactions as DynamoDB does: where another one is at the same row, and now and then by chance, but always
 * fewer times in a row than a call is repeated.
 */
export function conflicts(random: () => number): (call: Call) => Fault | undefined {
  const refused = new Map<string, number>();
  return ({ operation, token = '', rows, inFlight }) => {
    const times = refused.get(token) ?? 0;
    if (operation !== 'TransactWriteItems' || times >= MAX_ATTEMPTS - 1) return undefined;
    const meets = rows.some((row) => inFlight.has(row));
    if (!meets && random() > 0.3) return undefined;
    refused.set(token, times + 1);
    return 'conflict';
  };
}

/**
 * Slows every sort of call down, but none as often as a call is repeated: calls at the same time have their own counts,
 * because which of them meets the next fault is chance.
 */
export function throttling(random: () => number): (call: Call) => Fault | undefined {
  const slowed = new Map<string, number>();
  return ({ operation, token, input }) => {
    const call = token ?? JSON.stringify(input);
    const times = slowed.get(call) ?? 0;
    if (times >= MAX_ATTEMPTS - 1 || random() >= 0.3) return undefined;
    slowed.set(call, times + 1);
    return operation === 'TransactWriteItems' && random() < 0.5 ? 'cancelled-for-throttling' : 'throttled';
  };
}

/** Loses requests on their way there and answers on their way back, at most as often in a row as is borne. */
export function losses(random: () => number): (call: Call) => Fault | undefined {
  const lost = new Map<string, number>();
  return ({ token }) => {
    if (token === undefined) return undefined;
    const times = lost.get(token) ?? 0;
    if (times >= MAX_UNKNOWN || random() > 0.4) return undefined;
    lost.set(token, times + 1);
    const chance = random();
    return chance < 0.6 ? 'lost-answer' : chance < 0.8 ? 'lost-request' : 'server-error';
  };
}
