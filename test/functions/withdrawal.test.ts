import { readXlsx } from 'hucre/xlsx';
import { beforeEach, describe, expect, test } from 'vitest';
import { voucherNumber } from '../../shared/domain/voucher.ts';
import { produce } from '../../shared/exports/jobs/produce.ts';
import { textOf } from '../exports/papers/page.ts';
import { IDLE } from '../exports/sealed-sample.ts';
import { bytesOf } from '../exports/sheets.ts';
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
  TREASURER,
  uploaded,
} from './api.ts';
import { exported, sourceOf } from './named.ts';

/** 2021-01-20 10:00 in Shanghai. */
const NOW = Date.UTC(2021, 0, 20, 2);
const HOUR = 3_600_000;
const SECOND_BUYER: Person = { subject: 'second-buyer', roles: ['buyer'] };

let api: Api;
let places: Registered;
let clock: { now: number };

beforeEach(async () => {
  clock = { now: NOW };
  api = openApiOver(createMemoryLedger(), () => clock.now);
  places = await registerAll(api);
});

function order() {
  const { supplier, item, fundingLine } = places;
  const lines = [{ item, quantity: 500, amount: '500.00', fundingLine }];
  return api.write(BUYER, '/api/purchases', {
    supplier,
    effectiveOn: '2021-01-18',
    lines,
    invoice: { number: '25112000000000000001', date: '2021-01-18', amount: '500.00' },
  });
}

async function sent() {
  const { unit, warehouse, item } = places;
  const purchase = await order();
  const lines = [{ line: 1, good: 500 }];
  const accepting = { warehouse, effectiveOn: '2021-01-19', lines };
  await api.write(KEEPER, `/api/purchases/${purchase}/acceptances`, accepting);
  const body = { unit, warehouse, effectiveOn: '2021-01-19', lines: [{ item, quantity: 200 }] };
  return { purchase, consignment: await api.write(KEEPER, '/api/consignments', body) };
}

const withdraw = (path: string, as: Person) => api.post(`${path}/withdrawal`, { as, body: { reason: '填错了' } });

async function line() {
  const { json } = await api.get(`/api/funding-lines/${places.fundingLine}`, { as: AUDITOR });
  return (json as { fundingLine: object }).fundingLine;
}

describe('an order that its buyer sees to be wrong', () => {
  test('is withdrawn by the buyer, and leaves what a reversal would: not a treasurer and a reason the next day', async () => {
    const before = await line();
    const purchase = await order();
    const { status, json } = await withdraw(`/api/purchases/${purchase}`, BUYER);
    expect([status, json]).toMatchObject([
      201,
      {
        entry: {
          kind: 'reversal',
          effectiveOn: '2021-01-18',
          actor: { subject: 'buyer', role: 'buyer' },
          facts: { kind: 'order', reason: '填错了', withdrawn: true },
          transfers: [{ from: 'committed/1/1', to: 'available/1', quantity: 500, value: '500.00' }],
        },
        purchase: { status: 'closed', lines: [{ shares: [{ committed: { quantity: 0, value: '0.00' } }] }] },
        reversed: { id: purchase, kind: 'order' },
      },
    ]);
    expect(await line()).toEqual(before);
    // Its invoice is free again.
    await order();
  });

  test('is not withdrawn by another, nor twice, nor once something followed, nor after a day', async () => {
    const purchase = await order();
    const path = `/api/purchases/${purchase}`;
    for (const [as, refusal] of [
      [SECOND_BUYER, { type: '/problems/not-recorded-by-you' }],
      [KEEPER, {}],
      [TREASURER, {}],
    ] as const) {
      const { status, json } = await withdraw(path, as);
      expect([status, json]).toMatchObject([403, refusal]);
    }
    clock.now = NOW + 24 * HOUR + 1;
    const late = await withdraw(path, BUYER);
    expect([late.status, late.json]).toMatchObject([
      409,
      { type: '/problems/withdrawal-over', until: NOW + 24 * HOUR },
    ]);
    expect((late.json as { detail: string }).detail).toContain('2021-01-21 10:00');
    clock.now = NOW + 24 * HOUR;
    expect((await withdraw(path, BUYER)).status).toBe(201);
    const twice = await withdraw(path, BUYER);
    expect([twice.status, twice.json]).toMatchObject([409, { type: '/problems/already-reversed' }]);
    // Not 已冲销 and 不能再次冲销: it was withdrawn, and nobody asks for a reversal.
    expect((twice.json as { detail: string }).detail).toBe(
      '该分录已不再有效(2021-01-18 的撤回凭证 000008),不能再冲销、撤回或更正;需要时请重新入账。',
    );
    const { purchase: followed } = await sent();
    const after = await withdraw(`/api/purchases/${followed}`, BUYER);
    expect([after.status, after.json]).toMatchObject([
      409,
      { type: '/problems/something-followed', entries: [expect.any(String)] },
    ]);
  });

  test('is told what of it still stands, the last one first: with all of that reversed, a treasurer reverses it itself', async () => {
    const purchase = await order();
    const path = `/api/purchases/${purchase}`;
    const invoice = { number: '25112000000000000002', date: '2021-01-18', amount: '100.00' };
    const booked = await api.write(BUYER, `${path}/invoices`, invoice);
    const standing = await withdraw(path, BUYER);
    expect(standing.json).toMatchObject({ type: '/problems/something-followed', entries: [booked] });
    expect((standing.json as { detail: string }).detail).toMatch(/从最后一条起依次冲销:.*登记发票.*,再冲销它本身。$/);
    const undoing = { effectiveOn: '2021-01-20', reason: '登记有误' };
    await api.write(TREASURER, `/api/entries/${booked}/reversal`, undoing);
    const undone = await withdraw(path, BUYER);
    expect(undone.json).toMatchObject({ type: '/problems/something-followed', entries: [] });
    expect((undone.json as { detail: string }).detail).toContain('直接冲销它本身');
    await api.write(TREASURER, `/api/entries/${purchase}/reversal`, undoing);
  });

  test('may have been corrected, and had a paper attached', async () => {
    const purchase = await order();
    const changes = [{ field: 'note', was: null, is: '急用' }];
    await api.write(BUYER, `/api/entries/${purchase}/corrections`, { changes, reason: '漏记' });
    const evidence = [await uploaded(api, BUYER, '合同.jpg')];
    await api.write(BUYER, `/api/entries/${purchase}/evidence`, { evidence });
    expect((await withdraw(`/api/purchases/${purchase}`, BUYER)).status).toBe(201);
  });
});

describe('a dispatch that its keeper sees to be wrong', () => {
  test('is withdrawn by the keeper while nobody confirmed, and the goods are in stock again', async () => {
    const { consignment } = await sent();
    const path = `/api/consignments/${consignment}`;
    const other = await withdraw(path, SECOND_KEEPER);
    expect([other.status, other.json]).toMatchObject([403, { type: '/problems/not-recorded-by-you' }]);
    const { status, json } = await withdraw(path, KEEPER);
    expect([status, json]).toMatchObject([
      201,
      {
        entry: { facts: { kind: 'dispatch', withdrawn: true }, transfers: [{ quantity: 200, value: '200.00' }] },
        consignment: { status: 'withdrawn' },
      },
    ]);
    expect((await api.get('/api/stock', { as: AUDITOR })).json).toMatchObject({ lots: [{ quantity: 500 }] });
    expect((await api.get('/api/reports/identities', { as: AUDITOR })).json).toMatchObject({ holds: true });
  });

  test('is recorded right on its own day: all 500 leave on the 19th, and not only what was left', async () => {
    const { consignment } = await sent();
    await withdraw(`/api/consignments/${consignment}`, KEEPER);
    const { unit, warehouse, item } = places;
    const body = { unit, warehouse, effectiveOn: '2021-01-19', lines: [{ item, quantity: 500 }] };
    expect((await api.post('/api/consignments', { as: KEEPER, body })).status).toBe(201);
  });

  test('of a month that was closed meanwhile is withdrawn today, and stands beside that month', async () => {
    clock.now = Date.UTC(2021, 1, 1, 2);
    const { unit, warehouse, item } = places;
    await sent();
    const lines = [{ item, quantity: 100 }];
    const consignment = await api.write(KEEPER, '/api/consignments', {
      unit,
      warehouse,
      effectiveOn: '2021-01-31',
      lines,
    });
    await api.write(TREASURER, '/api/periods/2021-01/closure', {});
    const { json } = await withdraw(`/api/consignments/${consignment}`, KEEPER);
    expect(json).toMatchObject({ entry: { effectiveOn: '2021-02-01' } });
    expect((await api.get('/api/reports/exceptions', { as: AUDITOR })).json).toMatchObject({
      withdrawals: [{ withdraws: consignment }],
      closedMonths: [{ month: '2021-01' }],
    });
  });

  test('takes no confirmation, return or resolution any more, and says so: the way on is a new one', async () => {
    const { consignment } = await sent();
    const path = `/api/consignments/${consignment}`;
    await withdraw(path, KEEPER);
    const effectiveOn = '2021-01-20';
    const approval = { document: '会办字 1 号', decidedOn: '2021-01-20', approver: '主席' };
    for (const [as, step, body] of [
      [COORDINATOR, 'confirmation', { effectiveOn, lines: [{ line: 1, good: 200 }], signatory: '签收人' }],
      [KEEPER, 'returns', { effectiveOn, lines: [{ line: 1, quantity: 200 }], reason: '多发' }],
      [TREASURER, 'resolutions', { effectiveOn, lines: [{ line: 1, toLoss: 1 }], reason: '破损', approval }],
    ] as const) {
      const { status, json } = await api.post(`${path}/${step}`, { as, body });
      expect([status, json]).toMatchObject([
        409,
        { type: '/problems/consignment-withdrawn', consignment, detail: expect.stringContaining('已撤回') },
      ]);
    }
    const { unit, warehouse, item } = places;
    const anew = { unit, warehouse, effectiveOn, lines: [{ item, quantity: 200 }] };
    expect((await api.post('/api/consignments', { as: KEEPER, body: anew })).status).toBe(201);
  });

  test('is not once it was confirmed', async () => {
    const { consignment } = await sent();
    const path = `/api/consignments/${consignment}`;
    const lines = [{ line: 1, good: 200 }];
    const confirming = { effectiveOn: '2021-01-20', lines, signatory: '签收人' };
    const confirmation = await api.write(COORDINATOR, `${path}/confirmation`, confirming);
    const { status, json } = await withdraw(path, KEEPER);
    expect([status, json]).toMatchObject([409, { type: '/problems/something-followed', entries: [confirmation] }]);
  });

  test.each([
    ['withdrawn', '撤回'],
    ['reversed', '冲销'],
  ])('is void on paper once it was %s, by which voucher, and nobody signs for it', async (how, word) => {
    const { consignment } = await sent();
    const slip = { kind: 'delivery-slip', format: 'html', consignment } as const;
    expect(await exported(api, slip)).not.toContain('作废');
    if (how === 'withdrawn') await withdraw(`/api/consignments/${consignment}`, KEEPER);
    else {
      const body = { reason: '车辆改派', effectiveOn: '2021-01-20' };
      await api.write(TREASURER, `/api/entries/${consignment}/reversal`, body);
    }
    const source = await sourceOf(api);
    const why = `已由凭证${voucherNumber(source.asOf.size - 1)}${word}`;
    const page = textOf(await exported(api, slip));
    expect(page.split('\n')).toContain('作废');
    expect(page).toContain(`本单${why}，请勿签收`);
    expect(page).not.toMatch(/签字|公章|年 *月|二维码|#/);
    const sheet = produce({ kind: 'sign-off-sheet', format: 'xlsx', consignment }, source, IDLE);
    const { sheets } = await readXlsx(await bytesOf(sheet.chunks));
    const cells = (sheets[0]?.rows ?? []).flat().filter((cell) => cell !== null);
    expect(cells).toEqual(expect.arrayContaining(['签领表（作废）', `作废：所列发放${why}，请勿签领`, '作废']));
    expect(cells.join()).not.toMatch(/经办人|负责人|公章|合计|本期无记录/);
    expect(sheet.name()).toMatch(/^签领表-FF-\d+-作废\.xlsx$/);
  });

  test('is listed: who withdrew what, and why', async () => {
    const { consignment } = await sent();
    await withdraw(`/api/consignments/${consignment}`, KEEPER);
    expect((await api.get('/api/reports/exceptions', { as: AUDITOR })).json).toMatchObject({
      withdrawals: [
        {
          withdraws: consignment,
          reason: '填错了',
          actor: { subject: 'keeper' },
          summary: expect.stringMatching(/^撤回发放出库/),
        },
      ],
      counts: { withdrawals: 1 },
    });
  });
});
