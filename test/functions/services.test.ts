import { beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { createMemoryLedger } from '../in-memory.ts';
import {
  type Api,
  AUDITOR,
  BUYER,
  KEEPER,
  openApiOver,
  type Registered,
  registerAll,
  TODAY,
  TREASURER,
} from './api.ts';

/** Ten masks for 100.00 with their freight for 30.00: freight is no goods, and lies nowhere. */

let api: Api;
let known: Registered;
let freight: string;

beforeEach(async () => {
  api = openApiOver(createMemoryLedger());
  known = await registerAll(api);
  freight = await api.write(TREASURER, '/api/items', { code: 'YF', name: '运费', baseMeasure: '次', service: true });
});

async function ordered(goods = '100.00', carrying = '30.00'): Promise<string> {
  const { supplier, item, fundingLine } = known;
  return api.write(BUYER, '/api/purchases', {
    supplier,
    effectiveOn: TODAY,
    lines: [
      { item, quantity: 10, amount: goods, fundingLine },
      { item: freight, quantity: 2, amount: carrying, fundingLine },
    ],
  });
}

const accepting = (lines: readonly object[]) => ({ warehouse: known.warehouse, effectiveOn: TODAY, lines });

const accepted = (
  purchase: string,
  lines: readonly object[] = [
    { line: 1, good: 10 },
    { line: 2, good: 2 },
  ],
) => api.write(KEEPER, `/api/purchases/${purchase}/acceptances`, accepting(lines));

const read = async (path: string) => (await api.get(path, { as: AUDITOR })).json;
const budget = async () => (await read(`/api/funding-lines/${known.fundingLine}`)) as { budget: object };

const reverse = (entry: string) =>
  api.post(`/api/entries/${entry}/reversal`, { as: TREASURER, body: { reason: '登错', effectiveOn: TODAY } });

async function holds(): Promise<void> {
  const { json } = await api.get('/api/reports/identities', { as: AUDITOR });
  expect(json).toMatchObject({ holds: true });
}

describe('what is no goods', () => {
  test('is spent when it is accepted: invested and owed, in no stock and delivered to nobody', async () => {
    const purchase = await ordered();
    const acceptance = await accepted(purchase);
    const entry = (await read(`/api/entries/${acceptance}`)) as { entry: { transfers: object[] } };
    expect(entry.entry.transfers).toEqual([
      { from: 'committed/1/1', to: `stock/${acceptance}.1`, quantity: 10, value: '100.00' },
      { from: 'committed/2/1', to: 'spent/2/1', quantity: 2, value: '30.00' },
    ]);
    expect((await budget()).budget).toMatchObject({
      available: '870.00',
      committed: '0.00',
      spent: '30.00',
      stock: '100.00',
    });
    expect(await read(`/api/purchases/${purchase}`)).toMatchObject({
      purchase: { lines: [{}, { service: true }], funding: [{ accepted: '130.00', payable: '130.00' }] },
    });
    expect(await read('/api/reports/headline')).toMatchObject({ invested: '130.00', goodsDelivered: '0.00' });
    expect(await read('/api/stock')).toMatchObject({ lots: [{ quantity: 10 }], value: '100.00' });
    expect(await read('/api/reports/identities')).toMatchObject({
      holds: true,
      goods: [
        { item: { code: 'N95' }, received: 10, stock: 10 },
        { item: { code: 'YF' }, received: 0, stock: 0, difference: 0 },
      ],
    });
    expect(await read('/api/reports/matching')).toMatchObject({
      purchases: [{ ordered: '130.00', accepted: '130.00', payable: '130.00' }],
    });
  });

  test('of several funding lines is owed on each by its own part', async () => {
    const { supplier, fundingLine } = known;
    const second = await api.write(TREASURER, '/api/funding-lines', { code: 'L2', name: '帮扶资金', basis: ['办法'] });
    const money = { amount: '1000.00', effectiveOn: '2020-01-02', source: '本级经费' };
    await api.write(TREASURER, `/api/funding-lines/${second}/appropriations`, money);
    const funding = [
      { fundingLine, quantity: 2 },
      { fundingLine: second, quantity: 1 },
    ];
    const lines = [{ item: freight, quantity: 3, amount: '100.00', funding }];
    const purchase = await api.write(BUYER, '/api/purchases', { supplier, effectiveOn: TODAY, lines });
    await accepted(purchase, [{ line: 1, good: 3 }]);
    const owedOn = async (line: string) => {
      const parsed = z.object({ purchases: z.array(z.looseObject({})), suppliers: z.array(z.looseObject({})) });
      const { purchases, suppliers } = parsed.parse(await read(`/api/reports/matching${line}`));
      return [...purchases, ...suppliers];
    };
    expect(await owedOn(`?fundingLine=${second}`)).toMatchObject([
      { purchase, ordered: '33.34', accepted: '33.34', payable: '33.34', invoiced: '0.00' },
      { payable: '33.34', refundable: '0.00' },
    ]);
    const shares = [{ fundingLine: second, amount: '33.34' }];
    const approval = { document: '纪要', decidedOn: TODAY, approver: '主席办公会' };
    const paying = { shares, effectiveOn: TODAY, method: '银行转账', approval };
    await api.write(TREASURER, `/api/purchases/${purchase}/payments`, paying);
    expect(await owedOn(`?fundingLine=${second}`)).toMatchObject([
      { paid: '33.34', payable: '0.00', differs: [{ what: 'invoiced', by: '-100.00' }] },
    ]);
    expect(await owedOn(`?fundingLine=${fundingLine}`)).toMatchObject([
      { ordered: '66.66', paid: '0.00', payable: '66.66' },
      { payable: '66.66' },
    ]);
    expect(await owedOn('')).toMatchObject([
      { ordered: '100.00', paid: '33.34', payable: '66.66' },
      { payable: '66.66' },
    ]);
  });

  test('is back on order where its acceptance is reversed, and free again where the purchase is closed', async () => {
    const purchase = await ordered();
    const acceptance = await accepted(purchase, [{ line: 2, good: 2, amount: '25.00' }]);
    expect((await budget()).budget).toMatchObject({ available: '875.00', committed: '100.00', spent: '25.00' });
    expect((await reverse(acceptance)).status).toBe(201);
    expect((await budget()).budget).toMatchObject({ available: '870.00', committed: '130.00' });
    await api.write(BUYER, `/api/purchases/${purchase}/closure`, { reason: '取消' });
    expect((await budget()).budget).toMatchObject({ available: '1000.00', committed: '0.00' });
    await holds();
  });

  test('is returned by its line, no more than was accepted of it', async () => {
    const purchase = await ordered();
    await accepted(purchase);
    const returning = (line: object) => ({ lines: [line], effectiveOn: TODAY, reason: '少跑一趟' });
    const path = `/api/purchases/${purchase}/returns`;
    for (const [line, error] of [
      [
        { line: 2, quantity: 3 },
        { pointer: '/lines/0/quantity', code: 'too-large', allowed: '2' },
      ],
      [
        { line: 1, quantity: 1 },
        { pointer: '/lines/0/line', code: 'goods-by-lot', allowed: '1', detail: expect.stringContaining('lot') },
      ],
      [
        { line: 3, quantity: 1 },
        { pointer: '/lines/0/line', code: 'unknown-line' },
      ],
      [{ quantity: 1 }, { pointer: '/lines/0/lot', code: 'not-exactly-one' }],
    ] as const) {
      const answer = await api.post(path, { as: KEEPER, body: returning(line) });
      expect(answer.json).toMatchObject({ status: 422, errors: [error] });
    }
    const back = await api.write(KEEPER, path, returning({ line: 2, quantity: 1 }));
    expect((await budget()).budget).toMatchObject({ committed: '15.00', spent: '15.00' });
    expect((await reverse(back)).status).toBe(201);
    expect((await budget()).budget).toMatchObject({ committed: '0.00', spent: '30.00' });
    await holds();
  });

  test('stands in the way of its reversal once it is paid', async () => {
    const purchase = await ordered();
    const acceptance = await accepted(purchase, [{ line: 2, good: 2, amount: '60.00' }]);
    const approval = { document: '纪要', decidedOn: TODAY, approver: '主席' };
    const shares = [{ fundingLine: known.fundingLine, amount: '160.00' }];
    const paying = { shares, effectiveOn: TODAY, method: '现金', approval };
    const payment = await api.write(TREASURER, `/api/purchases/${purchase}/payments`, paying);
    expect((await reverse(acceptance)).json).toMatchObject({
      type: '/problems/stands-in-the-way',
      account: 'supplier/1',
      entries: [payment],
    });
  });

  test('is not received, nor dispatched', async () => {
    await accepted(await ordered());
    const { fundingLine, warehouse, unit } = known;
    const given = { kind: 'donation', giver: '某企业', fundingLine, warehouse, effectiveOn: TODAY };
    const received = await api.post('/api/receipts', {
      as: KEEPER,
      body: { ...given, lines: [{ item: freight, quantity: 1, value: '1.00' }] },
    });
    expect(received.json).toMatchObject({ errors: [{ pointer: '/lines/0/item', code: 'no-goods' }] });
    const sent = { unit, warehouse, effectiveOn: TODAY, lines: [{ item: freight, quantity: 1 }] };
    const dispatched = await api.post('/api/consignments', { as: KEEPER, body: sent });
    expect(dispatched.json).toMatchObject({ type: '/problems/insufficient-stock', available: 0 });
  });

  test('is allotted by no plan, which no dispatch of it could ever fill: neither when it is registered nor amended', async () => {
    const { unit, item } = known;
    const line = (of: string) => ({ unit, item: of, quantity: 2 });
    const planned = (...items: readonly string[]) => ({
      number: 'FA-1',
      decidedOn: TODAY,
      title: '分配方案',
      lines: items.map(line),
    });
    const noGoods = (at: number) => ({
      status: 422,
      errors: [{ pointer: `/lines/${at}/item`, code: 'no-goods', detail: expect.stringContaining('服务') }],
    });
    const plans = '/api/allocation-plans';
    const registered = await api.post(plans, { as: TREASURER, body: planned(item, freight) });
    expect(registered.json).toMatchObject(noGoods(1));
    const plan = await api.write(TREASURER, plans, planned(item));
    const amending = { lines: [freight, item].map(line), reason: '调整' };
    const amended = await api.post(`${plans}/${plan}/amendments`, { as: TREASURER, body: amending });
    expect(amended.json).toMatchObject(noGoods(0));
    expect(await read(`${plans}/${plan}`)).toMatchObject({ plan: { lines: [{ item, quantity: 2 }] } });
  });

  test('is nothing that a plan allots, as long as the plan is open', async () => {
    const { unit } = known;
    const goods = await api.write(TREASURER, '/api/items', { code: 'YS', name: '印刷品', baseMeasure: '份' });
    const lines = [{ unit, item: goods, quantity: 2 }];
    const planned = { number: 'FA-2', decidedOn: TODAY, title: '分配方案', lines };
    const plan = await api.write(TREASURER, '/api/allocation-plans', planned);
    const becoming = () =>
      api.post(`/api/items/${goods}/amendments`, { as: TREASURER, body: { service: true, reason: '改' } });
    expect((await becoming()).json).toMatchObject({
      status: 422,
      errors: [{ pointer: '/service', code: 'allotted', detail: expect.stringContaining('从方案中去掉') }],
    });
    await api.write(TREASURER, `/api/allocation-plans/${plan}/closure`, { reason: '已完成' });
    expect((await becoming()).status).toBe(201);
  });

  test('is called so until any of it was ordered, and what was ordered stays what it was', async () => {
    const amend = (service: boolean) =>
      api.post(`/api/items/${freight}/amendments`, { as: TREASURER, body: { service, reason: '改' } });
    expect((await amend(false)).status).toBe(201);
    expect((await amend(true)).status).toBe(201);
    await ordered();
    const fixed = { errors: [{ pointer: '/service', code: 'in-the-books' }] };
    expect((await amend(false)).json).toMatchObject(fixed);
    const goods = await api.post(`/api/items/${known.item}/amendments`, {
      as: TREASURER,
      body: { service: true, reason: '改' },
    });
    expect(goods.json).toMatchObject(fixed);
  });
});

describe('goods for nothing', () => {
  test('are ordered and accepted at 0.00, as a line of the invoice says', async () => {
    const purchase = await ordered('0.00');
    await accepted(purchase);
    expect((await budget()).budget).toMatchObject({ available: '970.00', stock: '0.00', spent: '30.00' });
    expect(await read('/api/stock')).toMatchObject({ lots: [{ quantity: 10, value: '0.00' }] });
    await holds();
  });
});
