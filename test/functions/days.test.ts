import { beforeEach, describe, expect, test } from 'vitest';
import { createMemoryLedger } from '../in-memory.ts';
import {
  type Api,
  AUDITOR,
  BUYER,
  COORDINATOR,
  KEEPER,
  NOW,
  openApiOver,
  registerAll,
  SECOND_TREASURER,
  TREASURER,
} from './api.ts';

/** What is recorded late, dated on the first day that bears it. */

const APPROVAL = { document: '会议纪要〔2020〕3号', decidedOn: '2020-05-30', approver: '主席办公会' };
const REASON = { reason: '按规定处理' };

let api: Api;
let line: string;
let places: Awaited<ReturnType<typeof registerAll>>;

/** A funding line that gets 1,000.00 on 10 June and nothing before. */
beforeEach(async () => {
  api = openApiOver(createMemoryLedger(), () => NOW);
  places = await registerAll(api);
  line = await api.write(TREASURER, '/api/funding-lines', { code: 'JZ', name: '救灾资金', basis: [] });
  const money = { amount: '1000.00', effectiveOn: '2020-06-10', source: '上级拨付' };
  await api.write(TREASURER, `/api/funding-lines/${line}/appropriations`, money);
});

type Person = typeof KEEPER;

/** The first day that would be borne, as the refusal names it. */
async function firstDay(as: Person, path: string, body: object): Promise<unknown> {
  const { status, json } = await api.post(path, { as, body });
  const errors = [{ pointer: '/effectiveOn', code: 'too-early', allowed: expect.any(String) }];
  expect([status, json]).toMatchObject([422, { errors }]);
  return (json as { errors: { allowed: string }[] }).errors[0]?.allowed;
}

const orderOn = (effectiveOn: string, amount = '800.00') => ({
  supplier: places.supplier,
  effectiveOn,
  lines: [{ item: places.item, quantity: 8, amount, fundingLine: line }],
});

/** Eight pieces bought and accepted on a day. */
async function stocked(on: string): Promise<{ readonly purchase: string; readonly acceptance: string }> {
  const purchase = await api.write(BUYER, '/api/purchases', orderOn(on));
  const accepted = { warehouse: places.warehouse, effectiveOn: on, lines: [{ line: 1, good: 8 }] };
  return { purchase, acceptance: await api.write(KEEPER, `/api/purchases/${purchase}/acceptances`, accepted) };
}

const dispatchOn = (effectiveOn: string, quantity: number) => ({
  unit: places.unit,
  warehouse: places.warehouse,
  effectiveOn,
  lines: [{ item: places.item, quantity, fundingLine: line }],
});

const confirmOn = (effectiveOn: string, good: number) => ({
  effectiveOn,
  signatory: '签收人',
  lines: [{ line: 1, good }],
});

describe('money', () => {
  test('that came on the tenth orders nothing on the first; on the tenth it does, and the paper keeps its day', async () => {
    expect(await firstDay(BUYER, '/api/purchases', orderOn('2020-06-01'))).toBe('2020-06-10');
    const belongsTo = { date: '2020-06-01', reason: '先采购后到款' };
    const late = { ...orderOn('2020-06-10'), belongsTo };
    expect(await api.post('/api/purchases', { as: BUYER, body: late })).toMatchObject({
      status: 201,
      json: { entry: { effectiveOn: '2020-06-10', belongsTo } },
    });
    const statement = await api.get(`/api/funding-lines/${line}/statement?chain=budget&to=2020-06-05`, { as: AUDITOR });
    expect(statement.json).toMatchObject({ closing: '0.00' });
    expect((await api.get('/api/reports/exceptions', { as: AUDITOR })).json).toMatchObject({
      belated: [{ kind: 'order', ...belongsTo }],
      latePapers: [{ missing: 'invoice', days: 210 }],
    });
  });

  test('pays on no day before it came', async () => {
    const { purchase } = await stocked('2020-06-10');
    const shares = [{ fundingLine: line, amount: '800.00' }];
    const paying = { method: '银行转账', approval: APPROVAL, shares };
    const path = `/api/purchases/${purchase}/payments`;
    expect(await firstDay(TREASURER, path, { ...paying, effectiveOn: '2020-06-09' })).toBe('2020-06-10');
    await api.write(TREASURER, path, { ...paying, effectiveOn: '2020-06-10' });
  });

  test('is given back on no day on which it is spent later', async () => {
    await api.write(BUYER, '/api/purchases', orderOn('2020-06-20'));
    const more = { amount: '500.00', effectiveOn: '2020-07-01', source: '上级拨付' };
    await api.write(TREASURER, `/api/funding-lines/${line}/appropriations`, more);
    const back = { amount: '300.00', ...REASON };
    const path = `/api/funding-lines/${line}/returns`;
    expect(await firstDay(TREASURER, path, { ...back, effectiveOn: '2020-06-15' })).toBe('2020-07-01');
    await api.write(TREASURER, path, { ...back, amount: '200.00', effectiveOn: '2020-06-15' });
  });

  test('that was spent since is not taken back on its own day, and is once it is there again', async () => {
    const more = { amount: '500.00', effectiveOn: '2020-06-12', source: '重复入账' };
    const twice = await api.write(TREASURER, `/api/funding-lines/${line}/appropriations`, more);
    await api.write(BUYER, '/api/purchases', orderOn('2020-06-20', '1200.00'));
    const path = `/api/entries/${twice}/reversal`;
    const reversal = { as: SECOND_TREASURER, body: { ...REASON, effectiveOn: '2020-06-12' } };
    const { status, json } = await api.post(path, reversal);
    expect([status, json]).toMatchObject([409, { type: '/problems/stands-in-the-way' }]);
    // Money has no quantity: not 现有 0 / 300.00 元.
    expect((json as { detail: string }).detail).toMatch(
      /^可用额度.*现有金额 300\.00 元,冲销需要金额 500\.00 元;请先冲销后续分录/,
    );
    const again = { amount: '400.00', effectiveOn: '2020-07-01', source: '上级拨付' };
    await api.write(TREASURER, `/api/funding-lines/${line}/appropriations`, again);
    expect(await firstDay(SECOND_TREASURER, path, { ...REASON, effectiveOn: '2020-06-12' })).toBe('2020-07-01');
    await api.write(SECOND_TREASURER, path, { ...REASON, effectiveOn: '2020-07-01' });
  });
});

describe('goods', () => {
  test('are sent on no day before they came, nor more than a later day leaves', async () => {
    await stocked('2020-06-10');
    const first = await api.write(KEEPER, '/api/consignments', dispatchOn('2020-06-20', 6));
    expect(await firstDay(KEEPER, '/api/consignments', dispatchOn('2020-06-09', 1))).toBe('2020-06-10');
    const tooMany = await api.post('/api/consignments', { as: KEEPER, body: dispatchOn('2020-06-15', 3) });
    expect(tooMany.json).toMatchObject({ type: '/problems/insufficient-stock' });
    await api.write(KEEPER, '/api/consignments', dispatchOn('2020-06-15', 2));
    const back = { reason: '误发', effectiveOn: '2020-06-25' };
    await api.write(SECOND_TREASURER, `/api/entries/${first}/reversal`, back);
    expect(await firstDay(KEEPER, '/api/consignments', dispatchOn('2020-06-22', 1))).toBe('2020-06-25');
    const card = await api.get(`/api/items/${places.item}/stock-card`, { as: AUDITOR });
    const rows = [8, 6, 0, 6].map((quantity) => ({ balance: { quantity } }));
    expect(card.json).toMatchObject({ rows });
  });

  test('are given back by a unit on no day before it had them', async () => {
    await stocked('2020-06-10');
    const consignment = await api.write(KEEPER, '/api/consignments', dispatchOn('2020-06-12', 5));
    await api.write(COORDINATOR, `/api/consignments/${consignment}/confirmation`, confirmOn('2020-06-20', 5));
    const back = { lines: [{ line: 1, quantity: 2 }], ...REASON };
    const path = `/api/consignments/${consignment}/returns`;
    expect(await firstDay(KEEPER, path, { ...back, effectiveOn: '2020-06-15' })).toBe('2020-06-20');
    await api.write(KEEPER, path, { ...back, effectiveOn: '2020-06-20' });
  });

  test('are accepted anew on no day before they went back to the supplier', async () => {
    const { purchase, acceptance } = await stocked('2020-06-10');
    const back = { lines: [{ lot: `${acceptance}.1`, quantity: 3 }], effectiveOn: '2020-06-20', ...REASON };
    await api.write(KEEPER, `/api/purchases/${purchase}/returns`, back);
    const anew = { warehouse: places.warehouse, lines: [{ line: 1, good: 3 }] };
    const path = `/api/purchases/${purchase}/acceptances`;
    expect(await firstDay(KEEPER, path, { ...anew, effectiveOn: '2020-06-15' })).toBe('2020-06-20');
    await api.write(KEEPER, path, { ...anew, effectiveOn: '2020-06-20' });
  });

  test('are sent under a plan on no day before it was decided', async () => {
    await stocked('2020-06-10');
    const plan = await api.write(TREASURER, '/api/allocation-plans', {
      number: '2020-6',
      decidedOn: '2020-06-18',
      title: '救灾物资分配方案',
      lines: [{ unit: places.unit, item: places.item, quantity: 5 }],
    });
    const sending = { ...dispatchOn('2020-06-15', 2), plan };
    expect(await firstDay(KEEPER, '/api/consignments', sending)).toBe('2020-06-18');
    await api.write(KEEPER, '/api/consignments', { ...sending, effectiveOn: '2020-06-18' });
  });

  test('are sent under a plan once: what came back is free for no day before it did', async () => {
    await stocked('2020-06-10');
    const plan = await api.write(TREASURER, '/api/allocation-plans', {
      number: '2020-6',
      decidedOn: '2020-06-10',
      title: '救灾物资分配方案',
      lines: [{ unit: places.unit, item: places.item, quantity: 3 }],
    });
    const consignment = await api.write(KEEPER, '/api/consignments', { ...dispatchOn('2020-06-12', 3), plan });
    await api.write(COORDINATOR, `/api/consignments/${consignment}/confirmation`, confirmOn('2020-06-13', 3));
    const back = { ...REASON, effectiveOn: '2020-06-20', lines: [{ line: 1, quantity: 3 }] };
    await api.write(KEEPER, `/api/consignments/${consignment}/returns`, back);
    // The plan would stand at 5 of 3 from the fifteenth to the twentieth.
    const late = { ...dispatchOn('2020-06-15', 2), plan };
    expect(await firstDay(KEEPER, '/api/consignments', late)).toBe('2020-12-28');
    const belongsTo = { date: '2020-06-15', reason: '补录' };
    await api.write(KEEPER, '/api/consignments', { ...late, effectiveOn: '2020-12-28', belongsTo });
  });
});
