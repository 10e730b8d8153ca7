import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { encodeEntry } from '../../shared/schemas/entry.ts';
import { createDocumentClient } from '../../shared/storage/dynamodb/client.ts';
import { createDynamoLedger } from '../../shared/storage/dynamodb/ledger.ts';
import { MAX_ATTEMPTS, MAX_UNKNOWN } from '../../shared/storage/dynamodb/patience.ts';
import { claimKey, counterKey, lotKey, outboxKey, type RowKey, rowKey } from '../../shared/storage/dynamodb/table.ts';
import type { Append, Change, Key, Ledger } from '../../shared/storage/ports/ledger.ts';
import { describeOnEngine, startTestEngine, type TestEngine } from '../engine.ts';
import { TEST_CIPHER } from './cipher.ts';
import { type Call, cancelled, type Fault, withFaults } from './conflicting-client.ts';
import { append, appropriation, funds, HASH, ITEM, id, LINE, lot, openLine, WAREHOUSE } from './fixtures.ts';

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
  readonly ledger: Ledger;
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
  readonly calls: readonly Call[];
  readonly slept: readonly number[];
  /** What befalls the calls from now on. */
  befall(faultOf: (call: Call) => Fault | undefined): void;
  /** The transactions that were sent. */
  sent(): readonly Call[];
}

async function bench(): Promise<Bench> {
  const client = createDocumentClient({ endpoint: engine.endpoint });
  clients.push(client);
  let fault: (call: Call) => Fault | undefined = () => undefined;
  const calls: Call[] = [];
  const slept: number[] = [];
  withFaults(client, (call) => {
    calls.push(call);
    return fault(call);
  });
  const tableName = await engine.freshTable();
  const ledger = createDynamoLedger({
    client,
    tableName,
    cipher: TEST_CIPHER,
    random: () => 0.999,
    sleep: async (ms) => {
      slept.push(ms);
    },
  });
  const sent = () => calls.filter(({ operation }) => operation === 'TransactWriteItems');
  const befall = (faultOf: typeof fault) => {
    fault = faultOf;
  };
  return { ledger, client, tableName, calls, slept, befall, sent };
}

const whenWriting = (fault: Fault) => (call: Call) => (call.operation === 'TransactWriteItems' ? fault : undefined);
const entryOf = async (ledger: Ledger, number: number) =>
  (await ledger.read([{ row: 'entry', id: id(number) }])).entry(id(number));

describeOnEngine('a conflict', () => {
  it('is met again with the same bytes under the same token', async () => {
    const { ledger, befall, sent } = await bench();
    befall((call) => (sent().length < 4 ? whenWriting('conflict')(call) : undefined));
    expect(await ledger.append(append(1, [openLine()]))).toEqual({ outcome: 'appended' });
    const inputs = new Set(sent().map(({ input }) => input));
    const tokens = new Set(sent().map(({ token }) => token));
    expect(sent()).toHaveLength(4);
    expect(inputs.size).toBe(1);
    expect(tokens.size).toBe(1);
  });

  it('has another token for another append of the same entry', async () => {
    const { ledger, sent } = await bench();
    await ledger.append(append(1));
    await ledger.append(append(1));
    const [first, second] = sent();
    expect(first?.token).not.toBe(second?.token);
    expect(first?.token?.length).toBeLessThanOrEqual(36);
  });

  it.each(['conflict', 'cancelled-for-throttling', 'throttled'] as const)(
    'ends as busy when it does not end, after less than three seconds of waiting: %s',
    async (fault) => {
      const { ledger, befall, sent, slept } = await bench();
      befall(whenWriting(fault));
      await expect(ledger.append(append(1))).rejects.toMatchObject({ name: 'LedgerError', code: 'busy' });
      expect(sent()).toHaveLength(MAX_ATTEMPTS);
      expect(slept).toHaveLength(MAX_ATTEMPTS - 1);
      expect(slept.reduce((sum, ms) => sum + ms, 0)).toBeLessThan(3_000);
      befall(() => undefined);
      expect(await entryOf(ledger, 1)).toBeUndefined();
      expect(await ledger.append(append(1))).toEqual({ outcome: 'appended' });
    },
  );

  it('beside a condition that does not hold is an answer', async () => {
    const { ledger, client, sent } = await bench();
    await ledger.append(append(1));
    client.middlewareStack.add(
      (next, context) => async (args) => {
        if (context.commandName !== 'TransactWriteItemsCommand') return next(args);
        throw cancelled(['entry', 'outbox', 'line'], (row) =>
          row === 'entry' ? 'ConditionalCheckFailed' : row === 'line' ? 'TransactionConflict' : 'None',
        );
      },
      { step: 'initialize', priority: 'low', name: 'mixed' },
    );
    expect(await ledger.append(append(1))).toEqual({ outcome: 'repeated' });
    expect(sent()).toHaveLength(2);
  });

  it('is never confused with a refusal, which is sent once', async () => {
    const { ledger, sent, slept } = await bench();
    await ledger.append(append(1, [openLine()]));
    expect((await ledger.append(append(2, [funds(-1n)]))).outcome).toBe('short');
    expect(sent()).toHaveLength(2);
    expect(slept).toEqual([]);
  });

  it('of another reason is not waited out', async () => {
    const { ledger, client, sent } = await bench();
    client.middlewareStack.add(
      () => async () => {
        throw cancelled(['entry', 'outbox'], () => 'ItemCollectionSizeLimitExceeded');
      },
      { step: 'initialize', priority: 'low', name: 'other' },
    );
    await expect(ledger.append(append(1))).rejects.toMatchObject({ code: 'unavailable' });
    expect(sent()).toHaveLength(1);
  });
});

describeOnEngine('an append whose answer is lost', () => {
  it('is read back and not sent again where it landed', async () => {
    const { ledger, befall, sent } = await bench();
    befall(whenWriting('lost-answer'));
    expect(await ledger.append(append(1, [openLine()]))).toEqual({ outcome: 'appended' });
    expect(sent()).toHaveLength(1);
  });

  it('is sent again, the same, where it did not land', async () => {
    const { ledger, befall, sent } = await bench();
    befall((call) => (sent().length < 2 ? whenWriting('lost-request')(call) : undefined));
    expect(await ledger.append(append(1))).toEqual({ outcome: 'appended' });
    expect(sent()).toHaveLength(2);
    expect(sent()[0]?.input).toBe(sent()[1]?.input);
  });

  it('is told as its own where it landed and only a later attempt says so', async () => {
    const { ledger, client, befall, sent } = await bench();
    await ledger.append(append(1, [openLine()]));
    forgetTokens(client);
    // The first answer is lost, and so is the look at the entry after it.
    befall(({ operation }) => (operation === 'BatchGetItem' || sent().length === 2 ? 'lost-answer' : undefined));
    expect(await ledger.append(append(2, [funds(5n)]))).toEqual({ outcome: 'appended' });
    expect(sent()).toHaveLength(3);
    befall(() => undefined);
    expect((await ledger.read([{ row: 'fundingLine', id: LINE }])).fundingLine(LINE)?.available).toBe(5n);
  });

  it('is told as a repeat where another append of that entry landed', async () => {
    const { ledger, befall, sent } = await bench();
    await ledger.append(append(1));
    befall((call) => (sent().length < 3 ? whenWriting('lost-request')(call) : undefined));
    expect(await ledger.append({ ...append(1), requestHash: 'another' })).toEqual({ outcome: 'repeated' });
  });

  it('ends as unavailable where no answer ever comes, and lands at most once when it is sent again', async () => {
    const { ledger, befall, sent } = await bench();
    await ledger.append(append(1, [openLine()]));
    befall(() => 'lost-answer');
    await expect(ledger.append(append(2, [funds(5n)]))).rejects.toMatchObject({ code: 'unavailable' });
    expect(sent()).toHaveLength(1 + MAX_UNKNOWN + 1);
    befall(() => undefined);
    expect(await ledger.append(append(2, [funds(5n)]))).toEqual({ outcome: 'repeated' });
    expect((await ledger.read([{ row: 'fundingLine', id: LINE }])).fundingLine(LINE)?.available).toBe(5n);
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

describeOnEngine('an engine that does not work', () => {
  it('is unavailable at once where the table is not there', async () => {
    const { client, calls } = await bench();
    const ledger = createDynamoLedger({ client, tableName: 'nowhere', random: () => 0, sleep: async () => {} });
    await expect(ledger.append(append(1))).rejects.toMatchObject({ code: 'unavailable' });
    await expect(ledger.entries({ limit: 1 })).rejects.toMatchObject({ code: 'unavailable' });
    expect(calls.filter(({ operation }) => operation === 'TransactWriteItems')).toHaveLength(1);
  });

  it('is unavailable where nothing listens', async () => {
    const gone = await startTestEngine();
    const client = createDocumentClient({ endpoint: gone.endpoint });
    clients.push(client);
    const ledger = createDynamoLedger({ client, tableName: 'any-table', random: () => 0, sleep: async () => {} });
    await gone.stop();
    await expect(ledger.append(append(1))).rejects.toMatchObject({ code: 'unavailable' });
    await expect(ledger.read([{ row: 'entry', id: id(1) }])).rejects.toMatchObject({ code: 'unavailable' });
  });

  it.each([
    ['throttles all reads', 'throttled', 'busy', MAX_ATTEMPTS],
    ['loses all answers', 'lost-answer', 'unavailable', MAX_UNKNOWN + 1],
    ['always fails', 'server-error', 'unavailable', MAX_UNKNOWN + 1],
  ] as const)('is asked a bounded number of times where it %s', async (_, fault, code, times) => {
    const { ledger, befall, calls } = await bench();
    befall(() => fault);
    await expect(ledger.read([{ row: 'entry', id: id(1) }])).rejects.toMatchObject({ code });
    expect(calls).toHaveLength(times);
  });

  it('is asked again for what it left out of an answer', async () => {
    const { ledger, client, calls } = await bench();
    await ledger.append(append(1));
    await ledger.append(append(2));
    leaveOut(client, 2);
    const found = await ledger.read([1, 2, 3].map((number) => ({ row: 'entry', id: id(number) }) as const));
    expect(found.entry(id(1))?.entry.id).toBe(id(1));
    expect(found.entry(id(2))?.entry.id).toBe(id(2));
    expect(calls.filter(({ operation }) => operation === 'BatchGetItem')).toHaveLength(3);
  });

  it('is busy where it leaves out something every time', async () => {
    const { ledger, client } = await bench();
    leaveOut(client, Number.POSITIVE_INFINITY);
    await expect(ledger.read([{ row: 'entry', id: id(1) }])).rejects.toMatchObject({ code: 'busy' });
  });
});

/** Leaves all keys but one out of the first `times` answers, as an engine under load may; the last, if only one is asked. */
function leaveOut(client: DynamoDBDocumentClient, times: number): void {
  let left = times;
  client.middlewareStack.add(
    (next, context) => async (args) => {
      if (context.commandName !== 'BatchGetItemCommand' || left === 0) return next(args);
      left -= 1;
      const { RequestItems = {} } = args.input as { RequestItems?: Record<string, { Keys: object[] }> };
      const [table = '', { Keys } = { Keys: [] }] = Object.entries(RequestItems)[0] ?? [];
      const asked = Keys.slice(0, Keys.length - 1);
      const unprocessed = { [table]: { Keys: Keys.slice(asked.length) } };
      if (asked.length === 0) return { output: { $metadata: {}, UnprocessedKeys: unprocessed }, response: undefined };
      const answer = await next({
        ...args,
        input: { RequestItems: { [table]: { Keys: asked, ConsistentRead: true } } },
      });
      return { ...answer, output: { ...answer.output, UnprocessedKeys: unprocessed } };
    },
    { step: 'initialize', priority: 'low', name: 'leaveOut' },
  );
}

describeOnEngine('what stands in the table', () => {
  const good = { v: 1, e: id(1), s: '{}' };
  const PURCHASE_STATE = '{"shares":"1,1,5,5,,","paid":"0","laterInvoices":0}';
  const document = { ...rowKey('purchase', id(5)), v: 1, e: id(1), s: PURCHASE_STATE };

  const spoilt: readonly (readonly [string, Key, RowKey & Record<string, unknown>])[] = [
    ['of another version', { row: 'purchase', id: id(5) }, { ...document, v: 2 }],
    ['with an attribute more', { row: 'purchase', id: id(5) }, { ...document, extra: 1 }],
    ['with an attribute less', { row: 'purchase', id: id(5) }, { ...rowKey('purchase', id(5)), v: 1, e: id(1) }],
    ['with a state that is no JSON', { row: 'purchase', id: id(5) }, { ...document, s: 'secret' }],
    [
      'with numbers that are none',
      { row: 'purchase', id: id(5) },
      { ...document, s: PURCHASE_STATE.replace('5,5', '5,-5') },
    ],
    ['with a number too few', { row: 'purchase', id: id(5) }, { ...document, s: PURCHASE_STATE.replace(',,', ',') }],
    ['with a unit of nothing', { row: 'unit', id: id(5) }, { ...rowKey('unit', id(5)), ...good }],
    [
      'of a line below zero',
      { row: 'fundingLine', id: LINE },
      { ...rowKey('fundingLine', LINE), v: 1, a: -1, c: 0, k: 'k', t: 't' },
    ],
    [
      'of a line that is text',
      { row: 'fundingLine', id: LINE },
      { ...rowKey('fundingLine', LINE), v: 1, a: '5', c: 0, k: 'k', t: 't' },
    ],
    ['of a claim of nobody', { row: 'claim', claim: 'secret' }, { ...claimKey('secret'), v: 1, e: 'secret' }],
    ['of a counter below zero', { row: 'counter', counter: 'secret' }, { ...counterKey('secret'), v: 1, n: -5 }],
    [
      'of personal data that is none',
      { row: 'personal', id: id(5) },
      { ...rowKey('personal', id(5)), v: 1, s: '{"name":"secret"}' },
    ],
    [
      'of an entry that is none',
      { row: 'entry', id: id(5) },
      { ...rowKey('entry', id(5)), v: 1, j: '{"secret":1}', h: HASH },
    ],
    [
      'of an entry under the id of another',
      { row: 'entry', id: id(5) },
      { ...rowKey('entry', id(5)), v: 1, j: encodeEntry(appropriation(6)), h: HASH },
    ],
    [
      'of a lot without its stock',
      { row: 'lot', warehouse: WAREHOUSE, item: ITEM, lot: `${id(5)}.1` },
      { ...lotKey(WAREHOUSE, ITEM, `${id(5)}.1`), ...good },
    ],
  ];

  it.each(spoilt)('is refused as corrupt where it is a row %s, and nothing of it is told', async (_, key, row) => {
    const { ledger, client, tableName } = await bench();
    await client.send(new PutCommand({ TableName: tableName, Item: row }));
    const error = await ledger.read([key]).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: 'LedgerError', code: 'corrupt-row', cause: undefined });
    expect(String(error)).not.toContain('secret');
  });

  it('is refused as corrupt in a list and in a refusal too', async () => {
    const { ledger, client, tableName } = await bench();
    const rows = [
      { ...rowKey('fundingLine', LINE), v: 1, a: -1, c: 0, k: 'k', t: 't' },
      { ...lotKey(WAREHOUSE, ITEM, `${id(5)}.1`), ...good },
      { ...outboxKey(5, id(5)), v: 9 },
    ];
    for (const Item of rows) await client.send(new PutCommand({ TableName: tableName, Item }));
    const corrupt = { code: 'corrupt-row' };
    await expect(ledger.fundingLines({ limit: 1 })).rejects.toMatchObject(corrupt);
    await expect(ledger.lotsOf(WAREHOUSE, ITEM)).rejects.toMatchObject(corrupt);
    await expect(ledger.lots({ limit: 1 })).rejects.toMatchObject(corrupt);
    await expect(ledger.outbox({ since: 0, limit: 1 })).rejects.toMatchObject(corrupt);
    await expect(ledger.append(append(1, [funds(0n)]))).rejects.toMatchObject(corrupt);
  });

  it('keeps balances beyond what a float holds', async () => {
    const { ledger } = await bench();
    await ledger.append(append(1, [openLine()]));
    await ledger.append(append(2, [funds(9_007_199_254_740_993n, 10n ** 30n + 1n)]));
    await ledger.append(append(3, [funds(-1n, -1n)]));
    const line = (await ledger.read([{ row: 'fundingLine', id: LINE }])).fundingLine(LINE);
    expect(line).toMatchObject({ available: 9_007_199_254_740_992n, cash: 10n ** 30n });
  });
});

describeOnEngine('a list longer than one answer of the engine', () => {
  it('gives every entry where 40 of them are more than a megabyte in one partition', async () => {
    const { ledger } = await bench();
    const numbers = Array.from({ length: 40 }, (_, at) => 16 * (at + 1));
    await Promise.all(numbers.map((number) => ledger.append(large(number))));
    const { items, next } = await ledger.entries({ limit: 100, order: 'oldest' });
    expect(items.map(({ entry }) => entry.id)).toEqual(numbers.map(id));
    expect(next).toBeUndefined();
  });

  it('gives 2,000 lots of an item, the oldest first, and no more', async () => {
    const { ledger } = await bench();
    const names = Array.from({ length: 2_010 }, (_, at) => `${id(0x1000 + at)}.1`);
    for (let at = 0; at < names.length; at += 90) {
      const changes = names
        .slice(at, at + 90)
        .map((name): Change => ({ change: 'lot', lot: lot(1, 1n, 0n, { id: name }), expected: undefined }));
      expect(await ledger.append(append(0x9000 + at, changes))).toEqual({ outcome: 'appended' });
    }
    const lots = await ledger.lotsOf(WAREHOUSE, ITEM);
    expect(lots.map((one) => one.lot.id)).toEqual(names.slice(0, 2_000));
  });
});

function large(number: number): Append {
  const entry = { ...appropriation(number), note: '注'.repeat(12_000) };
  return { entry, canonical: encodeEntry(entry), requestHash: HASH, changes: [] };
}
