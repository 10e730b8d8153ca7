import { describe, expect, test } from 'vitest';
import { createTracker } from '../../functions/composition/tracker.ts';
import { appropriate } from '../../shared/commands/appropriate.ts';
import { ClosedMonths } from '../../shared/domain/closed-months.ts';
import { createMemoryLedger } from '../in-memory.ts';
import { AUDITOR, BUYER, id, NOW, openApiOver, registerAll, SECOND_TREASURER, TREASURER } from './api.ts';

const CLOSURE = '/api/periods/2020-11/closure';
const money = (effectiveOn: string, more: object = {}) => ({
  amount: '1.00',
  effectiveOn,
  source: '上级拨付',
  ...more,
});
const belongsTo = { month: '2020-11', reason: '回单迟到' };

async function open() {
  const clock = { now: NOW };
  const ledger = createMemoryLedger();
  const api = openApiOver(ledger, () => clock.now);
  const { fundingLine } = await registerAll(api);
  const path = `/api/funding-lines/${fundingLine}/appropriations`;
  const book = (body: object, key?: string) =>
    api.post(path, { as: TREASURER, body, ...(key === undefined ? {} : { key }) });
  const close = async () => {
    const key = await api.write(TREASURER, CLOSURE, {});
    clock.now += 20_000;
    return key;
  };
  return { clock, ledger, api, fundingLine, book, close };
}

describe('a closed month', () => {
  test('takes nothing any more, nor does any before it, and says how it passes', async () => {
    const { api, book, close } = await open();
    const closure = await close();
    const before = await api.entries();
    for (const day of ['2020-11-30', '2020-11-01', '2020-02-03']) {
      const { status, json } = await book(money(day));
      const refusal = { month: day.slice(0, 7), closedThrough: '2020-11', by: closure };
      expect([status, json]).toMatchObject([409, { type: '/problems/period-closed', ...refusal }]);
      expect(json).toMatchObject({ detail: expect.stringContaining('belongsTo') });
    }
    expect(await api.entries()).toBe(before);
    expect((await book(money('2020-12-01'))).status).toBe(201);
  });

  const late = { date: '2020-11-30', reason: '回单迟到' };

  test.each([
    ['a day', late],
    ['a month, which is as good as its last day', belongsTo],
  ])(
    'has what is of %s in it booked later with its reason, which the entry and the exceptions tell',
    async (_what, of) => {
      const { api, book, close } = await open();
      await close();
      const { status, json } = await book(money('2020-12-28', { belongsTo: of }));
      expect([status, json]).toMatchObject([201, { entry: { effectiveOn: '2020-12-28', belongsTo: late } }]);
      expect((await api.get('/api/reports/exceptions', { as: AUDITOR })).json).toMatchObject({
        belated: [{ kind: 'appropriation', ...late, reversed: false }],
        counts: { belated: 1 },
      });
    },
  );

  test.each([
    ['the day itself', { date: '2020-12-20' }, 'date'],
    ['a later day', { date: '2020-12-21' }, 'date'],
    ['the month of the day', { month: '2020-12' }, 'month'],
  ])('is no other day: what is of %s is not late', async (_what, of, field) => {
    const { book } = await open();
    const errors = [
      { pointer: `/belongsTo/${field}`, code: 'too-late', detail: expect.stringContaining('2020-12-19') },
    ];
    const answer = await book(money('2020-12-20', { belongsTo: { ...of, reason: '回单迟到' } }));
    expect(answer).toMatchObject({ status: 422, json: { errors } });
  });

  test('gives a repeat of what was booked before it was closed its entry again', async () => {
    const { book, close } = await open();
    const first = await book(money('2020-11-30'), id(0xbeef));
    expect(first.status).toBe(201);
    await close();
    const again = await book(money('2020-11-30'), id(0xbeef));
    expect([again.status, again.json]).toMatchObject([200, { entry: { id: id(0xbeef) } }]);
  });

  test('is listed with who closed it', async () => {
    const { api, close } = await open();
    const closure = await close();
    const { json } = await api.get('/api/periods', { as: AUDITOR });
    expect(json).toEqual({ items: [{ id: closure, month: '2020-11', closedBy: 'treasurer', closedAt: NOW }] });
  });
});

describe('closing a month', () => {
  test.each([
    ['that is not over', '2020-12', 409, { type: '/problems/period-not-over', from: '2021-01-01' }],
    ['that does not exist', '2020-13', 404, { type: '/problems/not-found' }],
    ['that is none', 'november', 404, { type: '/problems/not-found' }],
  ])('is refused for one %s', async (_what, month, status, problem) => {
    const { api } = await open();
    const answer = await api.post(`/api/periods/${month}/closure`, { as: TREASURER, body: {} });
    expect([answer.status, answer.json]).toMatchObject([status, problem]);
  });

  test.each(['2020-11', '2020-10'])('is refused for %s once November is closed', async (month) => {
    const { api, close } = await open();
    const by = await close();
    const { status, json } = await api.post(`/api/periods/${month}/closure`, { as: TREASURER, body: {} });
    const problem = { type: '/problems/period-already-closed', closedThrough: '2020-11', by };
    expect([status, json]).toMatchObject([409, problem]);
  });

  test('is a treasurer’s, and is not reversed', async () => {
    const { api, close } = await open();
    expect((await api.post(CLOSURE, { as: BUYER, body: {} })).status).toBe(403);
    const closure = await close();
    const body = { reason: '误结', effectiveOn: '2020-12-28' };
    expect(await api.post(`/api/entries/${closure}/reversal`, { as: SECOND_TREASURER, body })).toMatchObject({
      status: 409,
      json: { type: '/problems/not-reversible' },
    });
  });
});

describe('a process that does not know of a closure yet', () => {
  test('books for less than half a minute after it, and what it books keeps to the minute', async () => {
    const { clock, ledger, api, fundingLine } = await open();
    const other = createTracker({ ...api.tracker, ledger, clock: () => clock.now });
    const months = new ClosedMonths();
    let nth = 0xc000;
    const book = () => {
      nth += 1;
      return appropriate(other, {
        id: id(nth),
        actor: { subject: 'treasurer', role: 'treasurer' },
        roles: ['treasurer'],
        units: [],
        requestHash: '',
        target: fundingLine,
        body: { amount: 100n, effectiveOn: '2020-11-30', source: '上级拨付' },
      });
    };
    expect(await book()).toMatchObject({ recorded: 'now' });
    clock.now += 1;
    await api.write(TREASURER, CLOSURE, {});
    clock.now += 19_998;
    expect(await book()).toMatchObject({ recorded: 'now' });
    clock.now += 1;
    expect(await book()).toMatchObject({ refusal: 'period-closed' });
    for (const { entry } of (await ledger.entries({ limit: 100, order: 'oldest' })).items) {
      expect(months.enter(entry)).toBeUndefined();
    }
  });
});
