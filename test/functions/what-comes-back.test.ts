import { beforeEach, describe, expect, test } from 'vitest';
import { createMemoryLedger } from '../in-memory.ts';
import {
  type Api,
  AUDITOR,
  BUYER,
  COORDINATOR,
  KEEPER,
  openApiOver,
  type Person,
  type Registered,
  registerAll,
  SECOND_KEEPER,
  SECOND_TREASURER,
  TREASURER,
} from './api.ts';

/** 2021-02-20 10:00 in Shanghai. */
const FEBRUARY = Date.UTC(2021, 1, 20, 2);
const TOWN_TWO: Person = { subject: 'coordinator-2', roles: ['coordinator'], units: ['SY-02'] };
const approval = { document: '会议纪要〔2021〕1号', decidedOn: '2021-01-01', approver: '主席办公会' };

let api: Api;
let places: Registered & { readonly second: string; readonly purchase: string; readonly lot: string };
let clock: { now: number };

/** Five hundred masks for 500.00 in the first warehouse, another unit and another warehouse. */
beforeEach(async () => {
  clock = { now: FEBRUARY };
  api = openApiOver(createMemoryLedger(), () => clock.now);
  const registered = await registerAll(api);
  const { supplier, item, fundingLine, warehouse } = registered;
  await api.write(TREASURER, '/api/units', { code: 'SY-02', name: '仁和镇' });
  const second = await api.write(TREASURER, '/api/warehouses', { code: 'W2', name: '分库' });
  const purchase = await api.write(BUYER, '/api/purchases', {
    supplier,
    effectiveOn: '2021-01-04',
    lines: [{ item, quantity: 500, amount: '500.00', fundingLine }],
  });
  const acceptance = await api.write(KEEPER, `/api/purchases/${purchase}/acceptances`, {
    warehouse,
    effectiveOn: '2021-01-05',
    lines: [{ line: 1, good: 500, batch: { number: 'P-7', expiresOn: '2022-06-30' } }],
  });
  places = { ...registered, second, purchase, lot: `${acceptance}.1` };
});

async function secondUnit(): Promise<string> {
  const { json } = await api.get('/api/units', { as: AUDITOR });
  const { items } = json as { items: { id: string; code: string }[] };
  return items.find(({ code }) => code === 'SY-02')?.id ?? '';
}

/** Sends masks to a unit, whose coordinator confirms all of them. */
async function deliver(unit: string, by: Person, on: string, quantity = 500, warehouse = places.warehouse) {
  const lines = [{ item: places.item, quantity }];
  const consignment = await api.write(KEEPER, '/api/consignments', { unit, warehouse, effectiveOn: on, lines });
  const confirmation = await api.write(by, `/api/consignments/${consignment}/confirmation`, {
    effectiveOn: on,
    lines: [{ line: 1, good: quantity }],
    signatory: '签收人',
    people: 600,
    households: 200,
  });
  return { consignment, confirmation };
}

const returning = (quantity: number, more: object = {}) => ({
  lines: [{ line: 1, quantity }],
  effectiveOn: '2021-01-20',
  reason: '发错单位',
  ...more,
});

const returned = (consignment: string, body: object) =>
  api.post(`/api/consignments/${consignment}/returns`, { as: KEEPER, body });

async function headline(query = ''): Promise<unknown> {
  return (await api.get(`/api/reports/headline${query}`, { as: AUDITOR })).json;
}

describe('five hundred masks for the wrong unit, confirmed, returned, sent anew and confirmed', () => {
  test('count people and households once: 600 and 200, and not 1,200 and 400', async () => {
    const { consignment } = await deliver(places.unit, COORDINATOR, '2021-01-10');
    expect(await headline()).toMatchObject({ people: 600, households: 200 });
    const back = await returned(consignment, returning(500));
    expect([back.status, back.json]).toMatchObject([
      201,
      {
        entry: { coverage: { people: -600, households: -200 } },
        consignment: { standingCoverage: { people: 0, households: 0, sites: 0 } },
      },
    ]);
    expect(await headline()).toMatchObject({ people: 0, households: 0, units: 0 });
    await deliver(await secondUnit(), TOWN_TWO, '2021-01-21');
    expect(await headline()).toMatchObject({
      people: 600,
      households: 200,
      units: 1,
      sentences: { zh: '累计投入500元，慰问服务覆盖600人次、200户次。' },
    });
  });

  test('come back with as many as is said, with the rest where nothing stays, and with no more than stand', async () => {
    const { consignment } = await deliver(places.unit, COORDINATOR, '2021-01-10');
    for (const [body, refusal] of [
      [returning(100, { people: 601 }), { type: '/problems/above-coverage', what: 'people', asked: 601, stands: 600 }],
      [returning(100, { sites: 1 }), { type: '/problems/above-coverage', what: 'sites', asked: 1, stands: 0 }],
      [returning(500, { households: 199 }), { type: '/problems/coverage-left', asked: 199, stands: 200 }],
    ] as const) {
      const { status, json } = await returned(consignment, body);
      expect([status, json]).toMatchObject([409, refusal]);
    }
    await returned(consignment, returning(100, { people: 90 }));
    expect((await returned(consignment, returning(100))).json).not.toHaveProperty('entry.coverage');
    expect(await headline()).toMatchObject({ people: 510, households: 200 });
    const last = await returned(consignment, returning(300, { people: 510 }));
    expect(last.json).toMatchObject({ entry: { coverage: { people: -510, households: -200 } } });
    const body = { reason: '没有退回', effectiveOn: '2021-01-20' };
    const entry = (last.json as { entry: { id: string } }).entry.id;
    expect((await api.post(`/api/entries/${entry}/reversal`, { as: SECOND_TREASURER, body })).status).toBe(201);
    expect((await api.get(`/api/consignments/${consignment}`, { as: AUDITOR })).json).toMatchObject({
      consignment: { standingCoverage: { people: 510, households: 200, sites: 0 } },
    });
  });

  test('so does money that is taken back', async () => {
    const { fundingLine, unit } = places;
    const giving = { effectiveOn: '2021-01-10', purpose: '慰问', method: '银行转账', people: 30 };
    const body = { fundingLine, unit, amount: '300.00', ...giving };
    const disbursement = await api.write(TREASURER, '/api/disbursements', body);
    const back = (amount: string, more: object = {}) => ({
      amount,
      effectiveOn: '2021-01-12',
      reason: '有误',
      ...more,
    });
    const path = `/api/disbursements/${disbursement}/returns`;
    const part = await api.post(path, { as: TREASURER, body: back('100.00', { people: 10 }) });
    expect(part.json).toMatchObject({ disbursement: { coverage: { people: 30 }, standingCoverage: { people: 20 } } });
    const most = await api.post(path, { as: TREASURER, body: back('50.00', { people: 21 }) });
    expect([most.status, most.json]).toMatchObject([409, { type: '/problems/above-coverage', stands: 20 }]);
    await api.write(TREASURER, path, back('200.00'));
    expect(await headline()).toMatchObject({ disbursed: '0.00', people: 0 });
  });

  test('of several funding lines are of all of them, so that no line counts whom nothing reached', async () => {
    const { supplier, item, warehouse, unit } = places;
    const other = await api.write(TREASURER, '/api/funding-lines', { code: 'QT', name: '送温暖', basis: [] });
    const money = { amount: '10.00', effectiveOn: '2021-01-04', source: '本级' };
    await api.write(TREASURER, `/api/funding-lines/${other}/appropriations`, money);
    const lines = [{ item, quantity: 10, amount: '10.00', fundingLine: other }];
    const purchase = await api.write(BUYER, '/api/purchases', { supplier, effectiveOn: '2021-01-04', lines });
    const accepting = { warehouse, effectiveOn: '2021-01-05', lines: [{ line: 1, good: 10 }] };
    await api.write(KEEPER, `/api/purchases/${purchase}/acceptances`, accepting);
    const sent = [places.fundingLine, other].map((fundingLine) => ({ item, quantity: 10, fundingLine }));
    const sending = { unit, warehouse, effectiveOn: '2021-01-10', lines: sent };
    const consignment = await api.write(KEEPER, '/api/consignments', sending);
    const good = [1, 2].map((line) => ({ line, good: 10 }));
    const signing = { effectiveOn: '2021-01-10', lines: good, signatory: '签收人', people: 60 };
    await api.write(COORDINATOR, `/api/consignments/${consignment}/confirmation`, signing);
    const reached = async () => {
      const own = [places.fundingLine, other].map((line) => headline(`?fundingLine=${line}`));
      return (await Promise.all(own)) as { people: number }[];
    };
    await returned(consignment, returning(10, { people: 20 }));
    expect((await reached()).map(({ people }) => people)).toEqual([40, 40]);
    await returned(consignment, { ...returning(0), lines: [{ line: 2, quantity: 10 }] });
    expect((await reached()).map(({ people }) => people)).toEqual([0, 0]);
  });
});

describe('goods that come back', () => {
  test('elsewhere bring lots of their own, with value, line, batch and expiry', async () => {
    const { consignment } = await deliver(places.unit, COORDINATOR, '2021-01-10', 300);
    const body = returning(120, { warehouse: places.second });
    const { status, json } = await returned(consignment, body);
    const { item, fundingLine, second } = places;
    const lot = {
      item,
      fundingLine,
      warehouse: second,
      receivedOn: '2021-01-20',
      batch: 'P-7',
      expiresOn: '2022-06-30',
    };
    expect([status, json]).toMatchObject([201, { lots: [{ ...lot, line: 1, quantity: 120, value: '120.00' }] }]);
    const stock = (await api.get('/api/stock', { as: AUDITOR })).json;
    expect(stock).toMatchObject({
      lots: [
        { warehouse: { code: 'W1' }, quantity: 200, value: '200.00' },
        { warehouse: { code: 'W2' }, quantity: 120, value: '120.00', batch: 'P-7', expiresOn: '2022-06-30' },
      ],
    });
    // They go on from there as any lot does, and are still the supplier's to take back.
    await deliver(places.unit, COORDINATOR, '2021-01-22', 20, second);
    const [arrived] = (json as { lots: { id: string }[] }).lots;
    const faulty = { lines: [{ lot: arrived?.id, quantity: 100 }], effectiveOn: '2021-01-23', reason: '次品' };
    await api.write(KEEPER, `/api/purchases/${places.purchase}/returns`, faulty);
    expect((await api.get('/api/reports/identities', { as: AUDITOR })).json).toMatchObject({ holds: true });
    expect((await returned(consignment, returning(1, { warehouse: places.unit }))).json).toMatchObject({
      errors: [{ pointer: '/warehouse', code: 'unknown-reference' }],
    });
  });

  test('keep who gave them: the publication of gifts knows where they are', async () => {
    const { fundingLine, warehouse, item, unit, second } = places;
    const other = await api.write(TREASURER, '/api/items', { code: 'NSZ', name: '暖身贴', baseMeasure: '片' });
    const giving = { kind: 'donation', giver: '某企业', fundingLine, warehouse, effectiveOn: '2021-01-05' };
    const gift = await api.write(KEEPER, '/api/receipts', {
      ...giving,
      lines: [{ item: other, quantity: 10, value: '8.00' }],
    });
    const sending = { unit, warehouse, effectiveOn: '2021-01-10', lines: [{ item: other, quantity: 10 }] };
    const consignment = await api.write(KEEPER, '/api/consignments', sending);
    const signing = { effectiveOn: '2021-01-10', lines: [{ line: 1, good: 10 }], signatory: '签收人' };
    await api.write(COORDINATOR, `/api/consignments/${consignment}/confirmation`, signing);
    const { json } = await returned(consignment, returning(10, { warehouse: second }));
    expect(json).toMatchObject({ entry: { facts: { to: second, lots: [{ from: `${gift}.1`, birth: `${gift}.1` }] } } });
    expect((await api.get(`/api/stock?warehouse=${second}`, { as: AUDITOR })).json).toMatchObject({
      lots: [{ inKind: true, item: { code: 'NSZ' }, quantity: 10, value: '8.00' }],
    });
    expect(item).toBeDefined();
  });
});

const refusedAs = (answer: { status: number; json: unknown }) => [answer.status, answer.json];

describe('a closed warehouse', () => {
  const close = async (warehouse: string) => {
    await api.write(TREASURER, `/api/warehouses/${warehouse}/closure`, { reason: '腾退' });
  };
  const closed = () => ({
    type: '/problems/warehouse-closed',
    warehouse: places.warehouse,
    detail: expect.stringContaining('重新启用'),
  });

  test('takes nothing back from a unit, which is told to reopen it or to name another; another takes it', async () => {
    const { consignment } = await deliver(places.unit, COORDINATOR, '2021-01-10');
    await close(places.warehouse);
    const before = await api.entries();
    expect(refusedAs(await returned(consignment, returning(5)))).toMatchObject([409, closed()]);
    const named = await returned(consignment, returning(5, { warehouse: places.warehouse }));
    expect(named.json).toMatchObject({ errors: [{ pointer: '/warehouse', code: 'closed-reference' }] });
    expect(named.text).toContain('重新启用');
    expect(await api.entries()).toBe(before);
    const elsewhere = await returned(consignment, returning(5, { warehouse: places.second }));
    expect(elsewhere).toMatchObject({ status: 201, json: { lots: [{ warehouse: places.second, quantity: 5 }] } });
  });

  test('takes nothing in by a reversal: of a stock move, of a return to the supplier, of a count', async () => {
    const { lot, warehouse, second, purchase, item } = places;
    const on = { effectiveOn: '2021-01-20' };
    const faulty = { lines: [{ lot, quantity: 100 }], ...on, reason: '次品' };
    const supplied = await api.write(KEEPER, `/api/purchases/${purchase}/returns`, faulty);
    const counting = { warehouse, ...on, lines: [{ lot, book: 400, counted: 390 }], reason: '盘点' };
    const count = await api.write(KEEPER, '/api/stock-adjustments', counting);
    const adjustment = await api.write(SECOND_KEEPER, `/api/stock-adjustments/${count}/countersignature`, {});
    const moving = { from: warehouse, to: second, ...on, lines: [{ item, quantity: 390 }] };
    const moved = await api.write(KEEPER, '/api/stock-moves', moving);
    await close(warehouse);
    for (const entry of [moved, supplied, adjustment]) {
      const body = { reason: '重复', ...on };
      const answer = await api.post(`/api/entries/${entry}/reversal`, { as: SECOND_TREASURER, body });
      expect(refusedAs(answer)).toMatchObject([409, closed()]);
    }
    const back = { from: second, to: warehouse, ...on, lines: [{ item, quantity: 1 }] };
    const answer = await api.post('/api/stock-moves', { as: KEEPER, body: back });
    expect(answer.json).toMatchObject({ errors: [{ pointer: '/to', code: 'closed-reference' }] });
    expect(answer.text).toContain('重新启用');
  });

  test('takes nothing in by a count that found more', async () => {
    const { lot, warehouse, second, item } = places;
    const on = { effectiveOn: '2021-01-20' };
    const moving = { from: warehouse, to: second, ...on, lines: [{ item, quantity: 500 }] };
    await api.write(KEEPER, '/api/stock-moves', moving);
    const counting = { warehouse, ...on, lines: [{ lot, book: 0, counted: 2 }], reason: '清理时找到' };
    const count = await api.write(KEEPER, '/api/stock-adjustments', counting);
    await close(warehouse);
    const path = `/api/stock-adjustments/${count}/countersignature`;
    expect(refusedAs(await api.post(path, { as: SECOND_KEEPER, body: {} }))).toMatchObject([409, closed()]);
  });
});

test('onto a closed funding line nothing comes back, and the refusal says to reopen it', async () => {
  const { fundingLine, purchase } = places;
  const { consignment } = await deliver(places.unit, COORDINATOR, '2021-01-10');
  const paying = {
    shares: [{ fundingLine, amount: '500.00' }],
    effectiveOn: '2021-01-11',
    method: '银行转账',
    approval,
  };
  await api.write(TREASURER, `/api/purchases/${purchase}/payments`, paying);
  const rest = { amount: '500.00', effectiveOn: '2021-01-12', reason: '年终清算' };
  await api.write(TREASURER, `/api/funding-lines/${fundingLine}/returns`, rest);
  await api.write(TREASURER, `/api/funding-lines/${fundingLine}/closure`, { reason: '结束' });
  const answer = await returned(consignment, returning(5));
  expect(refusedAs(answer)).toMatchObject([
    409,
    { type: '/problems/funding-line-closed', fundingLine, detail: expect.stringContaining('重新启用') },
  ]);
});

describe('1,000.00 paid for ten, of which three went back to the supplier', () => {
  let purchase: string;
  let paid: string;
  const payable = async (): Promise<unknown> => {
    const { json } = await api.get(`/api/purchases/${purchase}`, { as: AUDITOR });
    return (json as { purchase: { funding: unknown } }).purchase.funding;
  };
  const refund = (amount: string) =>
    api.post(`/api/purchases/${purchase}/refunds`, {
      as: TREASURER,
      body: {
        shares: [{ fundingLine: places.fundingLine, amount }],
        effectiveOn: '2021-02-03',
        method: '银行转账',
        bankReference: 'TK-1',
        reason: '三件次品',
      },
    });

  beforeEach(async () => {
    const { supplier, item, fundingLine, second } = places;
    const money = { amount: '500.00', effectiveOn: '2021-01-04', source: '本级' };
    await api.write(TREASURER, `/api/funding-lines/${fundingLine}/appropriations`, money);
    const on = { effectiveOn: '2021-02-01' };
    const lines = [{ item, quantity: 10, amount: '1000.00', fundingLine }];
    purchase = await api.write(BUYER, '/api/purchases', { supplier, ...on, lines });
    const accepting = { warehouse: second, ...on, lines: [{ line: 1, good: 10 }] };
    const acceptance = await api.write(KEEPER, `/api/purchases/${purchase}/acceptances`, accepting);
    const paying = { shares: [{ fundingLine, amount: '1000.00' }], ...on, method: '银行转账', approval };
    paid = await api.write(TREASURER, `/api/purchases/${purchase}/payments`, paying);
    const faulty = { lines: [{ lot: `${acceptance}.1`, quantity: 3 }], effectiveOn: '2021-02-02', reason: '次品' };
    await api.write(KEEPER, `/api/purchases/${purchase}/returns`, faulty);
  });

  test('are refunded to the fen: payable is −300.00 before and 0.00 after', async () => {
    const early = await refund('300.00');
    expect(refusedAs(early)).toMatchObject([409, { type: '/problems/above-refundable', refundable: '0.00' }]);
    expect(early.text).toContain('先关闭采购');
    await api.write(BUYER, `/api/purchases/${purchase}/closure`, { reason: '不再补货' });
    expect(await payable()).toMatchObject([{ accepted: '700.00', paid: '1000.00', payable: '-300.00' }]);
    expect(refusedAs(await refund('300.01'))).toMatchObject([
      409,
      { type: '/problems/above-refundable', asked: '300.01', refundable: '300.00' },
    ]);
    const answer = await refund('300.00');
    expect([answer.status, answer.json]).toMatchObject([
      201,
      {
        entry: {
          kind: 'refund',
          transfers: [{ from: 'supplier/1', to: 'cash/1', value: '300.00' }],
          facts: { method: '银行转账', bankReference: 'TK-1', reason: '三件次品' },
        },
        purchase: { funding: [{ paid: '700.00', payable: '0.00' }] },
      },
    ]);
    expect(refusedAs(await refund('0.01'))).toMatchObject([409, { refundable: '0.00' }]);
    const statement = (await api.get(`/api/funding-lines/${places.fundingLine}/statement`, { as: AUDITOR })).json;
    expect((statement as { rows: unknown[] }).rows.at(-1)).toMatchObject({
      kind: 'refund',
      summary: '供应商退款：银行转账，三件次品',
      counterparty: { kind: 'supplier', name: '供应商甲' },
      income: '300.00',
      expense: '0.00',
      balance: '800.00',
    });
    expect((await api.get('/api/reports/identities', { as: AUDITOR })).json).toMatchObject({
      holds: true,
      cash: [{ cash: '800.00', paid: '700.00', difference: '0.00' }],
    });
  });

  test('are owed again where the refund is reversed, and stand in the way of reversing the payment until then', async () => {
    await api.write(BUYER, `/api/purchases/${purchase}/closure`, { reason: '不再补货' });
    const { entry } = (await refund('300.00')).json as { entry: { id: string } };
    const body = { reason: '退款未到账', effectiveOn: '2021-02-04' };
    const inTheWay = await api.post(`/api/entries/${paid}/reversal`, { as: SECOND_TREASURER, body });
    expect(refusedAs(inTheWay)).toMatchObject([409, { type: '/problems/stands-in-the-way', entries: [entry.id] }]);
    await api.write(SECOND_TREASURER, `/api/entries/${entry.id}/reversal`, body);
    expect(await payable()).toMatchObject([{ paid: '1000.00', payable: '-300.00' }]);
    await api.write(SECOND_TREASURER, `/api/entries/${paid}/reversal`, body);
    expect(await payable()).toMatchObject([{ paid: '0.00', payable: '700.00' }]);
  });

  test('are taken back by nobody but a treasurer', async () => {
    await api.write(BUYER, `/api/purchases/${purchase}/closure`, { reason: '不再补货' });
    const body = {
      shares: [{ fundingLine: places.fundingLine, amount: '1.00' }],
      effectiveOn: '2021-02-03',
      method: '现金',
    };
    for (const as of [BUYER, KEEPER, COORDINATOR, AUDITOR]) {
      expect((await api.post(`/api/purchases/${purchase}/refunds`, { as, body })).status).toBe(403);
    }
  });
});

describe('six hundred people of January whose goods come back in February', () => {
  const january = '?from=2021-01-01&to=2021-01-31';
  const february = '?from=2021-02-01&to=2021-02-28';
  const less = { people: 600, households: 200, goodsDelivered: '500.00', invested: '0.00' };

  test.each([
    ['whole months', january, february],
    ['some of its days', '?from=2021-01-03&to=2021-01-20', '?from=2021-02-10&to=2021-02-20'],
  ])('stay in January, of %s, are told beside February, and are in the total', async (_what, first, second) => {
    const { consignment } = await deliver(places.unit, COORDINATOR, '2021-01-10');
    await api.write(TREASURER, '/api/periods/2021-01/closure', {});
    const before = await headline(first);
    expect(before).toMatchObject({
      people: 600,
      sentences: { zh: '累计投入500元，慰问服务覆盖600人次、200户次。' },
    });
    const back = returning(500, { effectiveOn: '2021-02-10' });
    expect((await returned(consignment, back)).status).toBe(201);
    // It had been −600 people and −500.00 of goods.
    expect(await headline(second)).toMatchObject({
      people: 0,
      households: 0,
      goodsDelivered: '0.00',
      sentences: {
        zh: '累计投入0元。另更正1月：减少600人次、200户次。',
        en: 'Invested in all: 0 yuan. Corrections to January: 600 fewer people reached and 200 fewer households reached.',
      },
      undoneEarlier: [{ month: '2021-01', ...less }],
    });
    const { asOf: _was, ...own } = before as { asOf: unknown };
    expect(await headline(first)).toMatchObject({ ...own, laterEffects: [{ month: '2021-02', ...less }] });
    const total = await headline();
    expect(total).toMatchObject({ people: 0, goodsDelivered: '0.00', invested: '500.00' });
    expect(total).not.toHaveProperty('undoneEarlier');
    expect(total).not.toHaveProperty('laterEffects');
  });

  test('are more again in March where the return is reversed then, and nothing is printed below zero', async () => {
    const { consignment } = await deliver(places.unit, COORDINATOR, '2021-01-10');
    const back = await returned(consignment, returning(500, { effectiveOn: '2021-02-10' }));
    clock.now = Date.UTC(2021, 2, 20, 2);
    const { id } = (back.json as { entry: { id: string } }).entry;
    await api.write(SECOND_TREASURER, `/api/entries/${id}/reversal`, { reason: '没有退回', effectiveOn: '2021-03-02' });
    expect(await headline('?from=2021-03-01&to=2021-03-31')).toMatchObject({
      people: 0,
      sentences: { zh: '累计投入0元。另更正1月：增加600人次、200户次。' },
      undoneEarlier: [{ month: '2021-01', people: -600 }],
    });
    expect(await headline(january)).toMatchObject({
      people: 600,
      laterEffects: [
        { month: '2021-02', people: 600 },
        { month: '2021-03', people: -600 },
      ],
    });
    expect(await headline()).toMatchObject({ people: 600 });
  });

  test('are told by month in the use of funds and in the statement of the unit', async () => {
    const { consignment } = await deliver(places.unit, COORDINATOR, '2021-01-10');
    await returned(consignment, returning(500, { effectiveOn: '2021-02-10' }));
    const { json } = await api.get('/api/reports/usage?by=month', { as: AUDITOR });
    const earlier = { quantity: 500, value: '500.00', disbursed: '0.00', benefits: '0.00' };
    const { rows, total } = json as { rows: { month: string }[]; total: object };
    expect(rows.filter(({ month }) => month >= '2021-01')).toMatchObject([
      { month: '2021-01', quantity: 500, value: '500.00' },
      {
        month: '2021-02',
        quantity: 0,
        value: '0.00',
        undoneEarlier: earlier,
        bought: { delivered: { quantity: -500 } },
      },
    ]);
    expect(total).toMatchObject({ quantity: 0, value: '0.00' });
    const statement = await api.get(`/api/units/${places.unit}/statement${february}`, { as: AUDITOR });
    expect(statement.json).toMatchObject({
      goods: [],
      coverage: { people: 0 },
      undoneEarlier: { goods: [{ delivered: 500, value: '500.00' }], coverage: { people: 600, households: 200 } },
    });
  });

  test('say how much less was invested where goods of January go back to their supplier', async () => {
    const { lot, purchase } = places;
    const faulty = { lines: [{ lot, quantity: 100 }], effectiveOn: '2021-02-10', reason: '次品' };
    await api.write(KEEPER, `/api/purchases/${purchase}/returns`, faulty);
    expect(await headline(february)).toMatchObject({
      invested: '0.00',
      sentences: { zh: '累计投入0元。另更正1月：减少投入100元。' },
      undoneEarlier: [{ month: '2021-01', invested: '100.00' }],
    });
    expect(await headline(january)).toMatchObject({ invested: '500.00', laterEffects: [{ invested: '100.00' }] });
    expect(await headline()).toMatchObject({ invested: '400.00' });
  });
});
