import { beforeEach, describe, expect, test } from 'vitest';
import { createMemoryLedger } from '../in-memory.ts';
import {
  type Answer,
  type Api,
  AUDITOR,
  BUYER,
  COORDINATOR,
  KEEPER,
  openApiOver,
  type Person,
  type Registered,
  registerAll,
  TREASURER,
} from './api.ts';
import { columnIn, exported } from './named.ts';

const DAY = 86_400_000;
/** 2021-01-20 10:00 in Shanghai. */
const JANUARY = Date.UTC(2021, 0, 20, 2);

let api: Api;
let clock: { now: number };
/** Two towns; a village with a hamlet below it lies below the first. */
let places: Registered & { readonly other: string; readonly village: string; readonly hamlet: string };

beforeEach(async () => {
  clock = { now: JANUARY };
  api = openApiOver(createMemoryLedger(), () => clock.now);
  const registered = await registerAll(api);
  const { supplier, item, fundingLine, warehouse, unit } = registered;
  const unitOf = (code: string, name: string, parent?: string) =>
    api.write(TREASURER, '/api/units', { code, name, ...(parent === undefined ? {} : { parent }) });
  const other = await unitOf('SY-02', '仁和镇');
  const village = await unitOf('V-1', '张喜庄村', unit);
  const hamlet = await unitOf('H-1', '张喜庄一组', village);
  const lines = [{ item, quantity: 100, amount: '100.00', fundingLine }];
  const purchase = await api.write(BUYER, '/api/purchases', { supplier, effectiveOn: '2021-01-04', lines });
  const accepting = { warehouse, effectiveOn: '2021-01-05', lines: [{ line: 1, good: 100 }] };
  await api.write(KEEPER, `/api/purchases/${purchase}/acceptances`, accepting);
  places = { ...registered, other, village, hamlet };
});

const today = () => new Date(clock.now + 8 * 3_600_000).toISOString().slice(0, 10);
const nextDay = () => {
  clock.now += DAY;
};

async function dispatch(unit: string, quantity: number, on = today()): Promise<string> {
  const { item, warehouse } = places;
  return api.write(KEEPER, '/api/consignments', { unit, warehouse, effectiveOn: on, lines: [{ item, quantity }] });
}

async function confirm(consignment: string, quantity: number, people: number, by: Person = COORDINATOR) {
  const body = { effectiveOn: today(), lines: [{ line: 1, good: quantity }], signatory: '签收人', people };
  return api.post(`/api/consignments/${consignment}/confirmation`, { as: by, body });
}

function move(unit: string, parent: string | null): Promise<Answer> {
  return api.post(`/api/units/${unit}/amendments`, { as: TREASURER, body: { parent, reason: '区划调整' } });
}

async function moved(unit: string, parent: string | null): Promise<void> {
  const { status, text } = await move(unit, parent);
  if (status !== 201) throw new Error(text);
}

const read = async (path: string, as: Person = AUDITOR): Promise<unknown> => (await api.get(path, { as })).json;

/** What a unit has with all below it: pieces, people, and money. */
async function withBelow(unit: string, tree: 'then' | 'now', more = '') {
  const statement = (await read(`/api/units/${unit}/statement?below=true&tree=${tree}${more}`)) as {
    readonly tree: string;
    readonly goods: readonly { readonly delivered: number }[];
    readonly disbursed: string;
    readonly coverage: { readonly people: number };
  };
  expect(statement.tree).toBe(tree);
  const delivered = statement.goods.reduce((sum, row) => sum + row.delivered, 0);
  return [delivered, statement.coverage.people, statement.disbursed];
}

describe('a unit that moves', () => {
  test('takes all below it along, to the top too', async () => {
    const { unit, other, village, hamlet } = places;
    const lineage = async (id: string) =>
      ((await read(`/api/units/${id}`)) as { unit: { lineage: string[] } }).unit.lineage;
    expect(await lineage(hamlet)).toEqual(['H-1', 'V-1', 'SY-01']);
    const { status, json } = await move(village, other);
    expect([status, json]).toMatchObject([
      201,
      {
        entry: { kind: 'amendment', facts: { fields: { parent: other }, reason: '区划调整' }, effectiveOn: today() },
        unit: { parent: other, lineage: ['V-1', 'SY-02'] },
      },
    ]);
    expect(await lineage(hamlet)).toEqual(['H-1', 'V-1', 'SY-02']);
    const top = await move(village, null);
    expect(top.json).toMatchObject({
      entry: { facts: { fields: { parent: null } } },
      unit: { code: 'V-1', lineage: ['V-1'] },
    });
    expect(top.json).not.toHaveProperty('unit.parent');
    expect(await lineage(hamlet)).toEqual(['H-1', 'V-1']);
    expect(await read(`/api/units?parent=${unit}`)).toEqual({ items: [] });
    expect(await read('/api/units')).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ code: 'H-1', lineage: ['H-1', 'V-1'] })]),
    });
  });

  test('never comes to lie below what lies below it, or in what is closed', async () => {
    const { unit, other, village, hamlet } = places;
    for (const parent of [village, hamlet]) {
      const { status, json } = await move(village, parent);
      expect([status, json]).toMatchObject([422, { errors: [{ pointer: '/parent', code: 'own-descendant' }] }]);
    }
    await api.write(TREASURER, `/api/units/${other}/closure`, { reason: '撤并' });
    expect((await move(village, other)).json).toMatchObject({ errors: [{ code: 'closed-reference' }] });
    await api.write(TREASURER, `/api/units/${other}/reopening`, { reason: '恢复' });
    await moved(village, other);
    await moved(unit, hamlet);
    const { status, json } = await move(other, unit);
    expect([status, json]).toMatchObject([422, { errors: [{ code: 'own-descendant' }] }]);
  });

  test('of two that move below each other at once, one is refused', async () => {
    const { unit, other } = places;
    const answers = await Promise.all([move(unit, other), move(other, unit)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 422]);
    expect(answers.find(({ status }) => status === 422)?.json).toMatchObject({
      errors: [{ pointer: '/parent', code: 'own-descendant' }],
    });
  });

  test('frees what it lay below to be closed, and keeps what it lies below open', async () => {
    const { unit, other, village } = places;
    await moved(village, other);
    const close = (id: string) => api.post(`/api/units/${id}/closure`, { as: TREASURER, body: { reason: '撤并' } });
    expect((await close(other)).json).toMatchObject({ type: '/problems/still-in-use', uses: [{ what: 'sub-units' }] });
    expect((await close(unit)).status).toBe(201);
  });
});

describe('permissions', () => {
  const SECOND: Person = { subject: 'coordinator-2', roles: ['coordinator'], units: ['SY-02'] };

  test('follow the unit within a minute', async () => {
    const { other, village, hamlet } = places;
    const first = await dispatch(hamlet, 10);
    const second = await dispatch(hamlet, 5);
    expect((await confirm(first, 10, 10, SECOND)).status).toBe(403);
    await moved(village, other);
    clock.now += 60_000;
    expect((await confirm(first, 10, 10, COORDINATOR)).json).toMatchObject({ type: '/problems/not-your-unit' });
    expect((await api.get(`/api/consignments/${second}`, { as: COORDINATOR })).status).toBe(403);
    expect((await api.get(`/api/units/${hamlet}`, { as: COORDINATOR })).status).toBe(403);
    expect((await api.get(`/api/units/${hamlet}/statement`, { as: COORDINATOR })).status).toBe(403);
    expect(await read('/api/consignments', COORDINATOR)).toEqual({ items: [] });
    expect((await confirm(first, 10, 10, SECOND)).status).toBe(201);
    expect(await read('/api/consignments', SECOND)).toMatchObject({ items: [{ id: second }, { id: first }] });
    expect(await read('/api/units', SECOND)).toMatchObject({
      items: [{ code: 'H-1' }, { code: 'V-1' }, { code: 'SY-02' }],
    });
  });
});

describe('figures', () => {
  const SECOND: Person = { subject: 'coordinator-2', roles: ['coordinator'], units: ['SY-02'] };

  test('are of the tree of the day on which their document was opened, or of that of now, which is said', async () => {
    const { unit, other, village, hamlet } = places;
    const sent = await dispatch(hamlet, 30);
    await confirm(sent, 30, 30);
    const onItsWay = await dispatch(hamlet, 7);
    nextDay();
    await moved(village, other);
    // Of a document that was opened before, whatever comes after it.
    await confirm(onItsWay, 7, 7, SECOND);
    await confirm(await dispatch(hamlet, 20), 20, 20, SECOND);
    await confirm(await dispatch(village, 1, '2021-01-20'), 1, 1, SECOND);
    expect(await withBelow(unit, 'then')).toEqual([38, 38, '0.00']);
    expect(await withBelow(other, 'then')).toEqual([20, 20, '0.00']);
    expect(await withBelow(unit, 'now')).toEqual([0, 0, '0.00']);
    expect(await withBelow(other, 'now')).toEqual([58, 58, '0.00']);
    expect(await read(`/api/units/${unit}/statement?below=true`)).toMatchObject({
      tree: 'then',
      coverage: { people: 38 },
    });
    nextDay();
    await moved(village, null);
    expect(await withBelow(unit, 'then')).toEqual([38, 38, '0.00']);
    expect(await withBelow(other, 'then')).toEqual([20, 20, '0.00']);
    expect(await withBelow(other, 'now')).toEqual([0, 0, '0.00']);
    expect(await withBelow(village, 'then')).toEqual([58, 58, '0.00']);
    expect(await withBelow(village, 'now')).toEqual([58, 58, '0.00']);
  });

  test('of one day are of the tree that was when each document was recorded', async () => {
    const { unit, other, village, hamlet } = places;
    await confirm(await dispatch(hamlet, 3), 3, 3);
    clock.now += 1_000;
    await moved(village, other);
    clock.now += 1_000;
    await confirm(await dispatch(hamlet, 4), 4, 4, SECOND);
    expect(await withBelow(unit, 'then')).toEqual([3, 3, '0.00']);
    expect(await withBelow(other, 'then')).toEqual([4, 4, '0.00']);
  });

  test('of money, of what came back and of what was reversed are of their document', async () => {
    const { unit, other, village, fundingLine } = places;
    const giving = { fundingLine, unit: village, amount: '80.00', purpose: '慰问', method: '银行转账', people: 8 };
    const disbursement = await api.write(TREASURER, '/api/disbursements', { ...giving, effectiveOn: today() });
    const consignment = await dispatch(village, 10);
    await confirm(consignment, 10, 10);
    nextDay();
    await moved(village, other);
    const taking = { amount: '30.00', effectiveOn: today(), reason: '结余', people: 3 };
    await api.write(TREASURER, `/api/disbursements/${disbursement}/returns`, taking);
    const returning = { lines: [{ line: 1, quantity: 4 }], effectiveOn: today(), reason: '多发', people: 4 };
    const back = await api.write(KEEPER, `/api/consignments/${consignment}/returns`, returning);
    expect(await withBelow(unit, 'then')).toEqual([6, 11, '50.00']);
    expect(await withBelow(other, 'then')).toEqual([0, 0, '0.00']);
    expect(await withBelow(other, 'now')).toEqual([6, 11, '50.00']);
    await api.write(TREASURER, `/api/entries/${back}/reversal`, { reason: '没有退回', effectiveOn: today() });
    expect(await withBelow(unit, 'then')).toEqual([10, 15, '50.00']);
    expect(await withBelow(other, 'now')).toEqual([10, 15, '50.00']);
    expect(await withBelow(other, 'then')).toEqual([0, 0, '0.00']);
  });

  test('in the use of funds stand below a unit likewise, by whole months and by days, and rows add up to the whole', async () => {
    const { unit, other, village, hamlet } = places;
    await confirm(await dispatch(hamlet, 30), 30, 30);
    nextDay();
    await moved(village, other);
    await confirm(await dispatch(hamlet, 20), 20, 20, SECOND);
    await confirm(await dispatch(other, 5), 5, 5, SECOND);
    type Usage = {
      tree: string;
      rows: { unit: { code: string } | null; quantity: number }[];
      total: { quantity: number };
    };
    const usage = async (query: string) => (await read(`/api/reports/usage?by=unit${query}`)) as Usage;
    for (const period of ['', '&from=2021-01-02&to=2021-01-30']) {
      const below = async (id: string, tree: string) => {
        const answer = await usage(`&unit=${id}&below=true&tree=${tree}${period}`);
        expect(answer.tree).toBe(tree);
        expect(answer.rows.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(answer.total.quantity);
        return answer.total.quantity;
      };
      expect([await below(unit, 'then'), await below(other, 'then')]).toEqual([30, 25]);
      expect([await below(unit, 'now'), await below(other, 'now')]).toEqual([0, 55]);
      expect(await usage(period)).toMatchObject({ tree: 'then', total: { quantity: 55 } });
      expect((await usage(`&unit=${other}${period}`)).total.quantity).toBe(5);
      expect((await usage(`&unit=${hamlet}${period}`)).total.quantity).toBe(50);
    }
    expect(await read('/api/reports/identities')).toMatchObject({ holds: true });
  });

  test('lists tell what lies below a unit by either tree, and say which', async () => {
    const { unit, other, village, hamlet, fundingLine } = places;
    const early = await dispatch(hamlet, 30);
    const giving = { fundingLine, unit: village, amount: '80.00', purpose: '慰问', method: '银行转账' };
    const money = await api.write(TREASURER, '/api/disbursements', { ...giving, effectiveOn: today() });
    nextDay();
    await moved(village, other);
    const late = await dispatch(hamlet, 20);
    const listed = async (kind: string, id: string, tree: string) => {
      const answer = (await read(`/api/${kind}?unit=${id}&below=true&tree=${tree}`)) as { items: { id: string }[] };
      expect(answer).toMatchObject({ tree });
      return answer.items.map((one) => one.id);
    };
    expect(await listed('consignments', unit, 'then')).toEqual([early]);
    expect(await listed('consignments', other, 'then')).toEqual([late]);
    expect(await listed('consignments', unit, 'now')).toEqual([]);
    expect(await listed('consignments', other, 'now')).toEqual([late, early]);
    expect(await listed('consignments', hamlet, 'then')).toEqual([late, early]);
    expect(await listed('disbursements', unit, 'then')).toEqual([money]);
    expect(await listed('disbursements', other, 'now')).toEqual([money]);
    expect(await read(`/api/consignments?unit=${village}`)).toEqual({ items: [] });
  });

  test('in exported ledgers are of the tree of then', async () => {
    const { unit, other, village, hamlet } = places;
    await confirm(await dispatch(hamlet, 30), 30, 30);
    nextDay();
    await moved(village, other);
    await confirm(await dispatch(hamlet, 20), 20, 20, SECOND);
    await dispatch(other, 5);
    const below = { kind: 'distribution', format: 'csv', below: true } as const;
    const asked = await api.post('/api/exports', { as: AUDITOR, body: { ...below, unit } });
    expect([asked.status, asked.json]).toMatchObject([202, { export: { unit, below: true } }]);
    const alone = await api.post('/api/exports', { as: AUDITOR, body: below });
    expect(alone.json).toMatchObject({ errors: [{ pointer: '/unit', code: 'required' }] });
    const sentIn = async (of: string) => (await columnIn(api, { ...below, unit: of }, '实发数量')).map(Number);
    expect([await sentIn(unit), await sentIn(other), await sentIn(village)]).toEqual([[30], [20, 5], [30, 20]]);
    expect(await exported(api, { ...below, unit })).toContain('SY-01 高丽营镇及其下级(以各单据开具之日为准)');
    const entries = (of: string) => exported(api, { kind: 'entries', format: 'jsonl', below: true, unit: of });
    const kindsIn = async (of: string) =>
      (await entries(of))
        .split('\n')
        .filter(Boolean)
        .map((line) => (JSON.parse(line) as { kind: string }).kind);
    expect((await kindsIn(unit)).filter((kind) => kind === 'dispatch')).toHaveLength(1);
    expect((await kindsIn(other)).filter((kind) => kind === 'dispatch')).toHaveLength(2);
  });

  test('of another tree than then or now are refused', async () => {
    const { status, json } = await api.get(`/api/units/${places.unit}/statement?tree=later`, { as: AUDITOR });
    expect([status, json]).toMatchObject([422, { errors: [{ pointer: '/tree', code: 'not-one-of' }] }]);
  });
});
