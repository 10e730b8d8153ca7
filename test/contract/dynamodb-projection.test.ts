import { type DynamoDBDocumentClient, PutCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import * as z from 'zod';
import { createDocumentClient } from '../../shared/storage/dynamodb/client.ts';
import { MAX_ATTEMPTS, MAX_UNKNOWN } from '../../shared/storage/dynamodb/patience.ts';
import { createDynamoProjection } from '../../shared/storage/dynamodb/projection.ts';
import { projectionKeys } from '../../shared/storage/dynamodb/table.ts';
import type { Projection, ProjectionStep } from '../../shared/storage/ports/projection.ts';
import { describeOnEngine, startTestEngine, type TestEngine } from '../engine.ts';
import { type Call, type Fault, withFaults } from './conflicting-client.ts';
import { type ConsumedUnits, countUnits } from './consumed-units.ts';
import { id } from './fixtures.ts';

let engine: TestEngine;
const clients: DynamoDBDocumentClient[] = [];

beforeAll(async () => {
  engine = await startTestEngine();
});

afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
});

afterAll(async () => {
  await engine.stop();
});

interface Bench {
  readonly projection: Projection;
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
  readonly calls: readonly Call[];
  readonly units: ConsumedUnits;
  /** What befalls the calls from now on. */
  befall(faultOf: (call: Call) => Fault | undefined): void;
  /** The partitions of all rows that there are, but for those of the places. */
  partitions(): Promise<string[]>;
}

async function bench(): Promise<Bench> {
  const client = createDocumentClient({ endpoint: engine.endpoint });
  clients.push(client);
  const calls: Call[] = [];
  let fault: (call: Call) => Fault | undefined = () => undefined;
  const units = countUnits(client);
  withFaults(client, (call) => {
    calls.push(call);
    return fault(call);
  });
  const tableName = await engine.freshTable();
  const projection = createDynamoProjection({ client, tableName, random: () => 0, sleep: async () => {} });
  return {
    projection,
    client,
    tableName,
    calls,
    units,
    befall(faultOf) {
      fault = faultOf;
    },
    async partitions() {
      const { Items = [] } = await client.send(new ScanCommand({ TableName: tableName, ConsistentRead: true }));
      return Items.map(({ pk }) => String(pk)).filter((pk) => !pk.startsWith('place#'));
    },
  };
}

const ROOT = Buffer.alloc(32, 7).toString('base64');

function step(from: number, to: number, a: bigint, rows = 1): ProjectionStep {
  const sums = new Map(Array.from({ length: rows }, (_, at) => [`h|${at}`, new Map([['a', a]])] as const));
  return { from, to: { size: to, root: ROOT }, sums, register: new Map([[id(to), 'one']]), lists: new Map() };
}

const told = async (projection: Projection) => {
  const { asOf, sums } = await projection.read();
  return { size: asOf.size, a: sums.get('h|0')?.get('a') ?? 0n };
};

const on = (operation: string, fault: Fault) => (call: Call) => (call.operation === operation ? fault : undefined);

/** The nth call of an operation from now on. */
function nth(operation: string, number: number, fault: Fault) {
  let count = 0;
  return (call: Call) => {
    if (call.operation !== operation) return undefined;
    count += 1;
    return count === number ? fault : undefined;
  };
}

describeOnEngine('a step whose answer is lost', () => {
  it('is not added again, whoever goes on', async () => {
    const { projection, befall } = await bench();
    befall(on('TransactWriteItems', 'lost-answer'));
    const filling = await projection.current();
    await expect(filling.advance(step(0, 3, 5n))).rejects.toMatchObject({ code: 'unavailable' });
    befall(() => undefined);
    expect(await told(projection)).toEqual({ size: 3, a: 5n });
    expect((await projection.current()).position).toEqual({ size: 3, root: ROOT });
    expect(await filling.advance(step(0, 3, 5n))).toBe('moved');
    expect(await told(projection)).toEqual({ size: 3, a: 5n });
  });

  it('is told as its own, also where the engine no longer knows the request', async () => {
    const { projection, client, befall, calls } = await bench();
    forgetTokens(client);
    befall(nth('TransactWriteItems', 1, 'lost-answer'));
    expect(await (await projection.current()).advance(step(0, 3, 5n))).toBe('advanced');
    expect(calls.filter(({ operation }) => operation === 'TransactWriteItems')).toHaveLength(2);
    expect(await told(projection)).toEqual({ size: 3, a: 5n });
    const anew = await projection.anew();
    befall(nth('TransactWriteItems', 1, 'lost-answer'));
    expect(await anew.advance(step(0, 2, 7n))).toBe('advanced');
    befall(nth('TransactWriteItems', 1, 'lost-answer'));
    expect(await anew.takeOver()).toBe('taken');
    expect(await told(projection)).toEqual({ size: 2, a: 7n });
  });

  it('is moved where others went on behind it', async () => {
    const { projection, client, tableName, befall } = await bench();
    forgetTokens(client);
    const other = createDynamoProjection({ client: plainClient(), tableName, random: () => 0, sleep: async () => {} });
    let isFirst = true;
    client.middlewareStack.add(
      (next, context) => async (args) => {
        const isRetry = context.commandName === 'TransactWriteItemsCommand' && !isFirst;
        if (isRetry) await (await other.current()).advance(step(3, 4, 1n));
        if (context.commandName === 'TransactWriteItemsCommand') isFirst = false;
        return next(args);
      },
      { step: 'initialize', priority: 'high', name: 'others' },
    );
    befall(nth('TransactWriteItems', 1, 'lost-answer'));
    expect(await (await projection.current()).advance(step(0, 3, 5n))).toBe('moved');
    expect(await told(projection)).toEqual({ size: 4, a: 6n });
  });
});

/** As after ten minutes: the engine no longer knows a request by its token. */
function forgetTokens(client: DynamoDBDocumentClient): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      const input = 'ClientRequestToken' in args.input ? { ...args.input, ClientRequestToken: undefined } : args.input;
      return next({ ...args, input });
    },
    { step: 'initialize', priority: 'low', name: 'forgetTokens' },
  );
}

describeOnEngine('making the projection anew', () => {
  it('leaves only what is read', async () => {
    const { projection, partitions } = await bench();
    await (await projection.current()).advance(step(0, 3, 5n, 60));
    await (await projection.anew()).advance(step(0, 2, 100n, 60));
    const anew = await projection.anew();
    await anew.advance(step(0, 3, 6n));
    expect(await anew.takeOver()).toBe('taken');
    expect((await partitions()).filter((pk) => !/^(sums|registered|listed)#2(#|$)/.test(pk))).toEqual(
      Array.from({ length: 3 }, () => 'projection'),
    );
    expect(await told(projection)).toEqual({ size: 3, a: 6n });
  });

  it('finishes a removal that broke off, whatever it left', async () => {
    const { projection, befall, partitions } = await bench();
    await (await projection.current()).advance(step(0, 3, 5n, 98));
    const anew = await projection.anew();
    await anew.advance(step(0, 3, 6n));
    let batches = 0;
    befall(({ operation }) => {
      if (operation !== 'BatchWriteItem') return undefined;
      batches += 1;
      return batches > 4 ? 'lost-request' : undefined;
    });
    await expect(anew.takeOver()).rejects.toMatchObject({ code: 'unavailable' });
    befall(() => undefined);
    expect(await told(projection)).toEqual({ size: 3, a: 6n });
    expect((await partitions()).some((pk) => pk.startsWith('sums#0#'))).toBe(true);
    await projection.anew();
    expect((await partitions()).some((pk) => /^(sums|registered|listed)#0/.test(pk))).toBe(false);
    expect(await told(projection)).toEqual({ size: 3, a: 6n });
  });

  it('leaves nothing of one that others overtook', async () => {
    const { projection, partitions } = await bench();
    const [early, winner, late] = [await projection.anew(), await projection.anew(), await projection.anew()];
    for (const renewal of [early, winner, late]) await renewal.advance(step(0, 1, 1n, 30));
    expect(await winner.takeOver()).toBe('taken');
    expect(await early.advance(step(1, 2, 1n, 30))).toBe('moved');
    expect([await early.takeOver(), await late.takeOver()]).toEqual(['moved', 'moved']);
    const generations = (await partitions()).filter((pk) => pk !== 'projection').map((pk) => pk.split('#')[1]);
    expect(new Set(generations)).toEqual(new Set(['2']));
  });
});

describeOnEngine('what an earlier version projected', () => {
  it('is known until it is made anew', async () => {
    const { projection, client, tableName } = await bench();
    expect((await projection.current()).isEarlier).toBe(false);
    const Item = { ...projectionKeys.cursor(), v: 1, n: 3, s: ROOT, g: 0 };
    await client.send(new PutCommand({ TableName: tableName, Item }));
    const earlier = await projection.current();
    expect(earlier).toMatchObject({ isEarlier: true, position: { size: 3 } });
    await earlier.advance(step(3, 4, 1n));
    expect((await projection.current()).isEarlier).toBe(true);
    await (await projection.anew()).takeOver();
    expect((await projection.current()).isEarlier).toBe(false);
  });
});

describeOnEngine('a read', () => {
  it('is tried again where the projection moved meanwhile, a bounded number of times', async () => {
    const { projection, client, tableName } = await bench();
    const mover = createDynamoProjection({ client: plainClient(), tableName, random: () => 0, sleep: async () => {} });
    let size = 0;
    let moves = 3;
    client.middlewareStack.add(
      (next) => async (args) => {
        if (isOfNames(args.input) && moves > 0) {
          moves -= 1;
          size += 1;
          await (await mover.current()).advance(step(size - 1, size, 1n));
        }
        return next(args);
      },
      { step: 'initialize', priority: 'high', name: 'moving' },
    );
    expect(await told(projection)).toEqual({ size: 3, a: 3n });
    moves = Number.POSITIVE_INFINITY;
    await expect(projection.read()).rejects.toMatchObject({ code: 'busy' });
    expect(size).toBe(3 + MAX_ATTEMPTS);
  });

  it.each(['cursor', 'sums', 'registered', 'place'] as const)('refuses a row of %s that is none', async (kind) => {
    const { projection, client, tableName } = await bench();
    const keys = {
      cursor: projectionKeys.cursor(),
      sums: projectionKeys.sums(0, 'h|0'),
      registered: projectionKeys.registered(0, id(1)),
      place: projectionKeys.place(id(1)),
    };
    await client.send(new PutCommand({ TableName: tableName, Item: { ...keys[kind], v: 1, a: 'secret' } }));
    const read = kind === 'place' ? projection.placesOf([id(1)]) : projection.read();
    const error = await read.catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'LedgerError', code: 'corrupt-row' });
    expect(String(error)).not.toContain('secret');
  });
});

function plainClient(): DynamoDBDocumentClient {
  const client = createDocumentClient({ endpoint: engine.endpoint });
  clients.push(client);
  return client;
}

/** Whether a call asks for the names, as each attempt at a read does once. */
function isOfNames(input: object): boolean {
  return JSON.stringify(input, (_, value) => (typeof value === 'bigint' ? `${value}` : value)).includes('"registered#');
}

describeOnEngine('places', () => {
  const places = (count: number) => new Map(Array.from({ length: count }, (_, at) => [id(at), at] as const));

  it('are all told where the engine leaves some out of a batch, or loses an answer', async () => {
    const { projection, client, befall } = await bench();
    leaveOut(client, 3);
    befall(nth('BatchWriteItem', 2, 'lost-answer'));
    await projection.tellPlaces(places(60));
    befall(() => undefined);
    expect(await projection.placesOf([...places(60).keys()])).toEqual(places(60));
  });

  it('are told in a bounded number of attempts', async () => {
    const { projection, befall, calls } = await bench();
    befall(on('BatchWriteItem', 'throttled'));
    await expect(projection.tellPlaces(places(10))).rejects.toMatchObject({ code: 'busy' });
    expect(calls).toHaveLength(MAX_ATTEMPTS);
    befall(on('BatchWriteItem', 'lost-answer'));
    await expect(projection.tellPlaces(places(10))).rejects.toMatchObject({ code: 'unavailable' });
    expect(calls).toHaveLength(MAX_ATTEMPTS + MAX_UNKNOWN + 1);
  });
});

const batch = z.object({ RequestItems: z.record(z.string(), z.array(z.unknown())) });

/** Leaves all but the first write out of the first `times` batches, as an engine under load may. */
function leaveOut(client: DynamoDBDocumentClient, times: number): void {
  let left = times;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      if (context.commandName !== 'BatchWriteItemCommand' || left === 0) return next(args);
      left -= 1;
      const [[table, writes] = ['', []]] = Object.entries(batch.parse(args.input).RequestItems);
      const answer = await next({ ...args, input: { ...args.input, RequestItems: { [table]: writes.slice(0, 1) } } });
      return { ...answer, output: { ...answer.output, UnprocessedItems: { [table]: writes.slice(1) } } };
    },
    { step: 'initialize', priority: 'low', name: 'leaveOut' },
  );
}

describeOnEngine('the write units of projecting', () => {
  it('are one for each place', async () => {
    const { projection, units } = await bench();
    await projection.tellPlaces(new Map(Array.from({ length: 60 }, (_, at) => [id(at), at])));
    expect(units.take().write).toBe(60);
  });

  it('are two for each row that a step touches, and two for its position', async () => {
    const { projection, units } = await bench();
    for (const from of [0, 1]) {
      await (await projection.current()).advance(step(from, from + 1, 10n ** 15n, 30));
      expect(units.take().write).toBe(2 + 2 * 31);
    }
  });
});
