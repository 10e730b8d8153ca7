import { describe, expect, test } from 'vitest';
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
  registerAll,
  SECOND_TREASURER,
  TODAY,
  TREASURER,
  uploaded,
} from './api.ts';

const page = z.object({ items: z.array(z.looseObject({})), next: z.string().optional() });
const withHistory = z.looseObject({
  history: z.array(z.looseObject({ id: z.string() })),
  historyNext: z.string().optional(),
});

async function list(api: Api, as: Person, path: string) {
  const answer = await api.get(path, { as });
  expect(answer.status, answer.text).toBe(200);
  return page.parse(answer.json);
}

async function read(api: Api, as: Person, path: string) {
  const answer = await api.get(path, { as });
  expect(answer.status, answer.text).toBe(200);
  return withHistory.parse(answer.json);
}

async function suppliers(api: Api, count: number): Promise<string[]> {
  const made: string[] = [];
  for (let at = 0; at < count; at += 1) made.push(await api.write(BUYER, '/api/suppliers', { name: `供应商${at}` }));
  return made;
}

const idsOf = (items: readonly object[]) => items.map((item) => Reflect.get(item, 'id'));

describe('a list', () => {
  test('goes on where the page before ended, newest first, each row once', async () => {
    const api = openApiOver();
    const made = await suppliers(api, 7);
    const first = await list(api, BUYER, '/api/suppliers?limit=3');
    const second = await list(api, BUYER, `/api/suppliers?limit=3&cursor=${first.next}`);
    const third = await list(api, BUYER, `/api/suppliers?limit=3&cursor=${second.next}`);
    expect([first, second, third].map(({ items }) => items.length)).toEqual([3, 3, 1]);
    expect(idsOf([...first.items, ...second.items, ...third.items])).toEqual(made.toReversed());
    expect(third.next).toBeUndefined();
  });

  test('has fifty rows unless asked otherwise, and no next where nothing comes', async () => {
    const api = openApiOver();
    expect(await list(api, BUYER, '/api/suppliers')).toEqual({ items: [] });
    await suppliers(api, 51);
    const { items, next } = await list(api, BUYER, '/api/suppliers');
    expect([items.length, next === undefined]).toEqual([50, false]);
    expect((await list(api, BUYER, `/api/suppliers?cursor=${next}`)).items).toHaveLength(1);
    expect(await list(api, BUYER, '/api/suppliers?limit=51')).not.toHaveProperty('next');
  });

  test('looks on past a thousand rows until a page has one, and ends it there', async () => {
    const api = openApiOver();
    const all = await suppliers(api, 1_150);
    const closed = [all[0] ?? '', all[10] ?? ''];
    for (const one of closed) await api.write(BUYER, `/api/suppliers/${one}/closure`, { reason: '停业' });
    const first = await list(api, BUYER, '/api/suppliers?status=closed&limit=1');
    expect(idsOf(first.items)).toEqual([closed[1]]);
    const second = await list(api, BUYER, `/api/suppliers?status=closed&limit=1&cursor=${first.next}`);
    expect(idsOf(second.items)).toEqual([closed[0]]);
    expect(second.next).toBeUndefined();
  });

  test('keeps to its filters', async () => {
    const api = openApiOver();
    const { fundingLine, item, supplier } = await registerAll(api);
    const other = await api.write(BUYER, '/api/suppliers', { name: '供应商乙' });
    const order = (who: string, effectiveOn: string) =>
      api.write(BUYER, '/api/purchases', {
        supplier: who,
        effectiveOn,
        lines: [{ item, quantity: 1, amount: '1.00', fundingLine }],
      });
    const early = await order(supplier, '2020-12-01');
    const late = await order(supplier, TODAY);
    const others = await order(other, TODAY);
    await api.write(BUYER, `/api/purchases/${late}/closure`, { reason: '取消' });
    const found = async (query: string) => idsOf((await list(api, BUYER, `/api/purchases?${query}`)).items);
    expect(await found(`supplier=${supplier}`)).toEqual([late, early]);
    expect(await found('status=open')).toEqual([others, early]);
    expect(await found('status=closed')).toEqual([late]);
    expect(await found('from=2020-12-02')).toEqual([others, late]);
    expect(await found('to=2020-12-02')).toEqual([early]);
    expect(await found(`fundingLine=${fundingLine}&supplier=${other}`)).toEqual([others]);
    expect(await found(`fundingLine=${other}`)).toEqual([]);
    expect(idsOf((await list(api, BUYER, '/api/items?code=N95')).items)).toEqual([item]);
    expect(idsOf((await list(api, BUYER, '/api/items?code=N96')).items)).toEqual([]);
    expect((await list(api, AUDITOR, '/api/entries?kind=order')).items).toHaveLength(3);
  });
});

describe('a document', () => {
  test('comes with its entries, newest first, a hundred at a time', async () => {
    const api = openApiOver();
    const { item } = await registerAll(api);
    for (let at = 0; at < 104; at += 1) {
      await api.write(TREASURER, `/api/items/${item}/amendments`, { name: `口罩${at}`, reason: '更正' });
    }
    const first = await read(api, AUDITOR, `/api/items/${item}`);
    expect(first).toMatchObject({ item: { id: item, name: '口罩103' } });
    expect(first.history).toHaveLength(100);
    const second = await read(api, AUDITOR, `/api/items/${item}?history=${first.historyNext}`);
    expect(second.history).toHaveLength(5);
    expect(second.history.at(-1)?.id).toBe(item);
    expect(second.historyNext).toBeUndefined();
    expect(new Set(idsOf([...first.history, ...second.history])).size).toBe(105);
  });

  test('does not show the history of another', async () => {
    const api = openApiOver();
    const { item, supplier } = await registerAll(api);
    for (let at = 0; at < 101; at += 1) {
      await api.write(TREASURER, `/api/items/${item}/amendments`, { name: `口罩${at}`, reason: '更正' });
    }
    const { historyNext } = await read(api, AUDITOR, `/api/items/${item}`);
    const answer = await api.get(`/api/suppliers/${supplier}?history=${historyNext}`, { as: AUDITOR });
    expect(answer.json).toMatchObject({ errors: [{ pointer: '/history', code: 'bad-format' }] });
  });

  test.each(['units', 'items', 'purchases', 'consignments', 'entries', 'benefits'])(
    'of %s that is unknown is 404',
    async (plural) => {
      const answer = await openApiOver().get(`/api/${plural}/${id(0xdead)}`, { as: AUDITOR });
      expect(answer.json).toMatchObject({ type: '/problems/not-found', status: 404 });
    },
  );

  test('of another kind is 404', async () => {
    const api = openApiOver();
    const { item } = await registerAll(api);
    expect((await api.get(`/api/units/${item}`, { as: AUDITOR })).status).toBe(404);
  });
});

describe('a purchase', () => {
  test('tells how it was procured, as its order does in the log', async () => {
    const api = openApiOver();
    const { fundingLine, item, supplier } = await registerAll(api);
    const paper = await uploaded(api, BUYER, '报价单.pdf', PDF);
    const procurement = {
      method: 'invited-tender',
      contract: 'HT-2020-1',
      quotes: [
        { supplier: '供应商甲', amount: '1.00', evidence: paper },
        { supplier: '供应商乙', amount: '1.20' },
      ],
      reason: '低价者中选',
    };
    const lines = [{ item, quantity: 1, amount: '1.00', fundingLine }];
    const body = { supplier, effectiveOn: TODAY, lines };
    const made = await api.post('/api/purchases', { as: BUYER, body: { ...body, procurement } });
    expect(made.status, made.text).toBe(201);
    expect(made.json).toMatchObject({ entry: { facts: { procurement } }, purchase: { procurement } });
    const { items } = await list(api, BUYER, '/api/purchases');
    expect(items).toMatchObject([{ procurement }]);
    expect(await read(api, AUDITOR, `/api/purchases/${idsOf(items)[0]}`)).toMatchObject({ purchase: { procurement } });
    const plain = await api.write(BUYER, '/api/purchases', body);
    expect((await read(api, AUDITOR, `/api/purchases/${plain}`)).purchase).not.toHaveProperty('procurement');
  });

  test('of an emergency is 422 without what makes it one', async () => {
    const api = openApiOver();
    const { fundingLine, item, supplier } = await registerAll(api);
    const lines = [{ item, quantity: 1, amount: '1.00', fundingLine }];
    const body = { supplier, effectiveOn: TODAY, lines, procurement: { method: 'emergency' } };
    const { status, json } = await api.post('/api/purchases', { as: BUYER, body });
    expect(status).toBe(422);
    expect(json).toMatchObject({ errors: [{ pointer: '/emergency', code: 'required' }] });
  });
});

describe('an entry', () => {
  test('names the document it is about and the entry that reversed it', async () => {
    const api = openApiOver();
    const { fundingLine, unit } = await registerAll(api);
    const disbursement = await api.write(TREASURER, '/api/disbursements', {
      fundingLine,
      unit,
      amount: '10.00',
      effectiveOn: TODAY,
      purpose: '慰问',
      method: '转账',
    });
    const reversal = await api.write(SECOND_TREASURER, `/api/entries/${disbursement}/reversal`, {
      reason: '重复',
      effectiveOn: TODAY,
    });
    const { json } = await api.get(`/api/entries/${disbursement}`, { as: AUDITOR });
    expect(json).toMatchObject({
      entry: { id: disbursement, number: '000007' },
      document: { kind: 'disbursement', id: disbursement },
      reversedBy: reversal,
    });
    const read = await api.get(`/api/disbursements/${disbursement}`, { as: AUDITOR });
    expect(read.json).toMatchObject({ disbursement: { status: 'taken-back', amount: '10.00', remaining: '0.00' } });
    expect(read.text).not.toContain('requestHash');
  });
});

describe('a person', () => {
  test('is shown masked, to auditors and treasurers alone', async () => {
    const api = openApiOver();
    const { fundingLine } = await registerAll(api);
    const tariff = await api.write(TREASURER, '/api/tariffs', {
      code: 'T1',
      name: '慰问',
      basis: '办法',
      cap: '500.00',
      per: 'year',
    });
    const benefit = await api.write(TREASURER, '/api/benefits', {
      fundingLine,
      tariff,
      person: { name: '张小三', reference: 'GH-0001234' },
      amount: '200.00',
      effectiveOn: TODAY,
      method: '银行卡',
    });
    const answers = [
      await api.get('/api/benefits', { as: AUDITOR }),
      await api.get(`/api/benefits/${benefit}`, { as: TREASURER }),
      await api.get(`/api/entries/${benefit}`, { as: AUDITOR }),
    ];
    for (const { status, text } of answers) {
      expect(status).toBe(200);
      expect(text).not.toContain('张小三');
      expect(text).not.toContain('GH-0001234');
    }
    expect(answers[0]?.text).toContain('"person":{"name":"张*三","reference":"******1234"}');
    expect((await api.get('/api/benefits', { as: KEEPER })).status).toBe(403);
  });

  test('who is a contact has a masked phone', async () => {
    const api = openApiOver();
    const { unit } = await registerAll(api);
    const { text } = await api.get(`/api/units/${unit}`, { as: COORDINATOR });
    expect(text).toContain('138****1234');
    expect(text).not.toContain('13812341234');
  });
});

test('a coordinator sees the consignments and disbursements of own units and of what lies below them', async () => {
  const api = openApiOver();
  const { fundingLine, unit } = await registerAll(api);
  const below = await api.write(TREASURER, '/api/units', { code: 'SY-01-1', name: '张喜庄村', parent: unit });
  const beside = await api.write(TREASURER, '/api/units', { code: 'SY-02', name: '南法信镇' });
  const disburse = (to: string) =>
    api.write(TREASURER, '/api/disbursements', {
      fundingLine,
      unit: to,
      amount: '10.00',
      effectiveOn: TODAY,
      purpose: '慰问',
      method: '转账',
    });
  const [own, lower, foreign] = [await disburse(unit), await disburse(below), await disburse(beside)];
  const { items } = await list(api, COORDINATOR, '/api/disbursements');
  expect(idsOf(items)).toEqual([lower, own]);
  expect((await api.get(`/api/disbursements/${lower}`, { as: COORDINATOR })).status).toBe(200);
  expect((await api.get(`/api/disbursements/${foreign}`, { as: COORDINATOR })).json).toMatchObject({
    type: '/problems/not-your-unit',
  });
  expect(idsOf((await list(api, { ...COORDINATOR, units: [] }, '/api/disbursements')).items)).toEqual([]);
});
