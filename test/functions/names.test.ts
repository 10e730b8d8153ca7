import { beforeAll, describe, expect, it, test } from 'vitest';
import * as z from 'zod';
import { bareIdsIn } from '../../functions/front/bare-ids.ts';
import { READERS } from '../../functions/front/caller.ts';
import { operations } from '../../functions/operations.ts';
import { createMemoryLedger } from '../in-memory.ts';
import {
  ADMIN,
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
import { playSample, type Sample } from './sample.ts';

const answered = z.looseObject({
  names: z.record(z.string(), z.object({ code: z.string(), name: z.string() })).default({}),
});
const namesIn = ({ json }: Answer) => answered.parse(json).names;

const DAY = 86_400_000;

describe('names beside ids', () => {
  const clock = { now: Date.UTC(2020, 11, 28, 2) };
  const api: Api = openApiOver(createMemoryLedger(), () => clock.now);
  let known: Registered;
  let purchase: string;
  let consignment: string;
  let other: string;

  beforeAll(async () => {
    known = await registerAll(api);
    const { fundingLine, unit, item, supplier, warehouse } = known;
    other = await api.write(TREASURER, '/api/units', { code: 'SY-02', name: '南法信镇' });
    purchase = await api.write(BUYER, '/api/purchases', {
      supplier,
      effectiveOn: '2020-12-28',
      lines: [{ item, quantity: 20, amount: '100.00', fundingLine }],
    });
    await api.write(KEEPER, `/api/purchases/${purchase}/acceptances`, {
      warehouse,
      effectiveOn: '2020-12-28',
      lines: [{ line: 1, good: 20 }],
    });
    consignment = await api.write(KEEPER, '/api/consignments', {
      unit,
      warehouse,
      effectiveOn: '2020-12-28',
      lines: [{ item, quantity: 1 }],
    });
    clock.now += DAY;
    const renamed = { reason: '更名' };
    await api.write(TREASURER, `/api/units/${unit}/amendments`, { name: '高丽营街道', ...renamed });
    await api.write(TREASURER, `/api/items/${item}/amendments`, { name: '防护口罩', ...renamed });
  });

  const get = async (as: Person, path: string) => namesIn(await api.get(path, { as }));

  it('are those of now in lists', async () => {
    const { supplier, item, fundingLine, unit, warehouse } = known;
    expect(await get(AUDITOR, '/api/purchases')).toEqual({
      [supplier]: { code: '', name: '供应商甲' },
      [item]: { code: 'N95', name: '防护口罩' },
      [fundingLine]: { code: 'SY-FY-2020', name: '疫情防控专项资金' },
    });
    expect(await get(KEEPER, '/api/consignments')).toEqual({
      [unit]: { code: 'SY-01', name: '高丽营街道' },
      [item]: { code: 'N95', name: '防护口罩' },
      [warehouse]: { code: 'W1', name: '总工会仓库' },
    });
  });

  it('are those of its day in one document and in one entry', async () => {
    const { item, unit } = known;
    expect(await get(AUDITOR, `/api/consignments/${consignment}`)).toMatchObject({
      [unit]: { code: 'SY-01', name: '高丽营镇' },
      [item]: { code: 'N95', name: 'N95口罩' },
    });
    expect(await get(TREASURER, `/api/entries/${consignment}`)).toMatchObject({ [unit]: { name: '高丽营镇' } });
    const later = { unit, warehouse: known.warehouse, effectiveOn: '2020-12-29', lines: [{ item, quantity: 1 }] };
    const next = await api.write(KEEPER, '/api/consignments', later);
    expect(await get(AUDITOR, `/api/consignments/${next}`)).toMatchObject({
      [unit]: { name: '高丽营街道' },
      [item]: { name: '防护口罩' },
    });
  });

  it('stand in answers to writes, and in refusals', async () => {
    const { item, warehouse } = known;
    const sending = { unit: other, warehouse, effectiveOn: '2020-12-29', lines: [{ item, quantity: 1 }] };
    expect(namesIn(await api.post('/api/consignments', { as: KEEPER, body: sending }))).toMatchObject({
      [other]: { code: 'SY-02', name: '南法信镇' },
    });
    const much = { ...sending, lines: [{ item, quantity: 1_000 }] };
    const refused = await api.post('/api/consignments', { as: KEEPER, body: much });
    expect([refused.status, namesIn(refused)]).toMatchObject([409, { [item]: { name: '防护口罩' } }]);
  });

  it('of documents are their numbers, of entries their vouchers, in the language of the reader', async () => {
    const number = async (language: string) =>
      namesIn(await api.get(`/api/purchases/${purchase}`, { as: AUDITOR, headers: { 'accept-language': language } }))[
        purchase
      ];
    expect(await number('zh')).toEqual({ code: expect.stringMatching(/^CG-\d{6}$/), name: '采购' });
    expect(await number('en')).toEqual({ code: expect.stringMatching(/^CG-\d{6}$/), name: 'purchase' });
    const reversed = await api.write(TREASURER, `/api/entries/${consignment}/reversal`, {
      reason: '误发',
      effectiveOn: '2020-12-29',
    });
    expect(await get(AUDITOR, `/api/entries/${consignment}`)).toMatchObject({
      [reversed]: { code: expect.stringMatching(/^\d{6}$/), name: '凭证' },
    });
  });

  it('of a lot are those of its item', async () => {
    const { lots } = z
      .object({ lots: z.array(z.object({ lot: z.string(), quantity: z.int() })) })
      .parse((await api.get('/api/stock', { as: AUDITOR })).json);
    const [{ lot, quantity } = { lot: '', quantity: 0 }] = lots;
    const counted = { warehouse: known.warehouse, effectiveOn: '2020-12-29', reason: '盘点' };
    await api.write(KEEPER, '/api/stock-adjustments', {
      ...counted,
      lines: [{ lot, book: quantity, counted: quantity - 1 }],
    });
    expect(await get(AUDITOR, '/api/stock-adjustments')).toMatchObject({ [lot]: { code: 'N95', name: '防护口罩' } });
  });

  it('are given to coordinators of what they may read, and of no other unit', async () => {
    const { unit, item, warehouse, fundingLine } = known;
    const money = { fundingLine, amount: '1.00', effectiveOn: '2020-12-29', purpose: '慰问', method: '银行转账' };
    await api.write(TREASURER, '/api/disbursements', { ...money, unit });
    expect(await get(COORDINATOR, '/api/disbursements')).toEqual({ [unit]: { code: 'SY-01', name: '高丽营街道' } });
    expect(Object.keys(await get(COORDINATOR, '/api/consignments')).sort()).toEqual([unit, item, warehouse].sort());
    const refused = await api.get(`/api/units/${other}`, { as: COORDINATOR });
    expect([refused.status, namesIn(refused)]).toEqual([403, {}]);
    const below = await api.write(TREASURER, '/api/units', { code: 'SY-02-1', name: '西海洪村', parent: other });
    const both = { ...COORDINATOR, subject: 'village', units: ['SY-02-1'] };
    const village = await api.get(`/api/units/${below}`, { as: both });
    expect([village.status, namesIn(village)]).toEqual([200, {}]);
    expect(village.json).toMatchObject({ unit: { name: '西海洪村', parent: other } });
    expect(village.text).not.toContain('南法信镇');
  });

  it('are told where nobody is called, and what an admin sets, by its words', async () => {
    const limits = { spending: 'disbursement', cashAbove: '1.00' };
    const threshold = await api.write(ADMIN, '/api/approval-thresholds', limits);
    clock.now += DAY;
    const cash = { amount: '5.00', effectiveOn: '2020-12-30', purpose: '慰问', method: '现金' };
    await api.write(TREASURER, '/api/disbursements', {
      ...cash,
      fundingLine: known.fundingLine,
      unit: other,
      exception: { reason: '无账户' },
    });
    expect(await get(AUDITOR, '/api/disbursements')).toMatchObject({
      [threshold]: { code: 'disbursement', name: '拨付' },
    });
    const member = await api.write(ADMIN, '/api/members', { subject: 'keeper-7', roles: ['keeper'], name: '王小五' });
    const read = await api.get(`/api/members/${member}`, { as: ADMIN });
    expect(Object.keys(namesIn(read))).not.toContain(member);
  });
});

describe('every answer of a run through all operations', () => {
  let samples: readonly Sample[] = [];
  let registered: ReadonlySet<string> = new Set();

  beforeAll(async () => {
    const api = openApiOver();
    samples = await playSample(api);
    const { items } = await api.tracker.ledger.entries({ limit: 1_000 });
    registered = new Set(items.flatMap(({ entry }) => (entry.kind === 'registration' ? [entry.id] : [])));
  });

  const ofReaders = operations.filter(({ access, form }) => typeof access !== 'string' && form !== 'file');

  test.each(ofReaders)('names what $operation carries by id alone, or whoever asked may not read it', (one) => {
    // What coordinators and admins ask for tells of less.
    const roles: readonly string[] = typeof one.access === 'string' ? [] : one.access;
    const areReaders = !roles.includes('coordinator') && !roles.includes('admin');
    for (const { answer } of samples.filter(({ operation }) => operation === one.operation)) {
      const { names, ...body } = answered.parse(answer.json);
      const { others, documents } = bareIdsIn(body, { lotsInAccounts: false });
      // A write names no document and no entry, as a repeat would by then.
      const named = [...others].filter((id) => one.form !== 'recorded' || registered.has(id));
      const nameless = named.filter((id) => names[id] === undefined);
      // Members go by the names of those who act.
      if (areReaders) {
        expect(
          nameless.filter((id) => !answer.text.includes(`"member":"${id}"`)),
          answer.text,
        ).toEqual([]);
      }
      for (const [id, { code, name }] of Object.entries(names)) {
        expect([...others, ...documents.keys()].includes(id) || answer.text.includes(id)).toBe(true);
        expect(`${code}${name}`).not.toBe('');
      }
    }
  });
});

test('who is told a name may read what it is of', () => {
  const paths: Readonly<Record<keyof typeof READERS, string>> = {
    fundingLine: '/api/funding-lines/{id}',
    unit: '/api/units/{id}',
    item: '/api/items/{id}',
    supplier: '/api/suppliers/{id}',
    warehouse: '/api/warehouses/{id}',
    tariff: '/api/tariffs/{id}',
    plan: '/api/allocation-plans/{id}',
    member: '/api/members/{id}',
    threshold: '/api/approval-thresholds/{id}',
    purchase: '/api/purchases/{id}',
    invoice: '/api/invoices/{id}',
    receipt: '/api/receipts/{id}',
    stockMove: '/api/stock-moves/{id}',
    consignment: '/api/consignments/{id}',
    disbursement: '/api/disbursements/{id}',
    benefit: '/api/benefits/{id}',
    adjustment: '/api/stock-adjustments/{id}',
    period: '/api/periods',
  };
  const reads = Object.entries(paths).map(([kind, path]) => {
    const found = operations.find((one) => one.method === 'GET' && one.path === path);
    return [kind, found?.access];
  });
  expect(Object.fromEntries(reads)).toEqual(READERS);
});
