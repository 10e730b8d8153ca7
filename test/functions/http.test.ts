import { describe, expect, test } from 'vitest';
import { LedgerError } from '../../shared/storage/ports/ledger.ts';
import { createMemoryLedger } from '../in-memory.ts';
import { AUDITOR, BUYER, COORDINATOR, id, KEEPER, openApiOver, registerAll, TODAY, TREASURER } from './api.ts';

describe('a caller', () => {
  test('acts in the first of the route’s roles that they hold, and is bound to units as coordinator alone', async () => {
    const api = openApiOver();
    const { unit } = await registerAll(api);
    const other = await api.write(TREASURER, '/api/units', { code: 'SY-02', name: '南法信镇' });
    const list = (json: unknown) => JSON.stringify(json).match(/"code":"SY-0\d"/g)?.length;
    expect(list((await api.get('/api/units', { as: COORDINATOR })).json)).toBe(1);
    const both = { ...COORDINATOR, roles: ['coordinator', 'keeper'] as const };
    expect(list((await api.get('/api/units', { as: both })).json)).toBe(2);
    expect((await api.get(`/api/units/${unit}`, { as: COORDINATOR })).status).toBe(200);
    expect((await api.get(`/api/units/${other}`, { as: COORDINATOR })).json).toMatchObject({
      type: '/problems/not-your-unit',
      status: 403,
    });
  });
});

describe('a key', () => {
  const body = { code: 'W1', name: '仓库' };
  const path = '/api/warehouses';

  test('is required of every write', async () => {
    const api = openApiOver();
    const answer = await api.post(path, { as: TREASURER, body, key: null });
    expect(answer.json).toMatchObject({ type: '/problems/idempotency-key-required', status: 422 });
  });

  test.each(['x', '1', id(1).toUpperCase(), '01768c2e-6b00-4000-8000-000000000001'])('is no %j', async (key) => {
    const answer = await openApiOver().post(path, { as: TREASURER, body, key });
    expect(answer.json).toMatchObject({ type: '/problems/idempotency-key-bad', status: 422 });
  });

  test('sent again with the same request answers 200 with what was recorded, however its body is spaced', async () => {
    const api = openApiOver();
    const first = await api.post(path, { as: TREASURER, body, key: id(1) });
    const again = await api.post(path, { as: TREASURER, body: '{ "name": "仓库",\n "code": "W1" }', key: id(1) });
    expect([first.status, again.status]).toEqual([201, 200]);
    expect(again.json).toEqual(first.json);
    expect(await api.entries()).toBe(1);
  });

  test('of a refusal is free', async () => {
    const api = openApiOver();
    const wrong = await api.post(path, { as: TREASURER, body: { code: 'W1' }, key: id(1) });
    const right = await api.post(path, { as: TREASURER, body, key: id(1) });
    expect([wrong.status, right.status]).toEqual([422, 201]);
  });
});

describe('an answer', () => {
  test('is never stored, never sniffed, and names its request', async () => {
    const { headers } = await openApiOver().get('/api/healthz');
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-request-id': 'request-1',
      'X-Content-Type-Options': 'nosniff',
    });
  });

  test('of the health check is that there is none in time, once the ledger behind cannot be reached', async () => {
    const assertUp = () => Promise.reject(new LedgerError('unavailable', 'the engine is gone'));
    const { status, json } = await openApiOver(undefined, undefined, assertUp).get('/api/healthz');
    expect([status, json]).toMatchObject([503, { type: '/problems/unavailable' }]);
  });

  test('that is a problem has the same headers, and the language that was asked for', async () => {
    const { headers, json } = await openApiOver().get('/api/me', { headers: { 'accept-language': 'en' } });
    expect(headers).toMatchObject({
      'content-type': 'application/problem+json; charset=utf-8',
      'content-language': 'en',
      'cache-control': 'no-store',
      'x-request-id': 'request-1',
      'X-Content-Type-Options': 'nosniff',
    });
    expect(json).toMatchObject({ title: 'Sign-in required' });
  });
});

describe('an error', () => {
  const body = { code: 'W1', name: '仓库' };

  test.each([
    ['busy', '1'],
    ['unavailable', '2'],
  ] as const)('of a ledger that is %s is 503, to be tried again', async (code, retryAfter) => {
    const ledger = createMemoryLedger();
    const api = openApiOver({ ...ledger, append: () => Promise.reject(new LedgerError(code, 'many')) });
    const answer = await api.post('/api/warehouses', { as: TREASURER, body });
    expect(answer.json).toMatchObject({ type: `/problems/${code}`, status: 503 });
    expect(answer.headers['retry-after']).toBe(retryAfter);
  });

  test('that nobody expected is a bare 500, logged with what caused it and without the body', async () => {
    const ledger = createMemoryLedger();
    const cause = new Error('the engine said so');
    const failing = () => Promise.reject(new LedgerError('corrupt-row', 'row of 仓库', cause));
    const api = openApiOver({ ...ledger, append: failing });
    const answer = await api.post('/api/warehouses', { as: TREASURER, body: { ...body, note: 'a private note' } });
    expect(answer.json).toEqual({
      type: '/problems/internal-error',
      title: expect.any(String),
      status: 500,
      detail: expect.any(String),
    });
    expect(answer.text).not.toContain('row of');
    expect(api.logged).toHaveLength(1);
    expect(JSON.parse(api.logged[0] ?? '')).toMatchObject({
      level: 'error',
      route: 'POST /api/warehouses',
      requestId: 'request-1',
      error: { name: 'LedgerError', code: 'corrupt-row', message: 'row of 仓库', cause: { message: cause.message } },
    });
    expect(api.logged[0]).not.toContain('a private note');
  });
});

test('a coordinator confirms without learning what anything cost', async () => {
  const api = openApiOver();
  const { fundingLine, unit, item, supplier, warehouse } = await registerAll(api);
  const lines = [{ item, quantity: 2, measure: '箱', amount: '123.45', fundingLine }];
  const purchase = await api.write(BUYER, '/api/purchases', { supplier, effectiveOn: TODAY, lines });
  await api.write(KEEPER, `/api/purchases/${purchase}/acceptances`, {
    warehouse,
    effectiveOn: TODAY,
    lines: [{ line: 1, good: 20 }],
  });
  const consignment = await api.write(KEEPER, '/api/consignments', {
    unit,
    warehouse,
    effectiveOn: TODAY,
    lines: [{ item, quantity: 20 }],
  });
  const confirmed = await api.post(`/api/consignments/${consignment}/confirmation`, {
    as: COORDINATOR,
    body: { effectiveOn: TODAY, lines: [{ line: 1, good: 20 }], signatory: '张小三' },
  });
  const seen = [
    confirmed,
    await api.get(`/api/consignments/${consignment}`, { as: COORDINATOR }),
    await api.get('/api/consignments', { as: COORDINATOR }),
  ];
  for (const answer of seen) {
    expect([200, 201]).toContain(answer.status);
    expect(answer.text).not.toContain('value');
    expect(answer.text).not.toContain('123.45');
  }
  const audited = await api.get(`/api/consignments/${consignment}`, { as: AUDITOR });
  expect(audited.json).toMatchObject({
    consignment: { lines: [{ delivered: { value: '123.45' } }], signatory: '张*三' },
  });
});
