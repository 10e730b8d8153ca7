import { beforeEach, describe, expect, test } from 'vitest';
import type { Ledger } from '../../shared/storage/ports/ledger.ts';
import { createMemoryLedger } from '../in-memory.ts';
import {
  type Api,
  AUDITOR,
  BUYER,
  COORDINATOR,
  id,
  KEEPER,
  openApiOver,
  type Person,
  PRIVACY_OFFICER,
  type Registered,
  registerAll,
  SECOND_TREASURER,
  TREASURER,
  uploaded,
} from './api.ts';
import { exportedBy } from './exported.ts';

/** 2021-01-20 10:00 and 2021-02-20 10:00 in Shanghai. */
const JANUARY = Date.UTC(2021, 0, 20, 2);
const FEBRUARY = Date.UTC(2021, 1, 20, 2);
const TOWN_TWO: Person = { subject: 'coordinator-2', roles: ['coordinator'], units: ['SY-02'] };
const approval = { document: '会议纪要〔2021〕1号', decidedOn: '2021-01-01', approver: '主席办公会' };

let ledger: Ledger;
let api: Api;
let places: Registered & { readonly purchase: string; readonly acceptance: string };
let clock: { now: number };

/** Five hundred masks for 500.00 in a warehouse, neither paid nor invoiced. */
beforeEach(async () => {
  clock = { now: JANUARY };
  ledger = createMemoryLedger();
  api = openApiOver(ledger, () => clock.now);
  const registered = await registerAll(api);
  const { supplier, item, fundingLine, warehouse } = registered;
  await api.write(TREASURER, '/api/units', { code: 'SY-02', name: '仁和镇' });
  const purchase = await api.write(BUYER, '/api/purchases', {
    supplier,
    effectiveOn: '2021-01-04',
    lines: [{ item, quantity: 500, amount: '500.00', fundingLine }],
  });
  const acceptance = await api.write(KEEPER, `/api/purchases/${purchase}/acceptances`, {
    warehouse,
    effectiveOn: '2021-01-05',
    lines: [{ line: 1, good: 500, batch: { number: 'P-7', expiresOn: '2022-06-30' } }],
    note: '验收单第3页',
  });
  places = { ...registered, purchase, acceptance };
});

async function deliver(quantity = 500) {
  const lines = [{ item: places.item, quantity }];
  const { unit, warehouse } = places;
  const consignment = await api.write(KEEPER, '/api/consignments', {
    unit,
    warehouse,
    effectiveOn: '2021-01-10',
    lines,
  });
  const confirmation = await api.write(COORDINATOR, `/api/consignments/${consignment}/confirmation`, {
    effectiveOn: '2021-01-10',
    lines: [{ line: 1, good: quantity }],
    signatory: '张小三',
    people: 600,
    households: 200,
  });
  return { consignment, confirmation };
}

interface Change {
  readonly field: string;
  readonly was: unknown;
  readonly is: unknown;
  readonly lot?: string;
  readonly paper?: string;
}

const correct = (entry: string, as: Person, changes: readonly Change[], reason = '登记有误') =>
  api.post(`/api/entries/${entry}/corrections`, { as, body: { changes, reason } });

/** A correction that has to be recorded; its id. */
async function corrected(entry: string, as: Person, ...changes: Change[]): Promise<string> {
  const { status, json, text } = await correct(entry, as, changes);
  if (status !== 201) throw new Error(`${status} ${text}`);
  return (json as { entry: { id: string } }).entry.id;
}

async function headline(query = ''): Promise<unknown> {
  return (await api.get(`/api/reports/headline${query}`, { as: AUDITOR })).json;
}

describe('a head-count that was 600 and should have been 60', () => {
  const change = { field: 'people', was: 600, is: 60 };

  test('is put right by one entry, and 60 is what everybody reads: not 600, and not five reversals', async () => {
    const { consignment, confirmation } = await deliver();
    expect(await headline()).toMatchObject({ people: 600, households: 200 });
    const { status, json } = await correct(confirmation, COORDINATOR, [change]);
    expect([status, json]).toMatchObject([
      201,
      {
        entry: {
          kind: 'correction',
          effectiveOn: '2021-01-10',
          coverage: { people: -540 },
          transfers: [],
          facts: { kind: 'confirmation', changes: [change] },
        },
        consignment: { standingCoverage: { people: 60, households: 200, sites: 0 } },
        corrected: { id: confirmation, kind: 'confirmation' },
      },
    ]);
    expect(await headline()).toMatchObject({
      people: 60,
      households: 200,
      sentences: { zh: '累计投入500元，慰问服务覆盖60人次、200户次。' },
    });
    expect((await api.get(`/api/entries/${confirmation}`, { as: AUDITOR })).json).toMatchObject({
      entry: { coverage: { people: 600 } },
      stands: { coverage: { people: 60, households: 200 } },
      corrections: [{ facts: { reason: '登记有误' } }],
    });
    expect((await api.get(`/api/units/${places.unit}/statement`, { as: AUDITOR })).json).toMatchObject({
      coverage: { people: 60, households: 200 },
    });
    expect((await api.get('/api/reports/identities', { as: AUDITOR })).json).toMatchObject({ holds: true });
    expect((await api.get(`/api/consignments/${consignment}`, { as: AUDITOR })).json).toMatchObject({
      history: [{ kind: 'correction' }, { kind: 'confirmation' }, { kind: 'dispatch' }],
    });
  });

  test('says in `was` what stands: two that start from the same, and the second is told 60', async () => {
    const { confirmation } = await deliver();
    await corrected(confirmation, COORDINATOR, change);
    const second = await correct(confirmation, COORDINATOR, [{ ...change, is: 66 }]);
    expect([second.status, second.json]).toMatchObject([
      409,
      { type: '/problems/was-differs', field: 'people', stands: '60' },
    ]);
    await corrected(confirmation, COORDINATOR, { field: 'people', was: 60, is: 66 });
    expect(await headline()).toMatchObject({ people: 66 });
  });

  test('of a closed month changes neither its figures nor its sentence, and stands beside', async () => {
    const { consignment, confirmation } = await deliver();
    clock.now = FEBRUARY;
    await api.write(TREASURER, '/api/periods/2021-01/closure', {});
    const january = '?from=2021-01-01&to=2021-01-31';
    const { json } = await correct(confirmation, COORDINATOR, [change]);
    expect(json).toMatchObject({
      entry: {
        effectiveOn: '2021-02-20',
        belongsTo: { date: '2021-01-10', reason: '登记有误' },
        coverage: { people: -540 },
      },
    });
    const effect = { people: 540, households: 0, invested: '0.00' };
    expect(await headline(january)).toMatchObject({
      people: 600,
      sentences: { zh: '累计投入500元，慰问服务覆盖600人次、200户次。' },
      laterEffects: [{ month: '2021-02', ...effect }],
    });
    expect(await headline('?from=2021-02-01&to=2021-02-28')).toMatchObject({
      people: 0,
      undoneEarlier: [{ month: '2021-01', ...effect }],
      sentences: { zh: expect.stringContaining('另更正1月：减少540人次') },
    });
    expect(await headline()).toMatchObject({ people: 60, households: 200 });
    const statement = `/api/units/${places.unit}/statement`;
    expect((await api.get(`${statement}${january}`, { as: AUDITOR })).json).toMatchObject({
      coverage: { people: 600 },
    });
    expect((await api.get(`${statement}?from=2021-02-01`, { as: AUDITOR })).json).toMatchObject({
      coverage: { people: 0 },
      undoneEarlier: { coverage: { people: 540 } },
    });
    const back = { lines: [{ line: 1, quantity: 500 }], effectiveOn: '2021-02-20', reason: '未用' };
    await api.write(KEEPER, `/api/consignments/${consignment}/returns`, back);
    expect(await headline()).toMatchObject({ people: 0, households: 0 });
    expect(await headline(january)).toMatchObject({ people: 600 });
  });

  test('comes back as 60 when its confirmation is reversed, and not as 600', async () => {
    const { confirmation } = await deliver();
    await corrected(confirmation, COORDINATOR, change);
    const body = { reason: '没有送到', effectiveOn: '2021-01-20' };
    const { json } = await api.post(`/api/entries/${confirmation}/reversal`, { as: TREASURER, body });
    expect(json).toMatchObject({ entry: { coverage: { people: -60, households: -200 } } });
    expect(await headline()).toMatchObject({ people: 0, households: 0 });
    const late = await correct(confirmation, COORDINATOR, [{ field: 'people', was: 60, is: 50 }]);
    expect([late.status, late.json]).toMatchObject([409, { type: '/problems/already-reversed' }]);
  });

  test('of money counts in its funding line, and that of a return counts what came back', async () => {
    const { fundingLine, unit } = places;
    const giving = { effectiveOn: '2021-01-10', purpose: '慰问', method: '银行转账', people: 30 };
    const body = { fundingLine, unit, amount: '300.00', ...giving };
    const disbursement = await api.write(TREASURER, '/api/disbursements', body);
    const ofLine = `?fundingLine=${fundingLine}`;
    await corrected(disbursement, TREASURER, { field: 'people', was: 30, is: 3 }, { field: 'sites', was: null, is: 2 });
    expect(await headline(ofLine)).toMatchObject({ people: 3, sites: 2 });
    const back = { amount: '100.00', effectiveOn: '2021-01-12', reason: '结余', people: 1 };
    const { json } = await api.post(`/api/disbursements/${disbursement}/returns`, { as: TREASURER, body: back });
    const { entry } = json as { entry: { id: string } };
    const above = await correct(entry.id, TREASURER, [{ field: 'people', was: 1, is: 4 }]);
    expect(above.json).toMatchObject({ type: '/problems/above-coverage', what: 'people', asked: 3, stands: 2 });
    // Of what came back the field bears what it said with what stands, and not what stands alone.
    expect(above.json).toMatchObject({ most: 3, detail: expect.stringContaining('最多填 3') });
    const below = await correct(disbursement, TREASURER, [{ field: 'people', was: 3, is: 0 }]);
    expect(below.json).toMatchObject({
      type: '/problems/above-coverage',
      stands: 2,
      least: 1,
      detail: expect.stringContaining('最少填 1'),
    });
    await corrected(disbursement, TREASURER, { field: 'people', was: 3, is: 1 });
    await corrected(disbursement, TREASURER, { field: 'people', was: 1, is: 3 });
    await corrected(entry.id, TREASURER, { field: 'people', was: 1, is: 3 });
    await corrected(entry.id, TREASURER, { field: 'people', was: 3, is: 2 });
    expect(await headline(ofLine)).toMatchObject({ people: 1, sites: 2 });
    expect((await api.get(`/api/disbursements/${disbursement}`, { as: AUDITOR })).json).toMatchObject({
      disbursement: { coverage: { people: 3, sites: 2 }, standingCoverage: { people: 1, households: 0, sites: 2 } },
    });
  });

  test('may not rise where nothing is left with the unit', async () => {
    const { consignment, confirmation } = await deliver();
    const back = { lines: [{ line: 1, quantity: 500 }], effectiveOn: '2021-01-20', reason: '未用' };
    await api.write(KEEPER, `/api/consignments/${consignment}/returns`, back);
    const { status, json } = await correct(confirmation, COORDINATOR, [{ field: 'people', was: 600, is: 601 }]);
    expect([status, json]).toMatchObject([409, { type: '/problems/coverage-of-nothing', what: 'people', by: 1 }]);
  });
});

describe('whoever may write a kind of entry', () => {
  test('corrects it, a coordinator those of the own units, and nobody else', async () => {
    const { confirmation } = await deliver();
    const change = { field: 'people', was: 600, is: 60 };
    for (const [as, refusal] of [
      [KEEPER, { type: '/problems/not-your-kind', roles: ['coordinator'] }],
      [TOWN_TWO, { type: '/problems/not-your-unit' }],
    ] as const) {
      const { status, json } = await correct(confirmation, as, [change]);
      expect([status, json]).toMatchObject([403, refusal]);
    }
    expect((await correct(confirmation, AUDITOR, [change])).status).toBe(403);
  });

  test('is told to reverse what moves something, and what can be corrected', async () => {
    const { confirmation } = await deliver();
    for (const field of ['effectiveOn', 'date', 'quantity', 'amount', 'unit', 'line', 'fundingLine', 'item']) {
      const { status, json } = await correct(confirmation, COORDINATOR, [{ field, was: null, is: null }]);
      expect([status, json]).toMatchObject([409, { type: '/problems/reverse-instead', field }]);
      expect((json as { detail: string }).detail).toContain('冲销');
    }
    const giver = await correct(places.acceptance, KEEPER, [{ field: 'giver', was: '甲', is: '乙' }]);
    expect(giver.json).toMatchObject({
      type: '/problems/not-correctable',
      kind: 'acceptance',
      fields: ['note', 'paper', 'batch', 'expiresOn'],
    });
    const unknown = await correct(confirmation, COORDINATOR, [{ field: 'colour', was: null, is: null }]);
    expect([unknown.status, unknown.json]).toMatchObject([422, { errors: [{ pointer: '/changes/0/field' }] }]);
    const many = Array.from({ length: 14 }, () => ({ field: 'note', was: null, is: '甲' }));
    expect((await correct(confirmation, COORDINATOR, many)).json).toMatchObject({
      errors: [{ pointer: '/changes', code: 'too-many' }],
    });
    const paper = { field: 'paper', paper: 'f'.repeat(64), was: '甲.jpg', is: '乙.jpg' };
    expect((await correct(places.acceptance, KEEPER, [paper])).json).toMatchObject({
      errors: [
        { pointer: '/changes/0/paper', code: 'not-of-this-entry', detail: expect.stringContaining('自己的凭据') },
      ],
    });
    const same = await correct(confirmation, COORDINATOR, [{ field: 'people', was: 600, is: 600 }]);
    expect(same.json).toMatchObject({ errors: [{ pointer: '/changes/0/is', code: 'nothing-to-do' }] });
    const typed = await correct(confirmation, COORDINATOR, [{ field: 'people', was: 600, is: '60' }]);
    expect(typed.json).toMatchObject({ errors: [{ pointer: '/changes/0/is', code: 'wrong-type' }] });
  });

  test('corrects the original again where a correction was wrong, and does not reverse it', async () => {
    const { confirmation } = await deliver();
    const wrong = await corrected(confirmation, COORDINATOR, { field: 'people', was: 600, is: 6 });
    const body = { reason: '有误', effectiveOn: '2021-01-20' };
    for (const { status, json } of [
      await api.post(`/api/entries/${wrong}/reversal`, { as: TREASURER, body }),
      await correct(wrong, TREASURER, [{ field: 'note', was: null, is: '甲' }]),
    ]) {
      expect([status, json]).toMatchObject([409, { type: '/problems/correct-the-original', original: confirmation }]);
    }
    await corrected(confirmation, COORDINATOR, { field: 'people', was: 6, is: 60 });
    expect(await headline()).toMatchObject({ people: 60 });
  });
});

describe('a batch of goods that were moved on', () => {
  const stockOf = async () => {
    const { lots } = (await api.get('/api/stock', { as: AUDITOR })).json as { lots: Record<string, unknown>[] };
    return Object.fromEntries(lots.map(({ lot, batch, expiresOn }) => [lot, [batch, expiresOn]]));
  };
  const first = () => `${places.acceptance}.1`;
  const renewed = { field: 'batch', was: 'P-7', is: 'P-8' };
  const dated = { field: 'expiresOn', was: '2022-06-30', is: '2021-01-15' };

  async function moved(lot: string, from: string, to: string, quantity: number): Promise<string> {
    const lines = [{ lot, quantity }];
    return `${await api.write(KEEPER, '/api/stock-moves', { from, to, effectiveOn: '2021-01-06', lines })}.1`;
  }

  const warehouseOf = (code: string) => api.write(TREASURER, '/api/warehouses', { code, name: `${code}库` });

  test('is corrected where they came in, and every lot says it: however often moved on, and where nothing is left', async () => {
    const { warehouse, item, unit, acceptance } = places;
    const [second, third] = [await warehouseOf('W2'), await warehouseOf('W3')];
    const inSecond = await moved(first(), warehouse, second, 300);
    const inThird = await moved(inSecond, second, third, 300);
    const { consignment } = await deliver(200);
    const back = { lines: [{ line: 1, quantity: 50 }], warehouse: second, effectiveOn: '2021-01-20', reason: '多发' };
    const returned = `${await api.write(KEEPER, `/api/consignments/${consignment}/returns`, back)}.1`;
    // Of the first lot and of the one that was moved on nothing is left.
    expect(await stockOf()).toEqual({ [inThird]: ['P-7', '2022-06-30'], [returned]: ['P-7', '2022-06-30'] });
    await corrected(acceptance, KEEPER, { ...renewed, lot: first() }, { ...dated, lot: first() });
    // P-7 until 2022-06-30 stood here, and was to be corrected lot by lot.
    expect(await stockOf()).toEqual({ [inThird]: ['P-8', '2021-01-15'], [returned]: ['P-8', '2021-01-15'] });
    for (const from of [second, third]) {
      const sent = { unit, warehouse: from, effectiveOn: '2021-01-20', lines: [{ item, quantity: 1 }] };
      expect((await api.post('/api/consignments', { as: KEEPER, body: sent })).json).toMatchObject({
        type: '/problems/insufficient-stock',
        available: 0,
        unusable: from === second ? 50 : 300,
      });
    }
    const move = inThird.slice(0, -2);
    const lines = [{ lot: inThird, batch: 'P-8', expiresOn: '2021-01-15' }];
    expect((await api.get(`/api/stock-moves/${move}`, { as: AUDITOR })).json).toMatchObject({ stockMove: { lines } });
    expect((await api.get('/api/stock-moves', { as: AUDITOR })).json).toMatchObject({
      items: [{ lines }, { lines: [{ lot: inSecond, batch: 'P-8' }] }],
    });
    expect((await api.get(`/api/entries/${move}`, { as: AUDITOR })).json).toMatchObject({
      entry: { facts: { lots: [{ number: 'P-7', expiresOn: '2022-06-30' }] } },
      stands: { facts: { lots: [{ number: 'P-8', expiresOn: '2021-01-15' }] } },
      corrections: [],
    });
    const stale = await correct(move, KEEPER, [{ ...renewed, lot: inThird, is: 'P-9' }]);
    expect(stale.json).toMatchObject({ type: '/problems/was-differs', stands: 'P-8' });
    // What is moved on later takes it along.
    const again = await moved(inThird, third, warehouse, 10);
    expect(await stockOf()).toMatchObject({ [again]: ['P-8', '2021-01-15'] });
    expect((await api.get('/api/reports/identities', { as: AUDITOR })).json).toMatchObject({ holds: true });
  });

  test('is what goes first: what expires first by what stands, wherever that was corrected', async () => {
    const { warehouse, item, unit, supplier, fundingLine, acceptance } = places;
    const second = await warehouseOf('W2');
    const inSecond = await moved(first(), warehouse, second, 100);
    const purchase = await api.write(BUYER, '/api/purchases', {
      supplier,
      effectiveOn: '2021-01-04',
      lines: [{ item, quantity: 100, amount: '100.00', fundingLine }],
    });
    const sooner = await api.write(KEEPER, `/api/purchases/${purchase}/acceptances`, {
      warehouse: second,
      effectiveOn: '2021-01-05',
      lines: [{ line: 1, good: 100, batch: { expiresOn: '2021-12-31' } }],
    });
    const firstOut = async () => {
      const sent = { unit, warehouse: second, effectiveOn: '2021-01-20', lines: [{ item, quantity: 1 }] };
      const { json } = await api.post('/api/consignments', { as: KEEPER, body: sent });
      return (json as { consignment: { parts: { lot: string }[] } }).consignment.parts[0]?.lot;
    };
    expect(await firstOut()).toBe(`${sooner}.1`);
    await corrected(acceptance, KEEPER, { ...dated, lot: first(), is: '2021-06-30' });
    expect(await firstOut()).toBe(inSecond);
    const lines = [{ item, quantity: 1 }];
    const moving = { from: second, to: warehouse, effectiveOn: '2021-01-20', lines };
    expect((await api.post('/api/stock-moves', { as: KEEPER, body: moving })).json).toMatchObject({
      stockMove: { lines: [{ from: inSecond, expiresOn: '2021-06-30' }] },
    });
  });

  test('that was corrected apart stays what it was found to be there, and is passed on', async () => {
    const { warehouse, acceptance } = places;
    const [second, third] = [await warehouseOf('W2'), await warehouseOf('W3')];
    const inSecond = await moved(first(), warehouse, second, 300);
    const inThird = await moved(inSecond, second, third, 100);
    await corrected(inSecond.slice(0, -2), KEEPER, { ...renewed, lot: inSecond, is: 'P-X' });
    expect(await stockOf()).toMatchObject({ [first()]: ['P-7', '2022-06-30'], [inThird]: ['P-X', '2022-06-30'] });
    await corrected(acceptance, KEEPER, { ...renewed, lot: first() }, { ...dated, lot: first() });
    expect(await stockOf()).toEqual({
      [first()]: ['P-8', '2021-01-15'],
      [inSecond]: ['P-X', '2021-01-15'],
      [inThird]: ['P-X', '2021-01-15'],
    });
  });
});

describe('every other field', () => {
  test('of a lot is followed by the lot: what goes out first, and what a stock list shows', async () => {
    const lot = `${places.acceptance}.1`;
    const missing = await correct(places.acceptance, KEEPER, [{ field: 'batch', was: 'P-7', is: 'P-8' }]);
    expect(missing.json).toMatchObject({ errors: [{ pointer: '/changes/0/lot', code: 'required' }] });
    await corrected(
      places.acceptance,
      KEEPER,
      { field: 'batch', lot, was: 'P-7', is: 'P-8' },
      { field: 'expiresOn', lot, was: '2022-06-30', is: '2021-01-15' },
      { field: 'note', was: '验收单第3页', is: null },
    );
    expect((await api.get('/api/stock', { as: AUDITOR })).json).toMatchObject({
      lots: [{ lot, batch: 'P-8', expiresOn: '2021-01-15' }],
    });
    const lines = [{ item: places.item, quantity: 1 }];
    const { unit, warehouse } = places;
    const sent = { unit, warehouse, effectiveOn: '2021-01-20', lines };
    expect((await api.post('/api/consignments', { as: KEEPER, body: sent })).json).toMatchObject({
      type: '/problems/insufficient-stock',
      unusable: 500,
    });
    await corrected(places.acceptance, KEEPER, { field: 'expiresOn', lot, was: '2021-01-15', is: null });
    expect((await api.post('/api/consignments', { as: KEEPER, body: sent })).status).toBe(201);
  });

  test('as the supplier is open while nothing is paid or invoiced', async () => {
    const { purchase, supplier, fundingLine } = places;
    const other = await api.write(BUYER, '/api/suppliers', { name: '供应商乙' });
    await corrected(purchase, BUYER, { field: 'supplier', was: supplier, is: other });
    expect((await api.get(`/api/purchases/${purchase}`, { as: AUDITOR })).json).toMatchObject({
      purchase: { supplier: other },
    });
    expect((await api.get(`/api/purchases?supplier=${other}`, { as: AUDITOR })).json).toMatchObject({
      items: [{ id: purchase, supplier: other }],
    });
    await api.write(TREASURER, `/api/purchases/${purchase}/payments`, {
      shares: [{ fundingLine, amount: '500.00' }],
      effectiveOn: '2021-01-20',
      method: '银行转账',
      approval,
    });
    const { status, json } = await correct(purchase, BUYER, [{ field: 'supplier', was: other, is: supplier }]);
    expect([status, json]).toMatchObject([409, { type: '/problems/supplier-bound' }]);
  });

  test('as who signed is committed to anew, and told masked', async () => {
    const { consignment, confirmation } = await deliver();
    const wrong = await correct(confirmation, COORDINATOR, [{ field: 'signatory', was: '李四', is: '张小山' }]);
    expect([wrong.status, wrong.json]).toMatchObject([409, { type: '/problems/was-differs', stands: '张*三' }]);
    const { json, text } = await correct(confirmation, COORDINATOR, [
      { field: 'signatory', was: '张小三', is: '张小山' },
    ]);
    expect(json).toMatchObject({ entry: { blinded: { signatory: expect.any(String) } } });
    expect(text).not.toContain('张小');
    expect((await api.get(`/api/consignments/${consignment}`, { as: AUDITOR })).json).toMatchObject({
      consignment: { signatory: '张*山' },
    });
  });

  test('that names a person is forgotten with its original: what was put right too', async () => {
    const { consignment, confirmation } = await deliver();
    await corrected(confirmation, COORDINATOR, { field: 'signatory', was: '张小三', is: '张小山' });
    await api.write(PRIVACY_OFFICER, `/api/entries/${confirmation}/erasure`, { reason: '本人要求' });
    const { json } = await api.get(`/api/consignments/${consignment}`, { as: AUDITOR });
    expect(json).toMatchObject({ erased: true });
    expect(json).not.toHaveProperty('consignment.signatory');
    // Nothing is known any more, so nothing is what stands.
    await corrected(confirmation, COORDINATOR, { field: 'signatory', was: null, is: '张小丰' });
    expect((await api.get(`/api/consignments/${consignment}`, { as: AUDITOR })).json).toMatchObject({
      consignment: { signatory: '张*丰' },
    });
  });

  test('as source, giver, purpose, bank reference and the name of a paper reads as it stands', async () => {
    const { fundingLine, warehouse, item, unit, purchase } = places;
    const paper = await uploaded(api, TREASURER, '回单.jpg');
    const appropriation = await api.write(TREASURER, `/api/funding-lines/${fundingLine}/appropriations`, {
      amount: '100.00',
      effectiveOn: '2021-01-06',
      source: '市总公会',
    });
    const receipt = await api.write(KEEPER, '/api/receipts', {
      kind: 'donation',
      giver: '甲公斯',
      fundingLine,
      warehouse,
      effectiveOn: '2021-01-06',
      lines: [{ item, quantity: 10, value: '10.00' }],
    });
    const disbursement = await api.write(TREASURER, '/api/disbursements', {
      fundingLine,
      unit,
      amount: '10.00',
      effectiveOn: '2021-01-10',
      purpose: '慰门',
      method: '银行转账',
    });
    const payment = await api.write(TREASURER, `/api/purchases/${purchase}/payments`, {
      shares: [{ fundingLine, amount: '1.00' }],
      effectiveOn: '2021-01-20',
      method: '银行转账',
      bankReference: 'R-1',
      approval,
      evidence: [paper],
    });
    await corrected(appropriation, TREASURER, { field: 'source', was: '市总公会', is: '市总工会' });
    await corrected(receipt, KEEPER, { field: 'giver', was: '甲公斯', is: '甲公司' });
    await corrected(disbursement, TREASURER, { field: 'purpose', was: '慰门', is: '慰问' });
    await corrected(
      payment,
      TREASURER,
      { field: 'bankReference', was: 'R-1', is: 'R-2' },
      { field: 'paper', paper: paper.sha256, was: '回单.jpg', is: '付款回单.jpg' },
    );
    expect((await api.get(`/api/receipts/${receipt}`, { as: AUDITOR })).json).toMatchObject({
      receipt: { giver: '甲公司' },
    });
    expect((await api.get(`/api/disbursements/${disbursement}`, { as: AUDITOR })).json).toMatchObject({
      disbursement: { purpose: '慰问' },
    });
    expect((await api.get(`/api/entries/${payment}`, { as: AUDITOR })).json).toMatchObject({
      entry: { facts: { bankReference: 'R-1' } },
      stands: { facts: { bankReference: 'R-2' }, evidence: [{ name: '付款回单.jpg' }] },
    });
    expect((await api.get(`/api/entries/${appropriation}`, { as: AUDITOR })).json).toMatchObject({
      stands: { facts: { source: '市总工会' } },
    });
  });
});

describe('two corrections of one field at once, in processes of their own', () => {
  test('are one, and a refusal that says what stands', async () => {
    const { confirmation } = await deliver();
    const offices = [api, openApiOver(ledger, () => clock.now)];
    const answers = await Promise.all(
      offices.map((office, at) => {
        const changes = [{ field: 'people', was: 600, is: 60 + at }];
        const send = { as: COORDINATOR, key: id(0xf000 + at), body: { changes, reason: '登记有误' } };
        return office.post(`/api/entries/${confirmation}/corrections`, send);
      }),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const stands = 60 + answers.findIndex(({ status }) => status === 201);
    const refused = answers.find(({ status }) => status === 409);
    expect(refused?.json).toMatchObject({ type: '/problems/was-differs', stands: String(stands) });
    expect(await headline()).toMatchObject({ people: stands });
  });
});

describe('what is printed', () => {
  const rowsOf = async (kind: string, more: object = {}): Promise<string[]> =>
    (await exportedBy(api, { kind, format: 'csv', ...more }, clock.now)).toString('utf8').split('\r\n');

  test('has a row for a correction that says which voucher, what and by how much, and columns add up to what stands', async () => {
    const { confirmation } = await deliver();
    await corrected(confirmation, COORDINATOR, { field: 'people', was: 600, is: 60 });
    const rows = await rowsOf('distribution');
    const told = rows.filter((row) => row.includes('更正凭证'));
    expect(told).toEqual([
      expect.stringMatching(
        /^2,2021-01-10,FF-0000\d\d,,高丽营镇,.*,-540,.*更正凭证0000\d\d：人次600改为60（-540）；登记有误/,
      ),
    ]);
    expect(rows.find((row) => row.includes('合计'))).toContain(',60,200,');
    const exceptions = await rowsOf('exceptions');
    expect(exceptions.filter((row) => row.includes('更正覆盖人数'))).toEqual([
      expect.stringContaining('人次600改为60（-540）'),
    ]);
    expect((await api.get('/api/reports/exceptions', { as: AUDITOR })).json).toMatchObject({
      headCounts: [{ corrects: confirmation, changes: [{ field: 'people', was: 600, is: 60 }], reason: '登记有误' }],
      counts: { headCounts: 1, closedMonths: 0 },
    });
  });

  test('says what stands in the rows of before, with a row that says what was', async () => {
    const { purchase, acceptance, supplier, fundingLine, warehouse, item } = places;
    const other = await api.write(BUYER, '/api/suppliers', { name: '供应商乙' });
    const lot = `${acceptance}.1`;
    await corrected(purchase, BUYER, { field: 'supplier', was: supplier, is: other });
    await corrected(acceptance, KEEPER, { field: 'batch', lot, was: 'P-7', is: 'P-8' });
    const goods = await rowsOf('acceptance');
    expect(goods.filter((row) => row.includes(',500,500,'))).toEqual([expect.stringMatching(/供应商乙.*P-8/)]);
    const numbered = (what: string) => goods.find((row) => row.includes(what))?.split(',')[2];
    expect(numbered('供应商“供应商甲”改为“供应商乙”')).toBe('');
    expect(numbered('批号“P-7”改为“P-8”')).toBe(numbered(',500,500,'));
    expect((await rowsOf('stock-card', { item })).join()).toContain('批号“P-7”改为“P-8”');
    const receipt = await api.write(KEEPER, '/api/receipts', {
      kind: 'donation',
      giver: '甲公斯',
      fundingLine,
      warehouse,
      effectiveOn: '2021-01-06',
      lines: [{ item, quantity: 10, value: '10.00' }],
    });
    await corrected(receipt, KEEPER, { field: 'giver', was: '甲公斯', is: '甲公司' });
    const gifts = await rowsOf('donations');
    expect(gifts.filter((row) => row.includes(',10,10.00,'))).toEqual([expect.stringContaining(',甲公司,')]);
    const [told] = gifts.filter((row) => row.includes('捐赠(调拨)单位“甲公斯”改为“甲公司”'));
    expect(told?.split(',').slice(2, 4)).toEqual(['甲公司', '物']);
    const appropriation = await api.write(TREASURER, `/api/funding-lines/${fundingLine}/appropriations`, {
      amount: '100.00',
      effectiveOn: '2021-01-06',
      source: '市总公会',
    });
    await corrected(appropriation, TREASURER, { field: 'source', was: '市总公会', is: '市总工会' });
    const money = await rowsOf('fund-usage');
    expect(money.filter((row) => row.includes(',100.00,'))).toEqual([expect.stringContaining(',市总工会,')]);
    expect(money.join()).toContain('资金来源“市总公会”改为“市总工会”');
  });

  test('lists a source that was put right after its month was closed, as it alters what that month says', async () => {
    const { fundingLine } = places;
    const money = { amount: '100.00', effectiveOn: '2021-01-08', source: '本级经费' };
    const first = await api.write(TREASURER, `/api/funding-lines/${fundingLine}/appropriations`, money);
    clock.now = FEBRUARY;
    await api.write(TREASURER, '/api/periods/2021-01/closure', {});
    const entry = await corrected(first, TREASURER, { field: 'source', was: '本级经费', is: '区级经费' });
    expect((await api.get('/api/reports/exceptions', { as: AUDITOR })).json).toMatchObject({
      belated: [{ entry, date: '2021-01-08', reason: '登记有误' }],
      closedMonths: [{ entry, month: '2021-01' }],
      counts: { belated: 1, closedMonths: 1 },
    });
    const rows = await rowsOf('exceptions', { fundingLine });
    expect(rows.filter((row) => row.includes('补记2021-01-08'))).toHaveLength(1);
    expect(rows.filter((row) => row.includes('影响已结账的2021-01'))).toHaveLength(1);
  });

  test('names the sources that a line had by the day of the row, each by the name that it was given later', async () => {
    const { fundingLine, unit } = places;
    const path = `/api/funding-lines/${fundingLine}/appropriations`;
    const money = { amount: '100.00', effectiveOn: '2021-01-08', source: '本级经费' };
    const first = await api.write(TREASURER, path, money);
    const giving = { fundingLine, unit, amount: '10.00', purpose: '慰问', method: '银行转账' };
    await api.write(TREASURER, '/api/disbursements', { ...giving, effectiveOn: '2021-01-10' });
    const sourcesIn = async () =>
      (await rowsOf('fund-usage', { from: '2021-01-08', to: '2021-01-31' }))
        .filter((row) => row.includes('-01-10'))
        .map((row) => row.split(',')[3]);
    clock.now = FEBRUARY;
    await api.write(TREASURER, '/api/periods/2021-01/closure', {});
    const later = await api.write(TREASURER, path, { ...money, effectiveOn: '2021-02-02', source: '市总工会补助' });
    expect(await sourcesIn()).toEqual(['上级拨付、本级经费']);
    await corrected(first, TREASURER, { field: 'source', was: '本级经费', is: '区级经费' });
    expect(await sourcesIn()).toEqual(['上级拨付、区级经费']);
    await api.write(TREASURER, '/api/disbursements', { ...giving, effectiveOn: '2021-02-03' });
    const undoing = { reason: '退回', effectiveOn: '2021-02-10' };
    await api.write(SECOND_TREASURER, `/api/entries/${later}/reversal`, undoing);
    await api.write(TREASURER, '/api/disbursements', { ...giving, effectiveOn: '2021-02-11' });
    const paid = (await rowsOf('fund-usage')).filter((row) => row.includes(',10.00,'));
    expect(paid.map((row) => row.split(',')[3])).toEqual([
      '上级拨付、区级经费',
      '上级拨付、区级经费、市总工会补助',
      '上级拨付、区级经费',
    ]);
  });

  test('lists what altered a closed month, and what was dated long back in a ledger that was kept by then', async () => {
    const { confirmation } = await deliver();
    clock.now = FEBRUARY;
    const { unit, fundingLine } = places;
    const giving = { fundingLine, unit, amount: '10.00', purpose: '慰问', method: '银行转账' };
    await api.write(TREASURER, '/api/disbursements', { ...giving, effectiveOn: '2021-02-13' });
    await api.write(TREASURER, '/api/disbursements', { ...giving, effectiveOn: '2021-02-12' });
    await api.write(TREASURER, '/api/disbursements', { ...giving, effectiveOn: '2021-01-19' });
    await api.write(TREASURER, '/api/periods/2021-01/closure', {});
    await corrected(confirmation, COORDINATOR, { field: 'people', was: 600, is: 60 });
    const { json } = await api.get('/api/reports/exceptions', { as: AUDITOR });
    expect(json).toMatchObject({
      // Of the 12th eight days later; that of the 19th is of before the ledger was begun.
      backdated: [{ effectiveOn: '2021-02-12', days: 8 }],
      closedMonths: [{ kind: 'correction', month: '2021-01' }],
      headCounts: [{ corrects: confirmation }],
      belated: [{ kind: 'correction', date: '2021-01-10', reason: '登记有误' }],
    });
    const rows = await rowsOf('exceptions');
    expect(rows.filter((row) => row.includes('补录8日前事项'))).toHaveLength(1);
    expect(rows.filter((row) => row.includes('补记2021-01-10'))).toHaveLength(1);
    expect(rows.filter((row) => row.includes('影响已结账的2021-01'))).toHaveLength(1);
  });
});
