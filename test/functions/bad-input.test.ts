import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createGateway } from '../../local/gateway.ts';
import { type RunningServer, serve } from '../../local/server.ts';
import { routes } from '../../shared/routes.ts';
import {
  type Answer,
  type Api,
  BUYER,
  claimsOf,
  id,
  KEEPER,
  openApiOver,
  type Person,
  type Registered,
  registerAll,
  TODAY,
  TOMORROW,
  TREASURER,
} from './api.ts';

const api: Api = openApiOver();
let known: Registered;

beforeAll(async () => {
  known = await registerAll(api);
});

interface Told {
  readonly status: number;
  readonly type: string;
  /** Pointer and code of every wrong field. */
  readonly errors?: readonly string[];
}

function told({ json }: Answer): Told {
  const { status, type, errors } = problemOf(json);
  return { status, type, ...(errors ? { errors: errors.map(({ pointer, code }) => `${pointer} ${code}`) } : {}) };
}

interface Problem {
  readonly status: number;
  readonly type: string;
  readonly errors?: readonly { readonly pointer: string; readonly code: string; readonly detail: string }[];
}

function problemOf(json: unknown): Problem {
  expect(json).toMatchObject({ status: expect.any(Number), type: expect.any(String), detail: expect.any(String) });
  return json as Problem;
}

/** The answer to a request that must be refused and leave nothing behind. */
async function refused(send: () => Promise<Answer>): Promise<Told> {
  const before = await api.entries();
  const answer = await send();
  expect(await api.entries()).toBe(before);
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  return told(answer);
}

const invalid = (...errors: string[]): Told => ({ status: 422, type: '/problems/invalid', errors });
const problem = (status: number, name: string): Told => ({ status, type: `/problems/${name}` });

const post = (as: Person, path: string, body: unknown, more: object = {}) =>
  refused(() => api.post(path, { as, body, ...more }));

const orderOf = (line: object = {}, more: object = {}) => ({
  supplier: known.supplier,
  effectiveOn: TODAY,
  lines: [{ item: known.item, quantity: 2, amount: '20.00', fundingLine: known.fundingLine, ...line }],
  ...more,
});
const order = (line: object = {}, more: object = {}) => post(BUYER, '/api/purchases', orderOf(line, more));

describe('a body', () => {
  test.each(['{', '{"a":1,}', "{'a':1}", '{"a":NaN}', 'nonsense', '{"__proto__":{"a":1}}'])(
    'that is no JSON is refused: %j',
    async (body) => {
      expect(await post(BUYER, '/api/purchases', body)).toEqual(problem(400, 'malformed-json'));
    },
  );

  test.each(['null', '[]', '1', '"x"', 'true'])('that is no object is refused: %s', async (body) => {
    expect(await post(BUYER, '/api/purchases', body)).toEqual(invalid(' wrong-type'));
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp'])(
    'of another media type is refused: %s',
    async (type) => {
      const answer = await post(BUYER, '/api/purchases', '{}', { headers: { 'content-type': type } });
      expect(answer).toEqual(problem(415, 'unsupported-media-type'));
    },
  );

  test('of more than 1 MB is refused', async () => {
    const note = 'x'.repeat(1_048_576);
    expect(await post(BUYER, '/api/purchases', { note })).toEqual(problem(413, 'payload-too-large'));
    expect(await post(BUYER, '/api/purchases', { note: '长'.repeat(349_526) })).toEqual(
      problem(413, 'payload-too-large'),
    );
  });

  test('that nests too deep, or holds too many values, is refused before anything else looks at it', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    expect([400, 422]).toContain((await post(BUYER, '/api/purchases', deep)).status);
    const nested = JSON.parse(`${'{"a":'.repeat(9)}1${'}'.repeat(9)}`);
    expect(await post(BUYER, '/api/purchases', nested)).toEqual(invalid('/a/a/a/a/a/a/a/a too-large'));
    const many = { lines: Array(100_000).fill(0) };
    expect(await post(BUYER, '/api/purchases', many)).toEqual(invalid(' too-many'));
  });

  test('with half a character is refused', async () => {
    expect(await post(BUYER, '/api/purchases', '{"note":"\\ud800"}')).toEqual(invalid('/note bad-text'));
    expect(await post(BUYER, '/api/purchases', '{"\\ud800":1}')).toEqual(invalid(' bad-text'));
  });

  test('that is missing tells every field it has to have', async () => {
    const missing = invalid('/supplier required', '/effectiveOn required', '/lines required');
    expect(await post(BUYER, '/api/purchases', undefined)).toEqual(missing);
    expect(await post(BUYER, '/api/purchases', '')).toEqual(missing);
  });
});

describe('a field', () => {
  test('that nobody knows is refused', async () => {
    expect(await order({ colour: 'red' }, { approved: true })).toEqual(
      invalid('/lines/0/colour unknown-field', '/approved unknown-field'),
    );
  });

  test.each(['-1.00', '0.001', '1.000', '1e30', '0x10', '', '99999999999.00', 20, null])(
    'that is no amount is refused: %j',
    async (amount) => {
      const { type, errors } = await order({ amount });
      expect(type).toBe('/problems/invalid');
      expect(errors).toEqual([expect.stringMatching(/^\/lines\/0\/amount /)]);
    },
  );

  test.each([0, -1, 1.5, 1_000_000_000_001, 1e30, '2', '0x10', '', null])(
    'that is no quantity is refused: %j',
    async (quantity) => {
      const { type, errors } = await order({ quantity });
      expect(type).toBe('/problems/invalid');
      expect(errors).toEqual([expect.stringMatching(/^\/lines\/0\/quantity /)]);
    },
  );

  test.each([
    ['2021-02-29', 'no-such-date'],
    ['2020-11-31', 'no-such-date'],
    [TOMORROW, 'future-date'],
    ['tomorrow', 'bad-format'],
    ['', 'bad-format'],
  ])('that is no date of something that happened is refused: %j', async (effectiveOn, code) => {
    expect(await order({}, { effectiveOn })).toEqual(invalid(`/effectiveOn ${code}`));
  });

  test('that names what is unknown is refused, all of them at once', async () => {
    const unknown = id(0xdead);
    const { type, errors } = await order({ item: unknown, fundingLine: unknown }, { supplier: unknown });
    expect(type).toBe('/problems/invalid');
    expect(errors).toEqual(expect.arrayContaining(['/supplier unknown-reference', '/lines/0/item unknown-reference']));
  });

  test('that names something of another kind is refused', async () => {
    const { errors } = await order({ item: known.supplier }, { supplier: known.item });
    expect(errors).toEqual(['/supplier unknown-reference', '/lines/0/item unknown-reference']);
  });

  test('that names a measure the item does not have is refused, saying which it has', async () => {
    expect(await order({ measure: '盒' })).toEqual(invalid('/lines/0/measure unknown-measure'));
    const { json } = await api.post('/api/purchases', { as: BUYER, body: orderOf({ measure: '盒' }) });
    expect(problemOf(json).errors?.[0]?.detail).toMatch(/个.*箱/);
  });

  test('is told with every other wrong one', async () => {
    const line = { quantity: -1, amount: '0x10', fundingLine: 'x' };
    expect(await order(line, { effectiveOn: '2021-02-29', supplier: '', extra: 1 })).toEqual(
      invalid(
        '/supplier bad-format',
        '/effectiveOn no-such-date',
        '/lines/0/quantity too-small',
        '/lines/0/amount bad-format',
        '/lines/0/fundingLine bad-format',
        '/extra unknown-field',
      ),
    );
  });
});

describe('a path', () => {
  const acceptance = () => ({ warehouse: known.warehouse, effectiveOn: TODAY, lines: [{ line: 1, good: 1 }] });

  test('to what is unknown is 404', async () => {
    const answer = await post(KEEPER, `/api/purchases/${id(0xdead)}/acceptances`, acceptance());
    expect(answer).toEqual(problem(404, 'not-found'));
  });

  test('to something of another kind is 404', async () => {
    const answer = await post(KEEPER, `/api/purchases/${known.item}/acceptances`, acceptance());
    expect(answer).toEqual(problem(404, 'not-found'));
  });

  test('with what is no id is 404', async () => {
    const answer = await post(KEEPER, '/api/purchases/x/acceptances', acceptance());
    expect(answer).toEqual(problem(404, 'not-found'));
  });
});

describe('a query parameter', () => {
  test('that nobody knows is refused, on a read and on a write', async () => {
    expect(await refused(() => api.get('/api/purchases?colour=red', { as: BUYER }))).toEqual(
      invalid('/colour unknown-field'),
    );
    expect(await post(BUYER, '/api/purchases?dry=1', orderOf())).toEqual(invalid('/dry unknown-field'));
  });

  test.each([
    ['limit=0', '/limit too-small'],
    ['limit=201', '/limit too-large'],
    ['limit=1e2', '/limit not-an-integer'],
    ['limit=', '/limit not-an-integer'],
    ['limit=1,2', '/limit not-an-integer'],
    ['cursor=x', '/cursor bad-format'],
    ['cursor=AAAAAAAAAAAAAAAAAAAAAA', '/cursor bad-format'],
    ['status=maybe', '/status not-one-of'],
    ['supplier=x', '/supplier bad-format'],
    ['from=2020-13-01', '/from no-such-date'],
  ])('is checked: %s', async (query, error) => {
    expect(await refused(() => api.get(`/api/purchases?${query}`, { as: BUYER }))).toEqual(invalid(error));
  });
});

describe('a key', () => {
  test('used with another body, on another route or by another person is refused', async () => {
    const key = id(0xbeef);
    const body = { code: 'W2', name: '仓库' };
    expect((await api.post('/api/warehouses', { as: TREASURER, body, key })).status).toBe(201);
    const reused = problem(422, 'key-reused');
    expect(await post(TREASURER, '/api/warehouses', { ...body, name: '别的' }, { key })).toEqual(reused);
    expect(await post(TREASURER, '/api/units', body, { key })).toEqual(reused);
    const other = { subject: 'another-treasurer', roles: ['treasurer'] as const };
    expect(await post(other, '/api/warehouses', body, { key })).toEqual(reused);
  });
});

describe('through the server', () => {
  let server: RunningServer;

  beforeAll(async () => {
    const gateway = createGateway({
      routes,
      handlers: api.handlers,
      authorizer: {
        authorize: (header) => (header === 'Bearer buyer' ? claimsOf(BUYER) : header ? 'invalid' : 'missing'),
      },
      now: Date.now,
      log: () => undefined,
    });
    server = await serve(0, gateway);
  });
  afterAll(() => server.stop());

  async function send(body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): Promise<Told> {
    const before = await api.entries();
    const response = await fetch(`${server.origin}/api/purchases`, {
      method: 'POST',
      headers: {
        authorization: 'Bearer buyer',
        'content-type': 'application/json',
        'idempotency-key': id(0xcafe),
        ...headers,
      },
      body,
    });
    expect(response.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    expect(await api.entries()).toBe(before);
    const json: unknown = await response.json();
    expect(problemOf(json).status).toBe(response.status);
    return told({ status: response.status, headers: {}, text: '', json, sent: {} });
  }

  test('malformed JSON is 400', async () => {
    expect(await send('{')).toEqual(problem(400, 'malformed-json'));
  });

  test('bytes that are no UTF-8 are 400', async () => {
    expect(await send(Buffer.from([0x7b, 0xff, 0x7d]))).toEqual(problem(400, 'malformed-request'));
  });

  test('a body over 1 MB is 413', async () => {
    expect(await send(JSON.stringify({ note: 'x'.repeat(1_100_000) }))).toEqual(problem(413, 'payload-too-large'));
  });

  test('another media type is 415', async () => {
    expect(await send('{}', { 'content-type': 'text/plain' })).toEqual(problem(415, 'unsupported-media-type'));
  });

  test('no token, or a bad one, is 401', async () => {
    expect(await send('{}', { authorization: '' })).toEqual(problem(401, 'unauthenticated'));
    expect(await send('{}', { authorization: 'Bearer x' })).toEqual(problem(401, 'unauthenticated'));
  });

  test('all field errors come at once', async () => {
    expect(await send(JSON.stringify(orderOf({ quantity: 1.5, amount: '1.000' }, { effectiveOn: TOMORROW })))).toEqual(
      invalid('/effectiveOn future-date', '/lines/0/quantity not-an-integer', '/lines/0/amount bad-format'),
    );
  });
});
