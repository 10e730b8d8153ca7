import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createDocumentClient } from '../../shared/storage/dynamodb/client.ts';
import { createDynamoHeadStore } from '../../shared/storage/dynamodb/head-store.ts';
import { MAX_ATTEMPTS, MAX_UNKNOWN } from '../../shared/storage/dynamodb/patience.ts';
import { headKey, SCHEMA_VERSION } from '../../shared/storage/dynamodb/table.ts';
import { describeOnEngine, startTestEngine, type TestEngine } from '../engine.ts';
import { type Call, type Fault, seeded, withFaults } from './conflicting-client.ts';
import { headStoreContract } from './head-store.contract.ts';

let engine: TestEngine;
const clients: DynamoDBDocumentClient[] = [];

beforeAll(async () => {
  engine = await startTestEngine();
});

afterAll(async () => {
  for (const client of clients) client.destroy();
  await engine.stop();
});

interface Bench {
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
  readonly slept: number[];
  readonly calls: Call[];
}

async function bench(faultOf: (call: Call) => Fault | undefined = () => undefined) {
  const client = createDocumentClient({ endpoint: engine.endpoint });
  clients.push(client);
  const calls: Call[] = [];
  withFaults(client, (call) => {
    calls.push(call);
    return faultOf(call);
  });
  const tableName = await engine.freshTable();
  const slept: number[] = [];
  const sleep = (ms: number) => {
    slept.push(ms);
    return new Promise<void>((wake) => setImmediate(wake));
  };
  const store = createDynamoHeadStore({ client, tableName, random: seeded(7), sleep });
  return { store, client, tableName, slept, calls } satisfies Bench & { store: unknown };
}

/** Loses or slows each swap so often that the next attempt is the last it may make. */
function wearing(faults: readonly Fault[], times: number): (call: Call) => Fault | undefined {
  const met = new Map<string, number>();
  return ({ operation, input }) => {
    const call = `${operation} ${JSON.stringify(input)}`;
    const before = met.get(call) ?? 0;
    met.set(call, before + 1);
    return before % (times + 1) < times ? faults[before % faults.length] : undefined;
  };
}

const onEngine = (faultOf?: () => (call: Call) => Fault | undefined) => async () => (await bench(faultOf?.())).store;
const writesOnly = (faultOf: (call: Call) => Fault | undefined) => (call: Call) =>
  call.operation === 'PutItem' ? faultOf(call) : undefined;

describeOnEngine('a table', () => {
  headStoreContract('the head in a row of DynamoDB', onEngine());
  headStoreContract(
    'the head in DynamoDB, throttled',
    onEngine(() => writesOnly(wearing(['throttled'], MAX_ATTEMPTS - 1))),
  );
  headStoreContract(
    'the head in DynamoDB, losing requests',
    onEngine(() => writesOnly(wearing(['lost-request'], MAX_UNKNOWN))),
  );
  headStoreContract(
    'the head in DynamoDB, losing the answers to swaps that landed',
    onEngine(() => writesOnly(wearing(['lost-answer'], MAX_UNKNOWN))),
  );
  headStoreContract(
    'the head in DynamoDB, in trouble of every sort',
    onEngine(() => writesOnly(wearing(['lost-answer', 'throttled', 'server-error'], 3))),
  );
});

const [ONE, TWO, THREE] = ['one', 'two', 'three'].map((text) => Buffer.from(text)) as [Buffer, Buffer, Buffer];

describeOnEngine('a swap of the head in DynamoDB', () => {
  const once = (fault: Fault) => {
    let left = 1;
    return writesOnly(() => (left-- > 0 ? fault : undefined));
  };

  it('that landed with its answer lost is told as replaced', async () => {
    const { store, calls } = await bench(once('lost-answer'));
    expect(await store.replace(undefined, ONE)).toBe('replaced');
    expect(calls.map(({ operation }) => operation)).toEqual(['PutItem', 'PutItem', 'GetItem']);
  });

  it('that never arrived is sent again', async () => {
    const { store, calls } = await bench(once('lost-request'));
    expect(await store.replace(undefined, ONE)).toBe('replaced');
    expect(calls.map(({ operation }) => operation)).toEqual(['PutItem', 'PutItem']);
  });

  it('that landed unheard and was replaced by another since differs from what stands there', async () => {
    let others = 0;
    const { store, client, tableName } = await bench((call) => {
      others += call.operation === 'PutItem' ? 1 : 0;
      return others === 1 ? 'lost-answer' : undefined;
    });
    const second = createDynamoHeadStore({
      client: createOther(),
      tableName,
      random: () => 0,
      sleep: async () => undefined,
    });
    const quick = createDynamoHeadStore({
      client,
      tableName,
      random: () => 0,
      sleep: async () => {
        expect(await second.replace(ONE, TWO)).toBe('replaced');
      },
    });
    expect(await quick.replace(undefined, ONE)).toBe('differs');
    expect(Buffer.from((await store.read()) ?? [])).toEqual(TWO);
  });

  it('that is refused at once is not read back: no attempt of it can have landed', async () => {
    const { store, calls } = await bench();
    await store.replace(undefined, ONE);
    calls.length = 0;
    expect(await store.replace(TWO, THREE)).toBe('differs');
    expect(calls.map(({ operation }) => operation)).toEqual(['PutItem']);
  });

  it('is given up in time where no answer comes, and where others are always first', async () => {
    const lost = await bench(writesOnly(() => 'lost-request'));
    await expect(lost.store.replace(undefined, ONE)).rejects.toMatchObject({
      name: 'LedgerError',
      code: 'unavailable',
    });
    expect(lost.calls).toHaveLength(MAX_UNKNOWN + 1);
    const slow = await bench(writesOnly(() => 'throttled'));
    await expect(slow.store.replace(undefined, ONE)).rejects.toMatchObject({ name: 'LedgerError', code: 'busy' });
    expect(slow.calls).toHaveLength(MAX_ATTEMPTS);
    expect(slow.slept.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(3_000);
  });

  it('into a table that is not there is refused at once', async () => {
    const { client } = await bench();
    const store = createDynamoHeadStore({
      client,
      tableName: 'nowhere',
      random: () => 0,
      sleep: async () => undefined,
    });
    await expect(store.replace(undefined, ONE)).rejects.toMatchObject({ code: 'unavailable' });
    await expect(store.read()).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describeOnEngine('a row of the head that does not parse', () => {
  it.each([
    ['no text', { v: SCHEMA_VERSION }],
    ['a version that is still later', { v: SCHEMA_VERSION + 2, s: 'one' }],
    ['more than it has', { v: SCHEMA_VERSION, s: 'one', x: 1 }],
  ])('is told as corrupt where it has %s', async (_, item) => {
    const { store, client, tableName } = await bench();
    await client.send(new PutCommand({ TableName: tableName, Item: { ...headKey(), ...item } }));
    await expect(store.read()).rejects.toMatchObject({ name: 'LedgerError', code: 'corrupt-row' });
  });
});

describeOnEngine('a head of the next version', () => {
  it('is read, and not replaced', async () => {
    const { store, client, tableName } = await bench();
    const item = { ...headKey(), v: SCHEMA_VERSION + 1, s: 'one', more: 'x' };
    await client.send(new PutCommand({ TableName: tableName, Item: item }));
    expect(Buffer.from((await store.read()) ?? []).toString()).toBe('one');
    const replaced = store.replace(Buffer.from('one'), Buffer.from('two'));
    await expect(replaced).rejects.toMatchObject({ name: 'LedgerError', code: 'newer-row' });
    expect(Buffer.from((await store.read()) ?? []).toString()).toBe('one');
  });
});

function createOther(): DynamoDBDocumentClient {
  const client = createDocumentClient({ endpoint: engine.endpoint });
  clients.push(client);
  return client;
}
