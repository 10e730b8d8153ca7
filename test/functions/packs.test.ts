import { beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { produce } from '../../shared/exports/jobs/produce.ts';
import { runJob } from '../../shared/exports/jobs/run-job.ts';
import { LogFiles } from '../../shared/log/journal/log-files.ts';
import { openWorkshop } from '../exports/workshop.ts';
import { createMemoryLedger } from '../in-memory.ts';
import {
  type Api,
  AUDITOR,
  BUYER,
  COORDINATOR,
  KEEPER,
  NOW,
  openApiOver,
  type Registered,
  registerAll,
  SECOND_KEEPER,
  TODAY,
  TREASURER,
} from './api.ts';

const DAY_MS = 86_400_000;
const REASON = { reason: '按规定处理' };
const APPROVAL = { document: '会议纪要〔2020〕3号', decidedOn: TODAY, approver: '主席办公会' };
const DUMPLINGS = { measure: '箱', of: 12 };

const lines = z.array(z.looseObject({ line: z.int().optional() }));
const entry = z.object({ facts: z.looseObject({}) });
const consigned = z.object({ entry, consignment: z.looseObject({ lines }) });
const purchased = z.object({ entry, purchase: z.looseObject({ lines }), lots: z.array(z.looseObject({})).optional() });

let now: number;
let api: Api;
let places: Registered & { readonly dumplings: string; readonly patches: string; readonly other: string };

/** A union with dumplings by the bag and the box of 12, and warming patches by the piece and the box of 240. */
beforeEach(async () => {
  now = NOW;
  api = openApiOver(createMemoryLedger(), () => now);
  const registered = await registerAll(api);
  const money = { amount: '100000.00', effectiveOn: TODAY, source: '上级拨付' };
  await api.write(TREASURER, `/api/funding-lines/${registered.fundingLine}/appropriations`, money);
  const item = (body: object) => api.write(TREASURER, '/api/items', body);
  places = {
    ...registered,
    dumplings: await item({ code: 'JZ', name: '饺子', baseMeasure: '袋', packs: [DUMPLINGS] }),
    patches: await item({ code: 'NST', name: '暖身贴', baseMeasure: '片', packs: [{ measure: '箱', of: 240 }] }),
    other: await api.write(TREASURER, '/api/warehouses', { code: 'W2', name: '分库' }),
  };
});

async function answer<T>(as: typeof KEEPER, path: string, body: unknown, schema: z.ZodType<T>): Promise<T> {
  const { status, json } = await api.post(path, { as, body });
  expect([status, json]).toMatchObject([201, {}]);
  return schema.parse(json);
}

const get = async (path: string): Promise<unknown> => (await api.get(path, { as: AUDITOR })).json;

async function errorsOf(as: typeof KEEPER, path: string, body: unknown): Promise<unknown> {
  const { status, json } = await api.post(path, { as, body });
  expect(status).toBe(422);
  return z.looseObject({ errors: z.array(z.looseObject({})) }).parse(json).errors;
}

function order(line: object): Promise<string> {
  const { supplier, fundingLine } = places;
  return api.write(BUYER, '/api/purchases', { supplier, effectiveOn: TODAY, lines: [{ fundingLine, ...line }] });
}

function accept(purchase: string, ...told: readonly object[]): Promise<string> {
  const body = { warehouse: places.warehouse, effectiveOn: TODAY, lines: told };
  return api.write(KEEPER, `/api/purchases/${purchase}/acceptances`, body);
}

/** A gift of dumplings and patches, in boxes. */
function give(...given: readonly object[]): Promise<string> {
  const { fundingLine, warehouse } = places;
  const gift = { kind: 'donation', giver: '爱心企业', fundingLine, warehouse, effectiveOn: TODAY };
  return api.write(KEEPER, '/api/receipts', { ...gift, lines: given });
}

const consignment = (...sent: readonly object[]) => {
  const { unit, warehouse } = places;
  return { unit, warehouse, effectiveOn: TODAY, lines: sent };
};

function amendPacks(item: string, of: number): Promise<string> {
  return api.write(TREASURER, `/api/items/${item}/amendments`, { packs: [{ measure: '箱', of }], reason: '换包装' });
}

/** A file that is asked for over the API, made as the worker makes it. */
async function exported(body: object): Promise<string> {
  const { status, json } = await api.post('/api/exports', { as: AUDITOR, body });
  expect([status, json]).toMatchObject([202, {}]);
  const { id } = z.object({ export: z.object({ id: z.string() }) }).parse(json).export;
  const { objects } = api.tracker;
  await api.tracker.journal.sealed();
  const workshop = openWorkshop({ jobs: api.jobs, objects, files: new LogFiles(objects), produce, clock: () => now });
  expect([await runJob(workshop, id), workshop.reported]).toEqual(['done', []]);
  const file = (await api.jobs.read(id))?.job.files[0];
  return Buffer.from((await objects.get(file?.key ?? '')) ?? []).toString('utf8');
}

const slipOf = (of: string) => exported({ kind: 'delivery-slip', format: 'html', consignment: of });
const ledgerOf = (kind: string, more: object = {}) => exported({ kind, format: 'csv', ...more });

describe('what is given in packs', () => {
  test('is answered as 36 bags beside 3 boxes of 12, and never as 36 boxes', async () => {
    const { dumplings: item, fundingLine } = places;
    await give({ item, quantity: 5, measure: '箱', value: '300.00' });
    const sent = consignment({ item, quantity: 3, measure: '箱', fundingLine });
    const { entry: written, consignment: told } = await answer(KEEPER, '/api/consignments', sent, consigned);
    const packs = { quantity: 3, ...DUMPLINGS };
    expect(written.facts).toMatchObject({ lines: [{ quantity: 36, packs }] });
    expect(told.lines[0]).toMatchObject({ quantity: 36, packs, sent: { quantity: 36 } });
    expect(told.lines[0]).not.toHaveProperty('measure');
  });

  test('is printed on the slip as 3 箱 (36 袋), and 40 boxes of 240 as 40 箱 (9,600 片)', async () => {
    const { dumplings, patches } = places;
    await give({ item: dumplings, quantity: 5, measure: '箱', value: '300.00' });
    await give({ item: patches, quantity: 50, measure: '箱', value: '6000.00' });
    const three = await api.write(
      KEEPER,
      '/api/consignments',
      consignment(
        { item: dumplings, quantity: 3, measure: '箱' },
        { item: patches, quantity: 40, measure: '箱' },
        { item: dumplings, quantity: 7 },
      ),
    );
    const slip = await slipOf(three);
    expect(slip).toContain('>3 箱 (36 袋)<');
    expect(slip).toContain('>40 箱 (9,600 片)<');
    expect(slip).toContain('>7<');
    expect(slip).not.toMatch(/(36|9,?600) 箱/);
  });

  test('is told by an order after the packs of its item were amended, as on its day', async () => {
    const { patches: item } = places;
    const purchase = await order({ item, quantity: 2, measure: '箱', unitPrice: '216.00', amount: '432.00' });
    await amendPacks(item, 120);
    const told = z.object({ purchase: z.looseObject({ lines }) }).parse(await get(`/api/purchases/${purchase}`));
    const packs = { quantity: 2, measure: '箱', of: 240 };
    expect(told.purchase.lines[0]).toMatchObject({ packs, ordered: { quantity: 480, value: '432.00' } });
    expect(told.purchase.lines[0]).toMatchObject({ unitPrice: '216.00' });
  });

  test('is taken at every step by the size of its line, whatever became of the item since', async () => {
    const { dumplings: item, fundingLine, warehouse, other } = places;
    const purchase = await order({ item, quantity: 10, measure: '箱', amount: '1200.00' });
    await amendPacks(item, 24);
    const acceptance = { warehouse, effectiveOn: TODAY, lines: [{ line: 1, good: 9, damaged: 1, measure: '箱' }] };
    const accepted = await answer(KEEPER, `/api/purchases/${purchase}/acceptances`, acceptance, purchased);
    expect(accepted.entry.facts).toMatchObject({
      lines: [{ good: 108, damaged: 12, short: 0, packs: { quantity: 10, ...DUMPLINGS } }],
    });
    expect(accepted.lots).toMatchObject([{ quantity: 108, packs: { quantity: 9, ...DUMPLINGS } }]);
    const lot = z.object({ id: z.string() }).parse(accepted.lots?.[0]).id;
    const back = { lines: [{ lot, quantity: 1, measure: '箱' }], effectiveOn: TODAY, ...REASON };
    const returned = await answer(KEEPER, `/api/purchases/${purchase}/returns`, back, purchased);
    expect(returned.entry.facts).toMatchObject({ packs: [{ lot, item, quantity: 1, ...DUMPLINGS }] });
    expect(returned.purchase.lines[0]).toMatchObject({ shares: [{ accepted: { quantity: 96 } }] });

    // What is begun now counts in boxes of today.
    const sent = consignment({ item, quantity: 2, measure: '箱', fundingLine });
    const { consignment: begun } = await answer(KEEPER, '/api/consignments', sent, consigned);
    expect(begun.lines[0]).toMatchObject({ quantity: 48, packs: { quantity: 2, measure: '箱', of: 24 } });
    await amendPacks(item, 6);
    const path = `/api/consignments/${begun.id}`;
    const arrived = {
      effectiveOn: TODAY,
      signatory: '签收人',
      lines: [{ line: 1, good: 1, damaged: 1, measure: '箱' }],
    };
    const confirmed = await answer(COORDINATOR, `${path}/confirmation`, arrived, consigned);
    expect(confirmed.consignment.lines[0]).toMatchObject({ delivered: { quantity: 24 }, held: { quantity: 24 } });
    expect(confirmed.entry.facts).toMatchObject({
      lines: [{ line: 1, damaged: 24, packs: { quantity: 2, measure: '箱', of: 24 } }],
    });
    const decided = {
      effectiveOn: TODAY,
      approval: APPROVAL,
      lines: [{ line: 1, toStock: 1, measure: '箱' }],
      ...REASON,
    };
    const resolved = await answer(TREASURER, `${path}/resolutions`, decided, consigned);
    expect(resolved.consignment.lines[0]).toMatchObject({ held: { quantity: 0 }, elsewhere: { quantity: 24 } });
    const undone = { effectiveOn: TODAY, lines: [{ line: 1, quantity: 1, measure: '箱' }], ...REASON };
    const returning = await answer(KEEPER, `${path}/returns`, undone, consigned);
    expect(returning.consignment.lines[0]).toMatchObject({ delivered: { quantity: 0 }, elsewhere: { quantity: 48 } });

    const counted = {
      warehouse,
      effectiveOn: TODAY,
      lines: [{ lot, book: 16, counted: 15, measure: '箱' }],
      ...REASON,
    };
    const count = await answer(KEEPER, '/api/stock-adjustments', counted, z.looseObject({ adjustment: z.unknown() }));
    expect(count.adjustment).toMatchObject({
      lines: [{ book: 96, counted: 90, difference: -6, packs: { quantity: 15, measure: '箱', of: 6 } }],
    });
    const moving = { from: warehouse, to: other, effectiveOn: TODAY, lines: [{ lot, quantity: 2, measure: '箱' }] };
    const moved = await answer(SECOND_KEEPER, '/api/stock-moves', moving, z.looseObject({ stockMove: z.unknown() }));
    expect(moved.stockMove).toMatchObject({
      lines: [{ quantity: 12, packs: { quantity: 2, measure: '箱', of: 6 } }],
      packs: [{ item, quantity: 2, measure: '箱', of: 6 }],
    });
  });

  test('is planned in packs, and a line of a plan keeps its size when the plan is amended', async () => {
    const { dumplings: item, unit } = places;
    const decision = { number: '2020-7', decidedOn: TODAY, title: '冬季送温暖' };
    const body = { ...decision, lines: [{ unit, item, quantity: 2, measure: '箱' }] };
    const plan = await api.write(TREASURER, '/api/allocation-plans', body);
    await amendPacks(item, 24);
    const path = `/api/allocation-plans/${plan}`;
    expect(await get(path)).toMatchObject({
      plan: { lines: [{ quantity: 24, packs: { quantity: 2, ...DUMPLINGS } }] },
    });
    const more = { lines: [{ unit, item, quantity: 3, measure: '箱' }], ...REASON };
    await api.write(TREASURER, `${path}/amendments`, more);
    expect(await get(path)).toMatchObject({ plan: { lines: [{ quantity: 36 }] } });
  });

  test('in a measure that neither its line nor its item knows is refused with those that pass', async () => {
    const { dumplings: item } = places;
    const purchase = await order({ item, quantity: 1, measure: '箱', amount: '120.00' });
    await api.write(TREASURER, `/api/items/${item}/amendments`, { packs: [], reason: '不再成箱' });
    const acceptance = (measure: string) => ({
      warehouse: places.warehouse,
      effectiveOn: TODAY,
      lines: [{ line: 1, good: 1, measure }],
    });
    expect(await errorsOf(KEEPER, `/api/purchases/${purchase}/acceptances`, acceptance('件'))).toMatchObject([
      { pointer: '/lines/0/measure', code: 'unknown-measure', detail: '计量单位应为:袋、箱。' },
    ]);
    await answer(KEEPER, `/api/purchases/${purchase}/acceptances`, acceptance('箱'), purchased);
  });

  test('stands in every ledger beside its pieces, and sums are of pieces', async () => {
    const { patches: item, fundingLine } = places;
    const purchase = await order({ item, quantity: 50, measure: '箱', unitPrice: '216.00', amount: '10800.00' });
    await accept(purchase, { line: 1, good: 49, short: 1, measure: '箱', reason: '少一箱' });
    await give({ item, quantity: 2, measure: '箱', value: '400.00' });
    const sent = await api.write(
      KEEPER,
      '/api/consignments',
      consignment({ item, quantity: 40, measure: '箱', fundingLine }),
    );
    const arrived = {
      effectiveOn: TODAY,
      signatory: '签收人',
      lines: [{ line: 1, good: 39, short: 1, measure: '箱' }],
    };
    await api.write(COORDINATOR, `/api/consignments/${sent}/confirmation`, arrived);

    const acceptance = await ledgerOf('acceptance', { item });
    expect(acceptance).toContain('应收 50 箱 (12,000 片)；实收 49 箱 (11,760 片)；短少 1 箱 (240 片)：少一箱');
    expect(acceptance).toContain(',12000,11760,216.00/箱,10584.00,');
    expect(acceptance).toContain('实收 2 箱 (480 片)');
    const distribution = await ledgerOf('distribution', { item });
    expect(distribution).toContain('实发 40 箱 (9,600 片)；实收 39 箱 (9,360 片)；短少 1 箱 (240 片)');
    expect(distribution).toMatch(/合计.*,9600,9360,-240,/);
    expect(await ledgerOf('donations')).toContain('接收 2 箱 (480 片)');
    const card = await ledgerOf('stock-card', { item });
    expect(card).toContain('发放出库：高丽营镇，暖身贴 40 箱 (9,600 片)');
    expect(card).toContain('验收入库：暖身贴 49 箱 (11,760 片)');
    expect(await get(`/api/funding-lines/${fundingLine}/statement?chain=budget`)).toMatchObject({
      rows: expect.arrayContaining([expect.objectContaining({ summary: '采购：暖身贴 50 箱 (12,000 片)' })]),
    });
  });
});

describe('a price', () => {
  test('of 0.625 for 30,000 makes 18,750.00, is told and is printed as 0.625', async () => {
    const { patches: item } = places;
    const purchase = await order({ item, quantity: 30_000, unitPrice: '0.625', amount: '18750.00' });
    expect(await get(`/api/purchases/${purchase}`)).toMatchObject({ purchase: { lines: [{ unitPrice: '0.625' }] } });
    await accept(purchase, { line: 1, good: 10_000 });
    expect(await ledgerOf('acceptance')).toContain(',10000,10000,0.625,6250.00,');
  });

  test('is true to half of its last place, and what it would make is told', async () => {
    const { patches: item, supplier, fundingLine } = places;
    const buying = (unitPrice: string, amount: string) => ({
      supplier,
      effectiveOn: TODAY,
      lines: [{ item, quantity: 30_000, unitPrice, amount, fundingLine }],
    });
    expect(await errorsOf(BUYER, '/api/purchases', buying('0.625', '18700.00'))).toMatchObject([
      { pointer: '/lines/0/amount', code: 'does-not-add-up', detail: '合计应为 18750.00。' },
    ]);
    expect(await errorsOf(BUYER, '/api/purchases', buying('0.12345678901234', '3703.70'))).toMatchObject([
      { pointer: '/lines/0/unitPrice', code: 'bad-format' },
    ]);
    await answer(BUYER, '/api/purchases', buying('0.63', '18750.00'), purchased);
  });

  test('that was not agreed is the quotient where it ends, and about that where it does not', async () => {
    const { patches: item } = places;
    const [ending, endless] = [
      await order({ item, quantity: 30_000, amount: '18750.00' }),
      await order({ item, quantity: 3, amount: '1.00' }),
    ];
    await accept(ending, { line: 1, good: 30_000 });
    await accept(endless, { line: 1, good: 3 });
    const ledger = await ledgerOf('acceptance');
    expect(ledger).toContain(',30000,30000,0.625,18750.00,');
    expect(ledger).toContain(',3,3,约0.33,1.00,');
  });
});

describe('what was renamed', () => {
  test('is called on papers and in ledgers of a day as it was called on that day', async () => {
    const { patches: item, unit, supplier, warehouse, fundingLine } = places;
    const purchase = await order({ item, quantity: 50, measure: '箱', amount: '10800.00' });
    await accept(purchase, { line: 1, good: 50, measure: '箱' });
    const sent = await api.write(KEEPER, '/api/consignments', consignment({ item, quantity: 40, measure: '箱' }));
    const period = { from: TODAY, to: TODAY };
    const kinds = ['acceptance', 'distribution', 'fund-usage'] as const;
    const made = async () => [await slipOf(sent), ...(await Promise.all(kinds.map((kind) => ledgerOf(kind, period))))];
    const before = await made();

    now += 400 * DAY_MS;
    const rename = (path: string, body: object) =>
      api.write(path.startsWith('/api/suppliers') ? BUYER : TREASURER, `${path}/amendments`, {
        ...body,
        reason: '更名',
      });
    await rename(`/api/items/${item}`, { name: '发热贴', spec: '大号', packs: [] });
    await rename(`/api/units/${unit}`, { name: '高丽营地区' });
    await rename(`/api/suppliers/${supplier}`, { name: '供应商乙' });
    await rename(`/api/warehouses/${warehouse}`, { name: '中心库' });
    const after = await made();
    const printed = (texts: readonly string[]) =>
      texts.map((text) => text.replace(/前 \d+ 条|size=\d+ root=\S+|根哈希.*?<\/span>/g, ''));
    expect(printed(after)).toEqual(printed(before));
    expect(after[0]).toContain('高丽营镇（SY-01）');

    const today = '2022-02-01';
    await api.write(KEEPER, '/api/consignments', { ...consignment({ item, quantity: 240 }), effectiveOn: today });
    const distribution = await ledgerOf('distribution', { from: TODAY, fundingLine });
    expect(distribution).toContain('高丽营镇,暖身贴,');
    expect(distribution).toContain('高丽营地区,发热贴,大号,');
  });
});
