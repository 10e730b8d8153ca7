import { beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { createMemoryLedger } from '../in-memory.ts';
import {
  type Api,
  AUDITOR,
  BUYER,
  COORDINATOR,
  KEEPER,
  NOW,
  openApiOver,
  type Person,
  type Registered,
  registerAll,
  SECOND_TREASURER,
  TODAY,
  TREASURER,
} from './api.ts';
import { exported } from './named.ts';

const DAY_MS = 86_400_000;
const NEXT_DAY = '2020-12-29';
const TOWN_TWO: Person = { subject: 'coordinator-2', roles: ['coordinator'], units: ['SY-02'] };
const recorded = z.object({ entry: z.object({ id: z.string() }) });

let api: Api;
let clock: { now: number };
let places: Registered & Record<'second' | 'third' | 'other', string>;
let plan: string;

/**
 * A hundred masks in stock. A plan gives forty and 300.00 to a town, thirty to another, and 200.00 of another funding line to a third.
 */
beforeEach(async () => {
  clock = { now: NOW };
  api = openApiOver(createMemoryLedger(), () => clock.now);
  const registered = await registerAll(api);
  const { supplier, item, fundingLine, warehouse } = registered;
  const unit = (code: string, name: string) => api.write(TREASURER, '/api/units', { code, name });
  const line = { code: 'WN', name: '送温暖', basis: ['厅字〔2020〕9号'] };
  places = {
    ...registered,
    second: await unit('SY-02', '仁和镇'),
    third: await unit('SY-00', '北务镇'),
    other: await api.write(TREASURER, '/api/funding-lines', line),
  };
  const money = { amount: '500.00', effectiveOn: '2020-01-02', source: '上级拨付' };
  await api.write(TREASURER, `/api/funding-lines/${places.other}/appropriations`, money);
  const lines = [{ item, quantity: 100, amount: '200.00', fundingLine }];
  const purchase = await api.write(BUYER, '/api/purchases', { supplier, effectiveOn: TODAY, lines });
  const good = { warehouse, effectiveOn: TODAY, lines: [{ line: 1, good: 100 }] };
  await api.write(KEEPER, `/api/purchases/${purchase}/acceptances`, good);
  plan = await api.write(TREASURER, '/api/allocation-plans', planning(planned()));
});

const planning = (lines: readonly object[], number = '〔2020〕12号') => ({
  number,
  decidedOn: TODAY,
  title: '口罩和慰问金分配',
  lines,
});

function planned() {
  const { unit, second, third, item, fundingLine, other } = places;
  return [
    { unit, item, quantity: 4, measure: '箱' },
    { unit, fundingLine, amount: '300.00' },
    { unit: second, item, quantity: 30 },
    { unit: third, fundingLine: other, amount: '200.00' },
  ];
}

const paying = (amount: string, more: object = {}) => ({
  fundingLine: places.fundingLine,
  unit: places.unit,
  plan,
  amount,
  effectiveOn: TODAY,
  purpose: '一线慰问',
  method: '银行转账',
  ...more,
});

const pay = (amount: string, more: object = {}) =>
  api.post('/api/disbursements', { as: TREASURER, body: paying(amount, more) });

async function paid(amount: string, more: object = {}): Promise<string> {
  const { status, json } = await pay(amount, more);
  expect([status, json]).toMatchObject([201, {}]);
  return recorded.parse(json).entry.id;
}

async function sent(quantity: number, more: object = {}): Promise<string> {
  const { unit, warehouse, item } = places;
  const body = { unit, warehouse, plan, effectiveOn: TODAY, lines: [{ item, quantity }], ...more };
  return api.write(KEEPER, '/api/consignments', body);
}

const get = async (path: string): Promise<unknown> => (await api.get(path, { as: AUDITOR })).json;
const progress = (query = ''): Promise<unknown> => get(`/api/allocation-plans/${plan}/progress${query}`);

describe('a plan of money', () => {
  test('is told as it was decided, each line of goods or of money', async () => {
    const { unit, second, third, item, fundingLine, other } = places;
    expect(await get(`/api/allocation-plans/${plan}`)).toMatchObject({
      plan: {
        status: 'open',
        lines: [
          { unit, item, quantity: 40, packs: { quantity: 4, measure: '箱', of: 10 } },
          { unit, fundingLine, amount: '300.00' },
          { unit: second, item, quantity: 30 },
          { unit: third, fundingLine: other, amount: '200.00' },
        ],
      },
    });
  });

  test('says of every line what is wrong with it', async () => {
    const { unit, item, fundingLine } = places;
    const wrong = [
      { unit, fundingLine, amount: '1.00', quantity: 3 },
      { unit, item, quantity: 1, amount: '1.00' },
      { unit, fundingLine },
      { unit, item },
      { unit, item, quantity: 1, fundingLine, amount: '1.00' },
      { unit, amount: '1.00' },
      { unit: places.second, fundingLine, amount: '0.00' },
      { unit: places.second, fundingLine, amount: '5.00', measure: '箱' },
    ];
    const body = planning(wrong, '〔2020〕13号');
    const { status, json } = await api.post('/api/allocation-plans', { as: TREASURER, body });
    expect(status).toBe(422);
    const { errors } = z.object({ errors: z.array(z.object({ pointer: z.string(), code: z.string() })) }).parse(json);
    expect(errors.map(({ pointer, code }) => `${pointer} ${code}`).toSorted()).toEqual([
      '/lines/0/quantity only-for',
      '/lines/1/amount only-for',
      '/lines/2/amount required',
      '/lines/2/fundingLine repeated',
      '/lines/3/item repeated',
      '/lines/3/quantity required',
      '/lines/4/item not-exactly-one',
      '/lines/4/item repeated',
      '/lines/5/item not-exactly-one',
      '/lines/6/amount too-small',
      '/lines/7/fundingLine repeated',
      '/lines/7/measure only-for',
    ]);
  });

  test('names units and funding lines that are registered, and no service', async () => {
    const { unit, item, fundingLine } = places;
    const freight = { code: 'YF', name: '运费', baseMeasure: '次', packs: [], service: true };
    const service = await api.write(TREASURER, '/api/items', freight);
    const lines = [
      { unit, fundingLine: item, amount: '1.00' },
      { unit: fundingLine, fundingLine, amount: '1.00' },
      { unit, item: service, quantity: 1 },
    ];
    const body = planning(lines, '〔2020〕13号');
    expect((await api.post('/api/allocation-plans', { as: TREASURER, body })).json).toMatchObject({
      errors: [
        { pointer: '/lines/0/fundingLine', code: 'unknown-reference' },
        { pointer: '/lines/1/unit', code: 'unknown-reference' },
        { pointer: '/lines/2/item', code: 'no-goods' },
      ],
    });
  });

  test('is amended line by line, and what was disbursed by then stays', async () => {
    const { unit, fundingLine } = places;
    await paid('250.00');
    const body = { lines: [{ unit, fundingLine, amount: '240.00' }], reason: '调整' };
    await api.write(TREASURER, `/api/allocation-plans/${plan}/amendments`, body);
    expect(await progress()).toMatchObject({
      lines: [{ planned: '240.00', disbursed: '250.00', left: '0.00', above: '10.00' }],
    });
    expect((await pay('0.01')).json).toMatchObject({ planned: '240.00', disbursed: '250.00' });
  });
});

describe('money that is disbursed under a plan', () => {
  test('is no more than the plan gives the unit of the line', async () => {
    await paid('250.00');
    const { status, json } = await pay('50.01');
    expect([status, json]).toMatchObject([
      409,
      {
        type: '/problems/above-planned-amount',
        title: '超过分配方案',
        detail:
          '方案从该专项资金给该单位 300.00 元,此前已拨 250.00 元;最多再拨 50.00 元,或在“例外理由”(exception.reason)写明原因。',
        planned: '300.00',
        disbursed: '250.00',
      },
    ]);
    await paid('50.00');
    expect((await pay('0.01', { unit: places.second })).json).toMatchObject({ planned: '0.00', disbursed: '0.00' });
    expect((await pay('0.01', { fundingLine: places.other })).json).toMatchObject({ planned: '0.00' });
  });

  test('says under which plan in its document, its list and its entry', async () => {
    const id = await paid('250.00');
    expect(await get(`/api/disbursements/${id}`)).toMatchObject({ disbursement: { plan, unit: places.unit } });
    await paid('1.00', { plan: undefined });
    expect(await get(`/api/disbursements?plan=${plan}`)).toMatchObject({ items: [{ id, plan }] });
    expect(await get(`/api/entries/${id}`)).toMatchObject({ entry: { refs: { plan } } });
  });

  test('is dated no earlier than the plan, which is open', async () => {
    expect((await pay('1.00', { effectiveOn: '2020-12-27' })).json).toMatchObject({
      errors: [{ pointer: '/effectiveOn', code: 'too-early' }],
    });
    expect((await pay('1.00', { plan: places.item })).json).toMatchObject({
      errors: [{ pointer: '/plan', code: 'unknown-reference' }],
    });
    await api.write(TREASURER, `/api/allocation-plans/${plan}/closure`, { reason: '已执行' });
    expect((await pay('1.00')).json).toMatchObject({ errors: [{ pointer: '/plan', code: 'closed-reference' }] });
  });

  test('leaves room again where it is taken back or reversed, from that day on', async () => {
    const first = await paid('200.00');
    const second = await paid('100.00');
    clock.now += DAY_MS;
    const back = { amount: '50.00', effectiveOn: NEXT_DAY, reason: '结余' };
    await api.write(TREASURER, `/api/disbursements/${first}/returns`, back);
    expect((await pay('50.00')).json).toMatchObject({ errors: [{ pointer: '/effectiveOn', allowed: NEXT_DAY }] });
    await paid('50.00', { effectiveOn: NEXT_DAY });
    expect((await pay('0.01', { effectiveOn: NEXT_DAY })).status).toBe(409);
    const reversal = { effectiveOn: NEXT_DAY, reason: '账号有误' };
    await api.write(SECOND_TREASURER, `/api/entries/${second}/reversal`, reversal);
    await paid('100.00', { effectiveOn: NEXT_DAY });
    expect((await pay('0.01', { effectiveOn: NEXT_DAY })).json).toMatchObject({ disbursed: '300.00' });
  });

  test('goes above it for a reason, which stands among the exceptions', async () => {
    await paid('300.00');
    const id = await paid('20.00', { exception: { reason: '一线急需' } });
    expect(await get('/api/reports/exceptions')).toMatchObject({
      overPlan: [
        {
          entry: id,
          plan,
          unit: { code: 'SY-01' },
          reason: '一线急需',
          lines: [{ fundingLine: { code: 'SY-FY-2020' }, planned: '300.00', disbursed: '320.00' }],
        },
      ],
      waivedSeparations: [],
    });
    expect(await exported(api, { kind: 'exceptions', format: 'csv' })).toContain('超分配方案拨付');
  });
});

describe('how far a plan has come', () => {
  test('is told line by line, units that got nothing first, and in sum', async () => {
    const consignment = await sent(40);
    await api.write(COORDINATOR, `/api/consignments/${consignment}/confirmation`, {
      effectiveOn: TODAY,
      lines: [{ line: 1, good: 30, damaged: 2, refused: 8, reason: '破损' }],
      signatory: '签收人',
    });
    const back = { lines: [{ line: 1, quantity: 5 }], effectiveOn: TODAY, reason: '多发' };
    await api.write(KEEPER, `/api/consignments/${consignment}/returns`, back);
    const id = await paid('120.00');
    await api.write(TREASURER, `/api/disbursements/${id}/returns`, {
      amount: '20.00',
      effectiveOn: TODAY,
      reason: '结余',
    });
    await sent(6, { unit: places.third, exception: { reason: '一线急需' } });
    const masks = { item: { code: 'N95', baseMeasure: '个' } };
    const [town, two, north] = ['SY-01', 'SY-02', 'SY-00'].map((code) => ({ unit: { code } }));
    const line = { fundingLine: { code: 'SY-FY-2020' } };
    const none = { dispatched: 0, confirmed: 0, returned: 0 };
    const told = await progress();
    expect(told).toMatchObject({
      plan: { id: plan, code: '〔2020〕12号', name: '口罩和慰问金分配' },
      closed: false,
      lines: [
        { ...two, ...masks, planned: 30, ...none, left: 30 },
        { ...north, ...masks, planned: 0, dispatched: 6, confirmed: 0, returned: 0, left: 0, above: 6 },
        {
          ...north,
          fundingLine: { code: 'WN' },
          planned: '200.00',
          disbursed: '0.00',
          takenBack: '0.00',
          left: '200.00',
        },
        { ...town, ...masks, planned: 40, dispatched: 27, confirmed: 25, returned: 13, left: 13 },
        { ...town, ...line, planned: '300.00', disbursed: '100.00', takenBack: '20.00', left: '200.00' },
      ],
      units: [
        { ...two, gotNothing: true, goods: { left: 30 }, money: { planned: '0.00', left: '0.00' } },
        { ...north, gotNothing: false, goods: { dispatched: 6, above: 6 }, money: { left: '200.00' } },
        { ...town, gotNothing: false, goods: { left: 13 }, money: { left: '200.00' } },
      ],
      items: [{ ...masks, planned: 70, dispatched: 33, confirmed: 25, returned: 13, left: 43, above: 6 }],
      fundingLines: [
        { ...line, planned: '300.00', disbursed: '100.00', takenBack: '20.00', left: '200.00' },
        { fundingLine: { code: 'WN' }, planned: '200.00', disbursed: '0.00', left: '200.00' },
      ],
      total: { units: 3, gotNothing: 1, goods: { left: 43 }, money: { planned: '500.00', left: '400.00' } },
      asOf: { size: expect.any(Number) },
    });
    const page = z.object({ lines: z.array(z.unknown()), next: z.string() }).parse(await progress('?limit=2'));
    expect(page.lines).toHaveLength(2);
    const after = await progress(`?limit=3&cursor=${encodeURIComponent(page.next)}`);
    expect(after).toMatchObject({ lines: [{ ...north }, { ...town }, { ...town }], total: { units: 3 } });
    expect(after).not.toHaveProperty('next');
  });

  test('knows what was just recorded, and of no plan that is none', async () => {
    const id = await sent(40);
    expect(await progress(`?after=${id}`)).toMatchObject({ includes: true, items: [{ dispatched: 40 }] });
    expect((await api.get(`/api/allocation-plans/${places.item}/progress`, { as: KEEPER })).status).toBe(404);
    for (const as of [COORDINATOR, TOWN_TWO]) {
      expect((await api.get(`/api/allocation-plans/${plan}/progress`, { as })).status).toBe(403);
    }
  });

  test('has a reversed dispatch as never sent, and not as returned', async () => {
    const id = await sent(40);
    await api.write(SECOND_TREASURER, `/api/entries/${id}/reversal`, { effectiveOn: TODAY, reason: '录入有误' });
    expect(await progress()).toMatchObject({
      items: [{ dispatched: 0, returned: 0, left: 70 }],
      total: { gotNothing: 3 },
    });
  });
});

describe('what is in stock', () => {
  const items = async (query = '') => {
    const told = z.object({ items: z.array(z.looseObject({ item: z.object({ code: z.string() }) })) });
    return told.parse(await get(`/api/stock${query}`)).items.map(({ item, ...figures }) => [item.code, figures]);
  };

  test('is told beside what open plans still have to dispatch of it', async () => {
    expect(await items()).toEqual([['N95', { quantity: 100, reserved: 70, free: 30 }]]);
    await sent(25);
    // Beside a plan nothing is reserved less.
    await api.write(KEEPER, '/api/consignments', {
      unit: places.third,
      warehouse: places.warehouse,
      effectiveOn: TODAY,
      lines: [{ item: places.item, quantity: 40 }],
    });
    expect(await items()).toEqual([['N95', { quantity: 35, reserved: 45, free: 0, short: 10 }]]);
    const elsewhere = await api.write(TREASURER, '/api/warehouses', { code: 'W2', name: '分库' });
    expect(await get(`/api/stock?warehouse=${elsewhere}`)).toMatchObject({ lots: [], items: [{ quantity: 35 }] });
    await api.write(TREASURER, `/api/allocation-plans/${plan}/closure`, { reason: '不再执行' });
    expect(await items(`?item=${places.item}`)).toEqual([['N95', { quantity: 35, reserved: 0, free: 35 }]]);
  });
});
