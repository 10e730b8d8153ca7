import { beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { PDF } from '../evidence/files.ts';
import {
  type Api,
  AUDITOR,
  BUYER,
  COORDINATOR,
  id,
  KEEPER,
  openApiOver,
  type Person,
  type Registered,
  registerAll,
  SECOND_KEEPER,
  SECOND_TREASURER,
  TODAY,
  TREASURER,
  uploaded,
} from './api.ts';

const YESTERDAY = '2020-12-27';
const page = z.object({ items: z.array(z.looseObject({ id: z.string() })), next: z.string().optional() });

let api: Api;
let places: Registered & { readonly other: string; readonly purchase: string; readonly lot: string };

/** Seven of an item for 100.00 in the first warehouse, and a second that is empty. */
beforeEach(async () => {
  api = openApiOver();
  const registered = await registerAll(api);
  const { supplier, item, fundingLine, warehouse } = registered;
  const other = await api.write(TREASURER, '/api/warehouses', { code: 'W2', name: '分库' });
  const purchase = await api.write(BUYER, '/api/purchases', {
    supplier,
    effectiveOn: YESTERDAY,
    lines: [{ item, quantity: 7, amount: '100.00', fundingLine }],
  });
  const acceptance = await api.write(KEEPER, `/api/purchases/${purchase}/acceptances`, {
    warehouse,
    effectiveOn: YESTERDAY,
    lines: [{ line: 1, good: 7, batch: { number: 'P-7', expiresOn: '2021-06-30' } }],
  });
  places = { ...registered, other, purchase, lot: `${acceptance}.1` };
});

const moving = (...lines: readonly object[]) => ({
  from: places.warehouse,
  to: places.other,
  effectiveOn: TODAY,
  lines,
});

const moved = (quantity: number): Promise<string> =>
  api.write(KEEPER, '/api/stock-moves', moving({ lot: places.lot, quantity }));

async function errorsOf(body: object): Promise<unknown> {
  const entries = await api.entries();
  const answer = await api.post('/api/stock-moves', { as: KEEPER, body });
  expect([answer.status, answer.json]).toMatchObject([422, { status: 422 }]);
  expect(await api.entries()).toBe(entries);
  return z.looseObject({ errors: z.array(z.looseObject({ pointer: z.string(), code: z.string() })) }).parse(answer.json)
    .errors;
}

async function listed(query: string, as: Person = AUDITOR): Promise<string[]> {
  const answer = await api.get(`/api/stock-moves${query}`, { as });
  expect(answer.status, answer.text).toBe(200);
  return page.parse(answer.json).items.map((item) => item.id);
}

describe('a stock move', () => {
  test('is answered with its entry, the move and the lots that it brought', async () => {
    const body = { ...moving({ item: places.item, quantity: 3 }), reason: '库房调整', note: '第一车' };
    const { status, json } = await api.post('/api/stock-moves', { as: KEEPER, body, key: id(0xbeef) });
    expect(status).toBe(201);
    const lot = `${id(0xbeef)}.1`;
    expect(json).toMatchObject({
      entry: { id: id(0xbeef), kind: 'stock-move', number: null, effectiveOn: TODAY, note: '第一车' },
      stockMove: { id: id(0xbeef), number: null, from: places.warehouse, to: places.other, effectiveOn: TODAY },
      lots: [
        {
          id: lot,
          item: places.item,
          fundingLine: places.fundingLine,
          warehouse: places.other,
          receivedOn: TODAY,
          batch: 'P-7',
          expiresOn: '2021-06-30',
          quantity: 3,
          value: '42.85',
        },
      ],
    });
    expect(json).toHaveProperty('stockMove.reason', '库房调整');
    expect(json).toHaveProperty('stockMove.lines', [
      {
        from: places.lot,
        lot,
        item: places.item,
        fundingLine: places.fundingLine,
        quantity: 3,
        value: '42.85',
        batch: 'P-7',
        expiresOn: '2021-06-30',
      },
    ]);
    expect(Object.keys(Object(json)).sort()).toEqual(['entry', 'lots', 'names', 'stockMove']);
  });

  test('sent again under its key is answered again and not made again', async () => {
    const send = (quantity: number) =>
      api.post('/api/stock-moves', {
        as: KEEPER,
        body: moving({ lot: places.lot, quantity }),
        key: id(0xbeef),
      });
    const first = await send(3);
    const entries = await api.entries();
    const second = await send(3);
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.json).toMatchObject({
      entry: { id: id(0xbeef) },
      stockMove: { id: id(0xbeef), lines: [{ from: places.lot, quantity: 3, value: '42.85' }] },
      lots: [{ id: `${id(0xbeef)}.1` }],
    });
    expect((await send(4)).json).toMatchObject({ status: 422, type: '/problems/key-reused' });
    expect(await api.entries()).toBe(entries);
  });

  test('has its number once it is sealed, wherever it is shown', async () => {
    const move = await moved(3);
    const read = await api.get(`/api/stock-moves/${move}`, { as: AUDITOR });
    expect([read.status, read.json]).toMatchObject([
      200,
      {
        stockMove: {
          id: move,
          number: 'YK-000010',
          from: places.warehouse,
          to: places.other,
          lines: [{ from: places.lot, lot: `${move}.1`, quantity: 3, value: '42.85' }],
        },
        history: [{ id: move, number: '000010', kind: 'stock-move' }],
      },
    ]);
    expect((await api.get('/api/stock-moves', { as: AUDITOR })).json).toMatchObject({
      items: [{ id: move, number: 'YK-000010' }],
    });
    expect((await api.get(`/api/entries/${move}`, { as: AUDITOR })).json).toMatchObject({
      entry: { id: move, number: '000010' },
      document: { kind: 'stockMove', id: move },
    });
    expect((await api.get('/api/entries?kind=stock-move', { as: AUDITOR })).json).toMatchObject({
      items: [{ id: move }],
    });
  });

  test('that is unknown, or something else, is 404', async () => {
    const paths = [`/api/stock-moves/${id(0xdead)}`, `/api/stock-moves/${places.purchase}`];
    for (const path of paths) {
      const answer = await api.get(path, { as: AUDITOR });
      expect(answer.json).toMatchObject({ type: '/problems/not-found', status: 404 });
    }
  });

  test('is made by keepers, and seen by those who see adjustments', async () => {
    const move = await moved(1);
    const body = moving({ lot: places.lot, quantity: 1 });
    for (const as of [TREASURER, BUYER, AUDITOR, COORDINATOR]) {
      expect((await api.post('/api/stock-moves', { as, body })).status).toBe(403);
    }
    expect((await api.post('/api/stock-moves', { body })).status).toBe(401);
    expect((await api.post('/api/stock-moves', { as: SECOND_KEEPER, body })).status).toBe(201);
    for (const as of [AUDITOR, TREASURER, BUYER, KEEPER, COORDINATOR]) {
      const { status } = await api.get('/api/stock-adjustments', { as });
      expect([(await api.get('/api/stock-moves', { as })).status, as.subject]).toEqual([status, as.subject]);
      const one = await api.get(`/api/stock-moves/${move}`, { as });
      expect([one.status, as.subject]).toEqual([status, as.subject]);
    }
  });
});

describe('the list of stock moves', () => {
  test('keeps to its filters, newest first', async () => {
    const early = await api.write(KEEPER, '/api/stock-moves', {
      ...moving({ lot: places.lot, quantity: 4 }),
      effectiveOn: YESTERDAY,
    });
    const late = await moved(1);
    const back = await api.write(KEEPER, '/api/stock-moves', {
      from: places.other,
      to: places.warehouse,
      effectiveOn: TODAY,
      lines: [{ lot: `${early}.1`, quantity: 1 }],
    });
    expect(await listed('')).toEqual([back, late, early]);
    expect(await listed(`?from=${TODAY}`)).toEqual([back, late]);
    expect(await listed(`?to=${YESTERDAY}`)).toEqual([early]);
    expect(await listed(`?warehouse=${places.warehouse}`)).toEqual([back, late, early]);
    expect(await listed(`?warehouse=${places.other}&from=${TODAY}`)).toEqual([back, late]);
    expect(await listed(`?warehouse=${id(0xdead)}`)).toEqual([]);
    const first = page.parse((await api.get('/api/stock-moves?limit=2', { as: AUDITOR })).json);
    expect(first.items.map((item) => item.id)).toEqual([back, late]);
    expect(await listed(`?limit=2&cursor=${first.next}`)).toEqual([early]);
    expect((await api.get('/api/stock-moves?status=open', { as: AUDITOR })).status).toBe(
      (await api.get('/api/receipts?status=open', { as: AUDITOR })).status,
    );
  });
});

describe('the body of a stock move', () => {
  test('names in each line an item or a lot, and not both', async () => {
    const lines = [
      { quantity: 1 },
      { item: places.item, lot: places.lot, quantity: 1 },
      { item: places.item, quantity: 1 },
    ];
    expect(await errorsOf(moving(...lines))).toMatchObject([
      { pointer: '/lines/0/item', code: 'not-exactly-one' },
      { pointer: '/lines/1/item', code: 'not-exactly-one' },
    ]);
  });

  test('names no funding line beside a lot, which has its own', async () => {
    const line = { lot: places.lot, fundingLine: places.fundingLine, quantity: 1 };
    expect(await errorsOf(moving(line))).toMatchObject([{ pointer: '/lines/0/fundingLine', code: 'only-for' }]);
  });

  test('has one line to twenty', async () => {
    const line = { item: places.item, quantity: 1 };
    expect(await errorsOf(moving())).toMatchObject([{ pointer: '/lines' }]);
    expect(await errorsOf(moving(...Array.from({ length: 21 }, () => line)))).toMatchObject([{ pointer: '/lines' }]);
  });

  test('has whole quantities above nothing, ids, a day that came, and nothing else', async () => {
    const line = { item: places.item, quantity: 1 };
    expect(await errorsOf(moving({ ...line, quantity: 0 }))).toMatchObject([
      { pointer: '/lines/0/quantity', code: 'too-small' },
    ]);
    expect(await errorsOf(moving({ ...line, quantity: 1.5 }))).toMatchObject([
      { pointer: '/lines/0/quantity', code: 'not-an-integer' },
    ]);
    expect(await errorsOf(moving({ lot: places.item, quantity: 1 }))).toMatchObject([
      { pointer: '/lines/0/lot', code: 'bad-format' },
    ]);
    expect(await errorsOf({ ...moving(line), effectiveOn: '2020-12-29' })).toMatchObject([
      { pointer: '/effectiveOn', code: 'future-date' },
    ]);
    expect(await errorsOf({ ...moving(line), plan: id(1) })).toMatchObject([{ pointer: '/plan' }]);
    const { to: _to, ...nowhere } = moving(line);
    expect(await errorsOf(nowhere)).toMatchObject([{ pointer: '/to', code: 'required' }]);
  });

  test('names two warehouses', async () => {
    const line = { item: places.item, quantity: 1 };
    expect(await errorsOf({ ...moving(line), to: places.warehouse })).toMatchObject([
      { pointer: '/to', code: 'same-as' },
    ]);
    expect(await errorsOf({ ...moving(line), to: places.item })).toMatchObject([
      { pointer: '/to', code: 'unknown-reference' },
    ]);
    await api.write(TREASURER, `/api/warehouses/${places.other}/closure`, { reason: '停用' });
    expect(await errorsOf(moving(line))).toMatchObject([{ pointer: '/to', code: 'closed-reference' }]);
  });

  test('may be above nothing that is there', async () => {
    const send = async (line: object) => (await api.post('/api/stock-moves', { as: KEEPER, body: moving(line) })).json;
    expect(await send({ lot: places.lot, quantity: 8 })).toMatchObject({
      status: 409,
      type: '/problems/above-lot',
      lot: places.lot,
      asked: 8,
      has: 7,
    });
    expect(await send({ item: places.item, quantity: 1, measure: '箱' })).toMatchObject({
      status: 409,
      type: '/problems/insufficient-stock',
      line: 1,
      available: 7,
      shortfall: 3,
    });
  });
});

describe('after a move', () => {
  const stockIn = async (warehouse: string) =>
    (await api.get(`/api/stock?warehouse=${warehouse}`, { as: AUDITOR })).json;

  test('the stock has the lot in its new warehouse, with batch and expiry, received on that day', async () => {
    const move = await moved(3);
    const known = { item: { id: places.item }, fundingLine: { id: places.fundingLine }, inKind: false };
    const batch = { batch: 'P-7', expiresOn: '2021-06-30' };
    expect(await stockIn(places.other)).toMatchObject({
      lots: [{ ...known, ...batch, lot: `${move}.1`, receivedOn: TODAY, quantity: 3, value: '42.85' }],
      value: '42.85',
    });
    expect(await stockIn(places.warehouse)).toMatchObject({
      lots: [{ ...known, ...batch, lot: places.lot, receivedOn: YESTERDAY, quantity: 4, value: '57.15' }],
      value: '57.15',
    });
  });

  test('the stock of its purchase has both lots, and that of another purchase none', async () => {
    const move = await moved(3);
    const stockOf = async (purchase: string) =>
      (await api.get(`/api/stock?purchase=${purchase}`, { as: AUDITOR })).json;
    const { json } = await api.get('/api/purchases', { as: AUDITOR });
    const [purchase = ''] = page.parse(json).items.map((one) => one.id);
    const { lots } = z
      .looseObject({ lots: z.array(z.looseObject({ lot: z.string() })) })
      .parse(await stockOf(purchase));
    expect(lots.map(({ lot }) => lot).sort()).toEqual([places.lot, `${move}.1`].sort());
    expect(await stockOf(places.item)).toMatchObject({ lots: [], value: '0.00' });
  });

  test('the stock card has it going out of the one and into the other', async () => {
    const move = await moved(3);
    const card = async (query: string) =>
      (await api.get(`/api/items/${places.item}/stock-card${query}`, { as: AUDITOR })).json;
    const nothing = { quantity: 0, value: '0.00' };
    const gone = { quantity: 3, value: '42.85' };
    expect(await card(`?warehouse=${places.warehouse}`)).toMatchObject({
      rows: [
        { kind: 'acceptance' },
        { entry: move, kind: 'stock-move', in: nothing, out: gone, balance: { quantity: 4, value: '57.15' } },
      ],
      closing: { quantity: 4, value: '57.15' },
    });
    expect(await card(`?warehouse=${places.other}`)).toMatchObject({
      rows: [{ entry: move, in: gone, out: nothing, balance: gone }],
      closing: gone,
    });
    expect(await card('')).toMatchObject({ closing: { quantity: 7, value: '100.00' } });
  });

  test('the goods are sent, counted and returned as any', async () => {
    const move = await moved(5);
    const consignment = await api.write(KEEPER, '/api/consignments', {
      unit: places.unit,
      warehouse: places.other,
      effectiveOn: TODAY,
      lines: [{ item: places.item, quantity: 1 }],
    });
    expect((await api.get(`/api/consignments/${consignment}`, { as: AUDITOR })).json).toMatchObject({
      consignment: { parts: [{ lot: `${move}.1`, sent: { quantity: 1, value: '14.28' } }] },
    });
    const counted = await api.write(KEEPER, '/api/stock-adjustments', {
      warehouse: places.other,
      effectiveOn: TODAY,
      reason: '月末盘点',
      lines: [{ lot: `${move}.1`, book: 4, counted: 3 }],
    });
    await api.write(SECOND_KEEPER, `/api/stock-adjustments/${counted}/countersignature`, {});
    await api.write(KEEPER, `/api/purchases/${places.purchase}/returns`, {
      lines: [{ lot: `${move}.1`, quantity: 3 }],
      effectiveOn: TODAY,
      reason: '质量问题',
    });
    expect(await stockIn(places.other)).toMatchObject({ lots: [], value: '0.00' });
    expect((await api.get('/api/reports/identities', { as: AUDITOR })).json).toMatchObject({ holds: true });
  });

  test('it is reversed while the goods are there, and its history tells', async () => {
    const move = await moved(3);
    const reversal = await api.write(SECOND_TREASURER, `/api/entries/${move}/reversal`, {
      reason: '录入有误',
      effectiveOn: TODAY,
    });
    expect((await api.get(`/api/stock-moves/${move}`, { as: AUDITOR })).json).toMatchObject({
      stockMove: { id: move },
      history: [{ id: reversal, kind: 'reversal' }, { id: move }],
    });
    expect((await api.get(`/api/entries/${move}`, { as: AUDITOR })).json).toMatchObject({ reversedBy: reversal });
    expect(await stockIn(places.warehouse)).toMatchObject({
      lots: [{ lot: places.lot, quantity: 7, value: '100.00' }],
    });
    expect(await stockIn(places.other)).toMatchObject({ lots: [] });
  });

  test('it is not reversed once goods were taken, and the refusal names who took them', async () => {
    const move = await moved(3);
    const consignment = await api.write(KEEPER, '/api/consignments', {
      unit: places.unit,
      warehouse: places.other,
      effectiveOn: TODAY,
      lines: [{ item: places.item, quantity: 1 }],
    });
    const body = { reason: '录入有误', effectiveOn: TODAY };
    expect((await api.post(`/api/entries/${move}/reversal`, { as: SECOND_TREASURER, body })).json).toMatchObject({
      status: 409,
      type: '/problems/stands-in-the-way',
      account: `stock/${move}.1`,
      entries: [consignment],
    });
  });

  test('late evidence belongs to it', async () => {
    const move = await moved(3);
    const paper = await uploaded(api, KEEPER, '移库单.pdf', PDF);
    const answer = await api.post(`/api/entries/${move}/evidence`, { as: KEEPER, body: { evidence: [paper] } });
    expect(answer.status, answer.text).toBe(201);
  });

  test('a warehouse closes once it is empty', async () => {
    await moved(6);
    const close = () =>
      api.post(`/api/warehouses/${places.warehouse}/closure`, { as: TREASURER, body: { reason: '撤库' } });
    expect((await close()).json).toMatchObject({ status: 409, type: '/problems/still-in-use' });
    await moved(1);
    expect((await close()).status).toBe(201);
  });

  test('the log holds it in full', async () => {
    const move = await moved(3);
    const { json } = await api.get(`/api/entries/${move}`, { as: AUDITOR });
    expect(json).toMatchObject({
      entry: {
        refs: { warehouse: places.warehouse },
        facts: {
          to: places.other,
          lots: [
            {
              from: places.lot,
              birth: places.lot,
              item: places.item,
              fundingLine: places.fundingLine,
              share: { purchase: places.purchase, line: 1, fundingLine: 1 },
              number: 'P-7',
              expiresOn: '2021-06-30',
            },
          ],
        },
      },
    });
  });
});
