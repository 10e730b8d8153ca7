import { expect } from 'vitest';
import * as z from 'zod';
import { type Store, testOnStores } from '../engine.ts';
import { freshFolder } from '../local/folder.ts';
import { run } from '../local/program.ts';
import {
  ADMIN,
  type Answered,
  boxOf,
  type Client,
  clientOf,
  FREE,
  giftOf,
  key,
  LINE,
  open,
  orderOf,
  type Post,
  TODAY,
  TREASURER,
  UNIT,
} from './client.ts';

const TIMES = 3;

async function openClient(store: Store, more: readonly Post[] = []): Promise<Client> {
  const data = await freshFolder();
  const program = run(data, { NUANZHANG_DEMO: 'off', NUANZHANG_STORE: store });
  const client = await clientOf(await program.origin(), data);
  await open(client, more);
  return client;
}

/** Sends every post three times at once, and sees that its answers agree: 201 once and then 200, or always the same 409. */
async function race(client: Client, posts: readonly Post[]): Promise<Answered[]> {
  const sent = posts.map((post) => Promise.all(Array.from({ length: TIMES }, () => client.post(post))));
  return (await Promise.all(sent)).map((answers) => {
    const statuses = answers.map(({ status }) => status).sort();
    expect([
      [200, 200, 201],
      [409, 409, 409],
    ]).toContainEqual(statuses);
    const [first, ...others] = answers;
    for (const other of others) expect(other.text).toBe(first?.text);
    return { status: statuses.at(-1) ?? 0, text: first?.text ?? '' };
  });
}

const problem = z.looseObject({ type: z.string() });

function told(answers: readonly Answered[]) {
  return {
    landed: answers.filter(({ status }) => status === 201).length,
    refused: answers.flatMap(({ status, text }) => (status === 409 ? problem.parse(JSON.parse(text)) : [])),
  };
}

const keys = (many: number) => Array.from({ length: many }, (_, at) => key(FREE + at));

testOnStores(
  '64 orders racing through the server for a line that bears 40 of them: 40 land, 24 are told the shortfall',
  async (store) => {
    const client = await openClient(store);
    const before = await client.entries();
    const posts = keys(64).map((key) => orderOf(key, '100.00'));
    const { landed, refused } = told(await race(client, posts));
    expect(landed).toBe(40);
    expect(refused).toHaveLength(24);
    for (const one of refused) {
      const type = '/problems/insufficient-funds';
      expect(one).toMatchObject({ type, fundingLine: LINE, available: '0.00', shortfall: '100.00' });
    }
    expect(await client.entries()).toHaveLength(before.length + 40);
    expect(await client.standing(LINE)).toEqual({ available: '0.00', cash: '4000.00' });
    await client.settle();
  },
);

testOnStores(
  '30 dispatches racing through the server for the last 10 boxes: 10 land, 20 are told the shortfall',
  async (store) => {
    const client = await openClient(store, [giftOf(key(FREE - 1), 10)]);
    const before = await client.entries();
    const { landed, refused } = told(await race(client, keys(30).map(boxOf)));
    expect(landed).toBe(10);
    expect(refused).toHaveLength(20);
    for (const one of refused) {
      expect(one).toMatchObject({ type: '/problems/insufficient-stock', available: 0, shortfall: 240 });
    }
    expect(await client.entries()).toHaveLength(before.length + 10);
    await client.settle();
  },
);

testOnStores(
  '20 disbursements racing through the server for what may be paid in seven days: 6 land, 14 are told the sum',
  async (store) => {
    const limits = { spending: 'disbursement', approvalAbove: '1000.00' };
    const threshold = { key: key(FREE - 1), person: ADMIN, path: '/api/approval-thresholds', body: limits };
    const client = await openClient(store, [threshold]);
    const posts = keys(20).map((key) => ({
      key,
      person: TREASURER,
      path: '/api/disbursements',
      body: { fundingLine: LINE, unit: UNIT, amount: '150.00', effectiveOn: TODAY, purpose: '慰问', method: '现金' },
    }));
    const { landed, refused } = told(await race(client, posts));
    expect(landed).toBe(6);
    expect(refused).toHaveLength(14);
    for (const one of refused) {
      expect(one).toMatchObject({ type: '/problems/approval-needed', threshold: '1000.00', together: '1050.00' });
    }
    expect(await client.standing(LINE)).toEqual({ available: '3100.00', cash: '3100.00' });
    await client.settle();
  },
);
