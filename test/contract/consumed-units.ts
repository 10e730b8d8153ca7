import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** One call to the engine, as the SDK names it, and what it cost. */
export interface ConsumedCall {
  readonly operation: string;
  readonly read: number;
  readonly write: number;
}

export interface ConsumedUnits {
  /** In the order in which they were answered. */
  readonly calls: readonly ConsumedCall[];
  /** Forgets what was counted, and gives it. */
  take(): { readonly read: number; readonly write: number; readonly calls: readonly ConsumedCall[] };
}

interface Capacity {
  readonly CapacityUnits?: number;
  readonly ReadCapacityUnits?: number;
  readonly WriteCapacityUnits?: number;
}

/** Counts what every call of the client consumes from now on. A call that fails is not counted. */
export function countUnits(client: DynamoDBDocumentClient): ConsumedUnits {
  let calls: ConsumedCall[] = [];
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const operation = String(context.commandName).replace(/Command$/, '');
      const answer = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } });
      const capacities = capacitiesOf(answer.output);
      // Single-sort calls only say a total, which then is of their own sort.
      const isRead = /^(BatchGet|Get|Query|Scan|TransactGet)/.test(operation);
      const sum = (units: (one: Capacity) => number | undefined) =>
        capacities.reduce((total, one) => total + (units(one) ?? 0), 0);
      calls.push({
        operation,
        read: sum((one) => one.ReadCapacityUnits ?? (isRead ? one.CapacityUnits : 0)),
        write: sum((one) => one.WriteCapacityUnits ?? (isRead ? 0 : one.CapacityUnits)),
      });
      return answer;
    },
    { step: 'initialize', name: 'consumedUnits' },
  );
  return {
    get calls() {
      return calls;
    },
    take() {
      const taken = calls;
      calls = [];
      const total = (units: (one: ConsumedCall) => number) => taken.reduce((sum, one) => sum + units(one), 0);
      return { read: total((one) => one.read), write: total((one) => one.write), calls: taken };
    },
  };
}

function capacitiesOf(output: object): Capacity[] {
  if (!('ConsumedCapacity' in output)) return [];
  const { ConsumedCapacity: capacity } = output;
  if (typeof capacity !== 'object' || capacity === null) return [];
  return Array.isArray(capacity) ? capacity : [capacity];
}
