import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import type { Person } from '../../local/person.ts';
import { reportAnswers } from '../../shared/schemas/reports.ts';
import { issueToken } from '../local/issue-token.ts';

/** What things are called, at the end of an answer: where an engine died meanwhile, it could not be looked up. */
const NAMES = /,"names":\{(?:"[^"]*":\{"code":"[^"]*","name":"[^"]*"\},?)*\}\}$/;

/** Within it everything is sealed. */
const SEALED_MS = 20_000;

export const TODAY = '2020-03-02';

const person = (role: Person['roles'][number], units: readonly string[] = []): Person => {
  return { subject: `demo-${role}`, roles: [role], units };
};
export const TREASURER = person('treasurer');
export const BUYER = person('buyer');
export const KEEPER = person('keeper');
export const ADMIN = person('admin');
const AUDITOR = person('auditor');

/** The nth key of a test. */
export function key(number: number): string {
  return `017098c1-c280-7000-8000-${number.toString(16).padStart(12, '0')}`;
}

export interface Post {
  readonly key: string;
  readonly person: Person;
  readonly path: string;
  readonly body: object;
}

export interface Answered {
  readonly status: number;
  readonly text: string;
}

/** Speaks to a running server as its users do: with tokens of its own data folder, repeating nothing by itself. */
export interface Client {
  /** Throws where no whole answer comes. */
  post(post: Post): Promise<Answered>;
  headersOf(post: Pick<Post, 'key' | 'person'>): Promise<Record<string, string>>;
  /** The keys of all entries. */
  entries(): Promise<string[]>;
  /** Sees that the identities hold. */
  settle(): Promise<void>;
  /** What stands on a funding line. */
  standing(fundingLine: string): Promise<{ readonly available: string; readonly cash: string }>;
}

const page = z.looseObject({ items: z.array(z.looseObject({ id: z.string() })), next: z.string().optional() });

export async function clientOf(origin: string, data: string): Promise<Client> {
  const tokens = new Map<string, Promise<string>>();

  function authorization(of: Person): Promise<string> {
    const token = tokens.get(of.subject) ?? issueToken(data, origin, of);
    tokens.set(of.subject, token);
    return token.then((text) => `Bearer ${text}`);
  }

  /** Undefined where there is nothing. */
  async function find<T>(path: string, answer: z.ZodType<T>): Promise<T | undefined> {
    const response = await fetch(origin + path, { headers: { authorization: await authorization(AUDITOR) } });
    if (response.status === 404) return undefined;
    assert.equal(response.status, 200, path);
    return answer.parse(await response.json());
  }

  async function read<T>(path: string, answer: z.ZodType<T>): Promise<T> {
    const found = await find(path, answer);
    assert.ok(found !== undefined, path);
    return found;
  }

  const client: Client = {
    async headersOf({ key, person }) {
      const authorized = await authorization(person);
      return { authorization: authorized, 'content-type': 'application/json', 'idempotency-key': key };
    },
    async post(post) {
      const headers = await client.headersOf(post);
      const response = await fetch(origin + post.path, { method: 'POST', headers, body: JSON.stringify(post.body) });
      return { status: response.status, text: (await response.text()).replace(NAMES, '}') };
    },
    async entries() {
      const found: string[] = [];
      let cursor = '';
      for (;;) {
        const { items, next } = await read(`/api/entries?limit=100${cursor}`, page);
        found.push(...items.map(({ id }) => id));
        if (next === undefined) return found.sort();
        cursor = `&cursor=${encodeURIComponent(next)}`;
      }
    },
    async settle() {
      const { holds, settled, differing } = await read('/api/reports/identities', reportAnswers.identities);
      assert.deepEqual({ holds, settled, differing }, { holds: true, settled: true, differing: [] });
    },
    async standing(fundingLine) {
      const { length } = await client.entries();
      // It tells what is sealed, which follows the entries.
      for (const until = Date.now() + SEALED_MS; ; await pause(20)) {
        const line = await find(`/api/funding-lines/${fundingLine}`, reportAnswers.fundingLineReport);
        if (line?.asOf?.size === length) return { available: line.budget.available, cash: line.cash.cash };
        assert.ok(Date.now() < until, `sealed are ${line?.asOf?.size ?? 0} of ${length} entries`);
      }
    },
  };
  return client;
}

/** The keys of what is there before a test begins, and the posts that bring it there, in order. */
export const LINE = key(1);
export const ITEM = key(3);
export const UNIT = key(4);
export const SUPPLIER = key(5);
export const WAREHOUSE = key(6);
export const TARIFF = key(7);
/** Keys from here on are free for tests. */
export const FREE = 0x100;

export const OPENING: readonly Post[] = [
  treasurers(LINE, '/api/funding-lines', { code: 'FY', name: '防疫专项', basis: ['厅字〔2020〕3号'] }),
  treasurers(key(2), `/api/funding-lines/${LINE}/appropriations`, {
    amount: '4000.00',
    effectiveOn: TODAY,
    source: '区总工会',
  }),
  treasurers(ITEM, '/api/items', {
    code: 'KZ',
    name: '口罩',
    baseMeasure: '只',
    packs: [{ measure: '箱', of: 240 }],
  }),
  treasurers(UNIT, '/api/units', { code: 'SY', name: '石园街道' }),
  treasurers(SUPPLIER, '/api/suppliers', { name: '供货商', uscc: '91350100M000100Y43' }),
  treasurers(WAREHOUSE, '/api/warehouses', { code: 'CK', name: '一号库' }),
  treasurers(TARIFF, '/api/tariffs', {
    code: 'WW',
    name: '困难慰问',
    basis: '慰问办法',
    cap: '2000.00',
    per: 'year',
  }),
];

function treasurers(key: string, path: string, body: object): Post {
  return { key, person: TREASURER, path, body };
}

/** An order of that amount on the funding line. */
export function orderOf(key: string, amount: string, more: object = {}): Post {
  const lines = [{ item: ITEM, quantity: 10, amount, fundingLine: LINE }];
  const body = { supplier: SUPPLIER, effectiveOn: TODAY, lines, ...more };
  return { key, person: BUYER, path: '/api/purchases', body };
}

/** A gift of so many boxes, at no value. */
export function giftOf(key: string, boxes: number): Post {
  const lines = [{ item: ITEM, quantity: boxes, measure: '箱', value: '0.00' }];
  const body = { kind: 'donation', giver: '爱心企业', fundingLine: LINE, warehouse: WAREHOUSE, effectiveOn: TODAY };
  return { key, person: KEEPER, path: '/api/receipts', body: { ...body, lines } };
}

/** One box to the unit. */
export function boxOf(key: string): Post {
  const lines = [{ item: ITEM, quantity: 1, measure: '箱' }];
  const body = { unit: UNIT, warehouse: WAREHOUSE, effectiveOn: TODAY, lines };
  return { key, person: KEEPER, path: '/api/consignments', body };
}

/** A benefit of 1.00 to the person of that number. */
export function benefitOf(key: string, number: number): Post {
  const person = { name: '困难职工甲', reference: `ZG-${number}` };
  const body = { fundingLine: LINE, tariff: TARIFF, person, amount: '1.00', effectiveOn: TODAY, method: '银行转账' };
  return { key, person: TREASURER, path: '/api/benefits', body };
}

/** Posts what has to be there, one after the other. */
export async function open(client: Client, more: readonly Post[] = []): Promise<void> {
  for (const post of [...OPENING, ...more]) {
    const { status, text } = await client.post(post);
    if (status !== 201) throw new Error(`${post.path}: ${status} ${text}`);
  }
}
