import { beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { ExportRequest } from '../../shared/schemas/export.ts';
import { PDF } from '../evidence/files.ts';
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
  registerAll,
  SECOND_TREASURER,
  TODAY,
  TREASURER,
  uploaded,
} from './api.ts';
import { exported } from './named.ts';

const TOWN_TWO: Person = { subject: 'coordinator-2', roles: ['coordinator'], units: ['YZ'] };
const LETTER = '爱心企业函〔2020〕8号';

const recorded = z.object({ entry: z.object({ id: z.string() }) });

let api: Api;
let clock: { now: number };
/** What a giver wrote, whose paper is there. */
let consent: { readonly document: string; readonly evidence: readonly object[] };
let places: Record<'fundingLine' | 'warehouse' | 'second' | 'masks' | 'hospital' | 'ward' | 'town', string>;

/** A hospital with a ward below it, a town beside it, and two warehouses. */
beforeEach(async () => {
  clock = { now: NOW };
  api = openApiOver(createMemoryLedger(), () => clock.now);
  const { fundingLine, warehouse, item: masks } = await registerAll(api);
  consent = { document: LETTER, evidence: [await uploaded(api, KEEPER, '同意函.pdf', PDF)] };
  const unit = (body: object) => api.write(TREASURER, '/api/units', body);
  const hospital = await unit({ code: 'JY', name: '甲医院' });
  places = {
    fundingLine,
    warehouse,
    masks,
    hospital,
    second: await api.write(TREASURER, '/api/warehouses', { code: 'W2', name: '分库' }),
    ward: await unit({ code: 'JY-01', name: '甲医院发热门诊', parent: hospital }),
    town: await unit({ code: 'YZ', name: '乙镇' }),
  };
});

/** A gift of masks, and what was said of whom they are for. */
function give(quantity: number, more: object = {}): Promise<string> {
  const { fundingLine, warehouse, masks } = places;
  const lines = [{ item: masks, quantity, value: `${quantity * 2}.00` }];
  const gift = { kind: 'donation', giver: '爱心企业', fundingLine, warehouse, effectiveOn: TODAY, lines };
  return api.write(KEEPER, '/api/receipts', { ...gift, ...more });
}

const sending = (unit: string, quantity: number, more: object = {}) => ({
  unit,
  warehouse: places.warehouse,
  effectiveOn: TODAY,
  lines: [{ item: places.masks, quantity }],
  ...more,
});

const send = (unit: string, quantity: number, more: object = {}) =>
  api.post('/api/consignments', { as: KEEPER, body: sending(unit, quantity, more) });

async function sent(unit: string, quantity: number, more: object = {}): Promise<string> {
  const { status, json } = await send(unit, quantity, more);
  expect([status, json]).toMatchObject([201, {}]);
  return recorded.parse(json).entry.id;
}

const get = async (path: string): Promise<unknown> => (await api.get(path, { as: AUDITOR })).json;

/** The rows of a ledger, each by the titles of its columns. No cell of these tests has a comma. */
async function rowsOf(kind: ExportRequest['kind']): Promise<Record<string, string>[]> {
  const text = (await exported(api, { kind, format: 'csv' })).replace('\ufeff', '');
  const [titles = [], ...rows] = text.split('\r\n').map((line) => line.split(','));
  const numbered = rows.filter(([ordinal]) => /^\d+$/.test(ordinal ?? ''));
  return numbered.map((row) => Object.fromEntries(titles.map((title, at) => [title, row[at] ?? ''])));
}

describe('whom or what a gift is for', () => {
  test.each([
    '甲医院',
    { unit: 'x', purpose: '慰问' },
    {},
    { unit: '01768c2e-6b00-7000-8000-00000000000a', purpose: '' },
  ])('is a unit or a purpose, and %j is told so', async (directedTo) => {
    const { fundingLine, warehouse, masks } = places;
    const lines = [{ item: masks, quantity: 1, value: '2.00' }];
    const gift = { kind: 'donation', giver: '爱心企业', fundingLine, warehouse, effectiveOn: TODAY, lines };
    const { status, json } = await api.post('/api/receipts', { as: KEEPER, body: { ...gift, directedTo } });
    expect([status, json]).toMatchObject([
      422,
      {
        errors: [
          {
            pointer: '/directedTo',
            code: 'bad-format',
            detail: '应为 {"unit": 单位编号} 或 {"purpose": 用途},只写其中一种。',
          },
        ],
      },
    ]);
  });
});

describe('a thousand masks for a hospital', () => {
  test('are no stock for a town: the refusal counts them, says for whom they are and what would let them go', async () => {
    const { hospital, town, masks } = places;
    const receipt = await give(1_000, { directedTo: { unit: hospital } });
    const { status, json } = await send(town, 400);
    const directedElsewhere = [{ receipt, quantity: 1_000, to: { unit: hospital } }];
    expect([status, json]).toMatchObject([
      409,
      {
        type: '/problems/insufficient-stock',
        item: masks,
        available: 0,
        shortfall: 400,
        unusable: 0,
        directedElsewhere,
      },
    ]);
    const told = await api.post('/api/consignments', {
      as: KEEPER,
      body: sending(town, 400),
      headers: { 'accept-language': 'en' },
    });
    expect([json, told.json]).toMatchObject([
      { detail: expect.stringContaining('库中另有 1000 是定向捐赠,不能发给该单位:1000 定向给“甲医院(JY)”。') },
      { detail: expect.stringContaining("1000 for “甲医院(JY)”. They may go with the giver's written consent") },
    ]);
    expect(json).toMatchObject({ detail: expect.not.stringContaining(hospital) });
  });

  test('go to a town with the consent of their giver, which is listed and printed', async () => {
    const { hospital, town, masks } = places;
    const receipt = await give(1_000, { directedTo: { unit: hospital } });
    const consignment = await sent(town, 400, { consent });
    await sent(hospital, 600);
    expect(await get(`/api/consignments/${consignment}`)).toMatchObject({
      consignment: { consent, redirected: [1] },
    });
    expect(await get('/api/reports/exceptions')).toMatchObject({
      waivedSeparations: [],
      redirectedGifts: [
        {
          entry: consignment,
          unit: { name: '乙镇' },
          consent: LETTER,
          reason: LETTER,
          reversed: false,
          gifts: [
            {
              receipt,
              giver: '爱心企业',
              directedTo: { unit: { name: '甲医院' } },
              item: { id: masks },
              quantity: 400,
            },
          ],
        },
      ],
      counts: { redirectedGifts: 1 },
    });
    expect(await rowsOf('exceptions')).toMatchObject([
      {
        例外事项: '改变捐赠定向',
        理由: `捐赠人同意：${LETTER}`,
        摘要: '发放出库：乙镇，N95口罩',
        备注: expect.stringMatching(/^爱心企业所赠N95口罩 400 .（定向：甲医院）/),
      },
    ]);
    expect(await rowsOf('donations')).toMatchObject([
      {
        '定向/非定向': '定向',
        受赠单位: '甲医院',
        实际受赠单位: '乙镇 400、甲医院 600',
        已发: '1000',
        结存: '0',
        备注: `改发乙镇 400（捐赠人同意：${LETTER}）`,
      },
    ]);
    expect(await rowsOf('distribution')).toMatchObject([
      { 接收单位: '乙镇', 备注: expect.stringContaining(`捐赠人同意：${LETTER}`) },
      { 接收单位: '甲医院', 备注: expect.not.stringContaining('捐赠人同意') },
    ]);
    expect(await rowsOf('acceptance')).toMatchObject([{ 备注: expect.stringContaining('定向：甲医院') }]);
    const slip = await exported(api, { kind: 'delivery-slip', format: 'html', consignment });
    expect(slip).toContain(`捐赠人同意：${LETTER}`);
  });

  test('are printed with what they are for where that is a purpose', async () => {
    await give(10, { directedTo: { purpose: '慰问一线职工' } });
    expect(await rowsOf('acceptance')).toMatchObject([{ 备注: '定向用途：慰问一线职工' }]);
  });

  test('are the stock of the hospital and of what lies below it, and leave before what is free', async () => {
    const { hospital, ward, town } = places;
    const free = await give(500);
    const directed = await give(1_000, { directedTo: { unit: hospital } });
    for (const unit of [ward, hospital]) {
      const { json } = await send(unit, 100);
      expect(json).toMatchObject({ consignment: { parts: [{ lot: `${directed}.1`, sent: { quantity: 100 } }] } });
      expect(json).not.toHaveProperty('consignment.redirected');
    }
    const { json } = await send(town, 100);
    expect(json).toMatchObject({ consignment: { parts: [{ lot: `${free}.1` }] } });
    expect((await send(town, 401)).json).toMatchObject({ available: 400, directedElsewhere: [{ quantity: 800 }] });
    expect((await send(hospital, 1_200)).json).toMatchObject({
      consignment: {
        parts: [
          { lot: `${directed}.1`, sent: { quantity: 800 } },
          { lot: `${free}.1`, sent: { quantity: 400 } },
        ],
      },
    });
    // What is for the ward alone is not the hospital's.
    await give(10, { directedTo: { unit: ward } });
    expect((await send(hospital, 10)).json).toMatchObject({
      directedElsewhere: [{ quantity: 10, to: { unit: ward } }],
    });
  });

  test('keep their direction in another warehouse, and when they come back', async () => {
    const { hospital, town, second, warehouse, masks } = places;
    const receipt = await give(1_000, { directedTo: { unit: hospital } });
    const moving = { from: warehouse, to: second, effectiveOn: TODAY, lines: [{ item: masks, quantity: 300 }] };
    const move = await api.write(KEEPER, '/api/stock-moves', moving);
    const consignment = await sent(hospital, 700);
    const signing = { effectiveOn: TODAY, lines: [{ line: 1, good: 700 }], signatory: '签收人' };
    const coordinator: Person = { ...COORDINATOR, units: ['JY'] };
    await api.write(coordinator, `/api/consignments/${consignment}/confirmation`, signing);
    const back = { lines: [{ line: 1, quantity: 200 }], warehouse: second, effectiveOn: TODAY, reason: '多发' };
    await api.write(KEEPER, `/api/consignments/${consignment}/returns`, back);
    await api.write(KEEPER, '/api/stock-moves', {
      from: second,
      to: warehouse,
      effectiveOn: TODAY,
      lines: [{ lot: `${move}.1`, quantity: 100 }],
    });
    expect((await send(town, 1, { warehouse: second })).json).toMatchObject({
      available: 0,
      directedElsewhere: [{ receipt, quantity: 400 }],
    });
    expect((await send(town, 1)).json).toMatchObject({ available: 0, directedElsewhere: [{ receipt, quantity: 100 }] });
    expect(await get('/api/stock')).toMatchObject({
      lots: Array.from({ length: 3 }, () => ({ directedTo: { unit: { name: '甲医院' } } })),
    });
    await sent(town, 400, { warehouse: second, consent });
    expect(await rowsOf('donations')).toMatchObject([
      { 受赠单位: '甲医院', 实际受赠单位: '甲医院 500、乙镇 400', 已发: '900', 结存: '100' },
    ]);
  });

  test('that were refused come back to stock as what they are, and their redirection is no more', async () => {
    const { hospital, town } = places;
    await give(1_000, { directedTo: { unit: hospital } });
    const consignment = await sent(town, 400, { consent });
    const lines = [{ line: 1, good: 0, refused: 400, reason: '不缺' }];
    const refusing = { effectiveOn: TODAY, lines, signatory: '签收人' };
    await api.write(TOWN_TWO, `/api/consignments/${consignment}/confirmation`, refusing);
    expect((await send(town, 400)).json).toMatchObject({ directedElsewhere: [{ quantity: 1_000 }] });
    expect(await rowsOf('donations')).toMatchObject([{ 实际受赠单位: '', 已发: '0', 结存: '1000', 备注: '' }]);
  });
});

describe('whether a unit lies below the one that a gift is for', () => {
  const NEXT_DAY = '2020-12-29';
  const on = (effectiveOn: string) => ({ effectiveOn });

  async function moved(unit: string, parent: string | null): Promise<void> {
    clock.now += 86_400_000;
    const body = { parent, reason: '区划调整' };
    expect((await api.post(`/api/units/${unit}/amendments`, { as: TREASURER, body })).status).toBe(201);
  }

  test('is told by the tree of the day of dispatch: what moved below it since is another on days before', async () => {
    const { hospital, town } = places;
    const receipt = await give(1_000, { directedTo: { unit: hospital } });
    await moved(town, hospital);
    // By the tree of now it passed, and took of the gift as if the town had been the hospital's then.
    expect((await send(town, 400, on(TODAY))).json).toMatchObject({
      type: '/problems/insufficient-stock',
      available: 0,
      directedElsewhere: [{ receipt, quantity: 1_000, to: { unit: hospital } }],
    });
    const redirected = await sent(town, 100, { ...on(TODAY), consent });
    const own = await sent(town, 200, { ...on(NEXT_DAY), consent });
    const { redirectedGifts } = z
      .object({ redirectedGifts: z.array(z.object({ entry: z.string() })) })
      .parse(await get('/api/reports/exceptions'));
    expect(redirectedGifts.map(({ entry }) => entry)).toEqual([redirected]);
    expect(await get(`/api/consignments/${own}`)).not.toHaveProperty('consignment.redirected');
    expect(await rowsOf('donations')).toMatchObject([
      { 实际受赠单位: '乙镇 300', 备注: `改发乙镇 100（捐赠人同意：${LETTER}）` },
    ]);
  });

  test('is told so of what left it since: on days before it was its own', async () => {
    const { hospital, ward } = places;
    const receipt = await give(1_000, { directedTo: { unit: hospital } });
    await moved(ward, null);
    // By the tree of now it was refused.
    expect((await send(ward, 400, on(TODAY))).json).toMatchObject({
      consignment: { parts: [{ lot: `${receipt}.1`, sent: { quantity: 400 } }] },
    });
    expect((await send(ward, 400, on(NEXT_DAY))).json).toMatchObject({
      available: 0,
      directedElsewhere: [{ receipt, quantity: 600 }],
    });
    expect((await api.get('/api/reports/identities', { as: AUDITOR })).json).toMatchObject({ holds: true });
  });

  test('is told of what was not there yet by where it was registered', async () => {
    const { hospital, town } = places;
    await give(1_000, { directedTo: { unit: hospital } });
    clock.now += 86_400_000;
    const clinic = { code: 'JY-02', name: '甲医院门诊部', parent: hospital };
    const clinicId = await api.write(TREASURER, '/api/units', clinic);
    await sent(clinicId, 100, on(TODAY));
    await moved(clinicId, town);
    await api.write(TREASURER, `/api/units/${clinicId}/amendments`, { name: '乙镇门诊部', reason: '更名' });
    await sent(clinicId, 100, on(TODAY));
    await sent(clinicId, 100, on(NEXT_DAY));
    expect((await send(clinicId, 100, on('2020-12-30'))).json).toMatchObject({ available: 0 });
  });
});

describe('a consent', () => {
  test('is of one gift, which it names where several would be taken', async () => {
    const { hospital, town, ward } = places;
    const first = await give(100, { directedTo: { unit: hospital } });
    const second = await give(100, { directedTo: { unit: ward }, giver: '另一企业' });
    const { status, json } = await send(town, 150, { consent });
    expect([status, json]).toMatchObject([
      422,
      { errors: [{ pointer: '/consent/receipt', code: 'several-gifts', allowed: `${first}, ${second}` }] },
    ]);
    const named = { ...consent, receipt: second };
    expect((await send(town, 150, { consent: named })).json).toMatchObject({
      available: 100,
      shortfall: 50,
      directedElsewhere: [{ receipt: first, quantity: 100 }],
    });
    expect((await send(town, 100, { consent: named })).json).toMatchObject({
      consignment: { parts: [{ lot: `${second}.1` }] },
    });
  });

  test('takes its paper along, and takes nothing that is free already', async () => {
    const { hospital, town } = places;
    await give(100, { directedTo: { unit: hospital } });
    const free = await give(100);
    expect((await send(town, 1, { consent: { document: '函' } })).status).toBe(422);
    expect((await send(town, 1, { consent: { document: '函', evidence: [] } })).status).toBe(422);
    const { json } = await send(town, 100, { consent });
    expect(json).toMatchObject({ consignment: { parts: [{ lot: `${free}.1` }] } });
    expect(json).not.toHaveProperty('consignment.redirected');
    expect(await get('/api/reports/exceptions')).toMatchObject({ counts: { redirectedGifts: 0 } });
  });
});

describe('what was given for a purpose', () => {
  test('goes to a dispatch that names it, to whatever unit, and is printed with it', async () => {
    const { town } = places;
    const directed = await give(100, { directedTo: { purpose: '一线环卫职工' } });
    const refused = await send(town, 100);
    expect(refused.json).toMatchObject({
      available: 0,
      directedElsewhere: [{ to: { purpose: '一线环卫职工' }, quantity: 100 }],
      detail: expect.stringContaining('定向用于“一线环卫职工”'),
    });
    expect((await send(town, 100, { purpose: '一线医护' })).status).toBe(409);
    // What was given for the town itself stays for what names no purpose.
    const own = await give(100, { directedTo: { unit: town } });
    const consignment = await sent(town, 60, { purpose: ' 一线 环卫职工' });
    expect(await get(`/api/consignments/${consignment}`)).toMatchObject({
      consignment: { purpose: '一线 环卫职工', parts: [{ lot: `${directed}.1` }] },
    });
    expect((await send(town, 10)).json).toMatchObject({ consignment: { parts: [{ lot: `${own}.1` }] } });
    expect(await rowsOf('donations')).toMatchObject([
      { '定向/非定向': '定向', 受赠单位: '用途：一线环卫职工', 实际受赠单位: '乙镇 60' },
      { '定向/非定向': '定向', 受赠单位: '乙镇', 实际受赠单位: '乙镇 10' },
    ]);
    expect(await rowsOf('distribution')).toMatchObject([{ 备注: expect.stringContaining('用途：一线 环卫职工') }, {}]);
    expect(await exported(api, { kind: 'delivery-slip', format: 'html', consignment })).toContain(
      '用途：一线 环卫职工',
    );
    expect(await get('/api/reports/exceptions')).toMatchObject({ counts: { redirectedGifts: 0 } });
  });
});

describe('whom a gift is for', () => {
  test('is a unit that there is, or a purpose, and no words any more', async () => {
    const { fundingLine, warehouse, masks, town } = places;
    const gift = { kind: 'donation', giver: '爱心企业', fundingLine, warehouse, effectiveOn: TODAY };
    const lines = [{ item: masks, quantity: 1, value: '2.00' }];
    const errorsOf = async (directedTo: unknown) => {
      const { status, json } = await api.post('/api/receipts', { as: KEEPER, body: { ...gift, lines, directedTo } });
      return [status, json];
    };
    expect(await errorsOf({ unit: masks })).toMatchObject([
      422,
      { errors: [{ pointer: '/directedTo/unit', code: 'unknown-reference' }] },
    ]);
    for (const wrong of ['甲医院', {}, { unit: town, purpose: '慰问' }]) {
      expect(await errorsOf(wrong)).toMatchObject([
        422,
        { errors: [{ pointer: expect.stringMatching(/^\/directedTo/) }] },
      ]);
    }
    await api.write(TREASURER, `/api/units/${town}/closure`, { reason: '撤并' });
    expect(await errorsOf({ unit: town })).toMatchObject([
      422,
      { errors: [{ pointer: '/directedTo/unit', code: 'closed-reference' }] },
    ]);
  });
});

describe('money that is given', () => {
  test('is published with its line and what the line as a whole was spent on', async () => {
    const { fundingLine, warehouse, masks, town } = places;
    const giving = { amount: '500.00', effectiveOn: TODAY, source: '社会捐款', giver: '爱心人士张女士' };
    const money = await api.write(TREASURER, `/api/funding-lines/${fundingLine}/appropriations`, giving);
    const { json } = await api.get('/api/suppliers', { as: AUDITOR });
    const [supplier] = z.object({ items: z.array(z.object({ id: z.string() })) }).parse(json).items;
    const ordered = [{ item: masks, quantity: 100, amount: '300.00', fundingLine }];
    const order = { supplier: supplier?.id, effectiveOn: TODAY, lines: ordered };
    const purchase = await api.write(BUYER, '/api/purchases', order);
    const accepting = { warehouse, effectiveOn: TODAY, lines: [{ line: 1, good: 80 }] };
    await api.write(KEEPER, `/api/purchases/${purchase}/acceptances`, accepting);
    const paying = {
      fundingLine,
      unit: town,
      amount: '200.00',
      effectiveOn: TODAY,
      purpose: '慰问',
      method: '银行转账',
    };
    await api.write(TREASURER, '/api/disbursements', paying);
    await give(10);
    const [row, goods] = await rowsOf('donations');
    expect(row).toMatchObject({
      捐赠人: '爱心人士张女士',
      '款/物': '款',
      专项名称: '疫情防控专项资金',
      '折价(元)': '500.00',
      款项使用: '共拨入 1500.00 元：物资 240.00（N95口罩 240.00）、拨付单位 200.00、已订未收 60.00、未使用 1000.00',
    });
    expect(goods).toMatchObject({ '款/物': '物', 捐赠人: '爱心企业', 专项名称: '疫情防控专项资金', 款项使用: '' });
    const undoing = { reason: '重复登记', effectiveOn: TODAY };
    await api.write(SECOND_TREASURER, `/api/entries/${money}/reversal`, undoing);
    expect(await rowsOf('donations')).toMatchObject([
      { '款/物': '款', '折价(元)': '500.00' },
      { '款/物': '物' },
      { '款/物': '款', '折价(元)': '-500.00', 备注: expect.stringContaining('重复登记') },
    ]);
  });

  test('is one of the sources of its line: what is paid comes out of all of them', async () => {
    const { fundingLine, town } = places;
    const giving = { amount: '500.00', effectiveOn: TODAY, source: '社会捐款', giver: '爱心人士' };
    await api.write(TREASURER, `/api/funding-lines/${fundingLine}/appropriations`, giving);
    const paying = { fundingLine, unit: town, amount: '20.00', effectiveOn: TODAY, purpose: '慰问', method: '现金' };
    await api.write(TREASURER, '/api/disbursements', paying);
    expect(await rowsOf('fund-usage')).toMatchObject([
      { 资金来源: '上级拨付' },
      { 资金来源: '社会捐款', 摘要: '拨入：社会捐款，爱心人士' },
      { 资金来源: '上级拨付、社会捐款' },
    ]);
  });
});
