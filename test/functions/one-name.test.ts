import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { evidenceKeys } from '../../shared/evidence/keys.ts';
import { invoiceXml, sha256Of, utf8 } from '../evidence/files.ts';
import {
  ADMIN,
  type Answer,
  type Api,
  AUDITOR,
  BUYER,
  COORDINATOR,
  openApiOver,
  type Registered,
  registerAll,
  TODAY,
  TREASURER,
} from './api.ts';

/** One thing goes under one name, as people meet it: what they type, and what comes of it. */

let api: Api;
let known: Registered;

beforeAll(async () => {
  api = openApiOver();
  known = await registerAll(api);
  const money = { amount: '9000.00', effectiveOn: TODAY, source: '上级拨付' };
  await api.write(TREASURER, `/api/funding-lines/${known.fundingLine}/appropriations`, money);
});

const problem = z.object({
  type: z.string(),
  detail: z.string(),
  holder: z.string().optional(),
  errors: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })).optional(),
});

function problemOf({ json }: Answer) {
  return problem.parse(json);
}

describe('a benefit with a cap of 1,000.00', () => {
  const paid = '11010519491231002X';
  let tariff: string;
  const benefit = (reference: string, kind?: string) => ({
    fundingLine: known.fundingLine,
    tariff,
    person: { name: '困难职工', reference, ...(kind === undefined ? {} : { kind }) },
    amount: '1000.00',
    effectiveOn: TODAY,
    method: '现金',
  });
  const pay = (reference: string, kind?: string) =>
    api.post('/api/benefits', { as: TREASURER, body: benefit(reference, kind) });

  beforeAll(async () => {
    tariff = await api.write(TREASURER, '/api/tariffs', {
      code: 'WW',
      name: '困难职工慰问',
      basis: '办法',
      cap: '1000.00',
      per: 'year',
    });
    await api.write(TREASURER, '/api/benefits', benefit(paid));
  });

  test.each([
    ['in lower case', '11010519491231002x', undefined],
    ['in full width', '１１０１０５１９４９１２３１００２Ｘ', undefined],
    ['with blanks', '110105 19491231 002X', undefined],
    ['with hyphens', '110105-19491231-002X', undefined],
    ['with an invisible character', '11010519491231002X\u200b', undefined],
    ['as a resident ID', paid, 'resident-id'],
    ['as it stands in the household book', paid, 'household-book'],
    ['as another paper, with what it is before it', `身份证${paid}`, 'other'],
  ])('is not paid a second time to whom it was paid, %s', async (_how, reference, kind) => {
    expect(problemOf(await pay(reference, kind))).toMatchObject({ type: '/problems/cap-exceeded' });
  });

  test.each([
    ['a letter that looks like X', '11010519491231002Х', 'foreign-letter', 'Х (U+0425) → X'],
    ['what it is before it', `身份证${paid}`, 'bad-format', '只写号码'],
    ['a wrong check character', '110105194912310021', 'bad-identifier', '18 位公民身份号码'],
    ['a date of birth that does not exist', '110105194902300020', 'bad-identifier', '出生日期真实'],
    ['a date of birth to come', '110113209901010012', 'bad-identifier', '出生日期真实'],
    ['a place too many', `1${paid}`, 'bad-format', 'passport'],
    ['nothing that can be seen', '\u200b\u3164', 'too-short', '可见'],
  ])('is refused with %s, saying what would pass', async (_what, reference, code, detail) => {
    const errors = [{ pointer: '/person/reference', code, detail: expect.stringContaining(detail) }];
    expect(problemOf(await pay(reference))).toMatchObject({ type: '/problems/invalid', errors });
  });

  test('is paid to another, under whatever paper tells who it is, which is shown', async () => {
    const id = await api.write(TREASURER, '/api/benefits', benefit('E 12345678', 'passport'));
    const person = { reference: '******5678', kind: 'passport' };
    expect((await api.get(`/api/benefits/${id}`, { as: AUDITOR })).json).toMatchObject({ benefit: { person } });
    expect(problemOf(await pay('e12345678'))).toMatchObject({ type: '/problems/cap-exceeded' });
  });
});

describe('a code', () => {
  const item = (code: string) => ({ code, name: '手套', baseMeasure: '双', packs: [{ measure: 'Box', of: 20 }] });
  let upper: string;

  beforeAll(async () => {
    upper = await api.write(TREASURER, '/api/items', item('P-X'));
  });

  test.each(['p-x', 'P-x', 'P-X\u200b', ' P-X '])('%j is P-X, which is taken', async (code) => {
    const answer = await api.post('/api/items', { as: TREASURER, body: item(code) });
    expect(problemOf(answer)).toMatchObject({ type: '/problems/duplicate-code', holder: upper });
  });

  test.each(['p-x', 'Ｐ－Ｘ', 'P-X', 'p‐x'])('%j finds P-X in a list', async (code) => {
    const { json } = await api.get(`/api/items?code=${encodeURIComponent(code)}`, { as: BUYER });
    expect(json).toMatchObject({ items: [{ id: upper, code: 'P-X' }] });
  });

  test('of a measure finds its pack: three boxes are sixty', async () => {
    const lines = [{ item: upper, quantity: 3, measure: 'ＢＯＸ', amount: '60.00', fundingLine: known.fundingLine }];
    const order = { supplier: known.supplier, effectiveOn: TODAY, lines };
    const purchase = await api.write(BUYER, '/api/purchases', order);
    expect((await api.get(`/api/purchases/${purchase}`, { as: AUDITOR })).json).toMatchObject({
      purchase: { lines: [{ packs: { quantity: 3, of: 20 }, ordered: { quantity: 60 } }] },
    });
  });

  test('of a plan is one number however its brackets are typed', async () => {
    const plan = {
      number: '京工发〔2020〕46号',
      decidedOn: TODAY,
      title: '分配方案',
      lines: [{ unit: known.unit, item: upper, quantity: 1 }],
    };
    await api.write(TREASURER, '/api/allocation-plans', plan);
    const answer = await api.post('/api/allocation-plans', {
      as: TREASURER,
      body: { ...plan, number: '京工发[2020] 46号' },
    });
    expect(problemOf(answer)).toMatchObject({ type: '/problems/duplicate-code' });
  });

  test('of a unit is to the letter what a coordinator may do something for', async () => {
    const list = async (units: string[]) =>
      (await api.get('/api/units', { as: { ...COORDINATOR, subject: `of-${units}`, units } })).json;
    expect(await list(['SY-01'])).toMatchObject({ items: [{ code: 'SY-01' }] });
    expect(await list(['sy-01'])).toMatchObject({ items: [] });
  });

  test('and the subject of a sign-in is to the letter who somebody is', async () => {
    const member = (subject: string) => ({ subject, roles: ['keeper'] });
    await api.write(ADMIN, '/api/members', member('Zhang'));
    await api.write(ADMIN, '/api/members', member('zhang'));
  });
});

describe('a supplier', () => {
  const name = '甲乙(集团)有限公司';
  let supplier: string;

  beforeAll(async () => {
    supplier = await api.write(BUYER, '/api/suppliers', { name });
  });

  test('of a name that another has is refused, saying who has it and what would pass', async () => {
    const answer = await api.post('/api/suppliers', { as: BUYER, body: { name: '甲乙（集团）有限公司' } });
    expect(problemOf(answer)).toMatchObject({
      type: '/problems/duplicate-name',
      holder: supplier,
      detail: expect.stringMatching(/^已有供应商名为 甲乙\(集团\)有限公司:.*统一社会信用代码/),
    });
  });

  test('is found by an invoice that writes its brackets otherwise', async () => {
    const seller = '<SellerName>甲乙（集团）有限公司</SellerName>';
    const file = utf8(invoiceXml({ seller }));
    const paper = { name: '发票.xml', mediaType: 'application/xml', bytes: file.length, sha256: sha256Of(file) };
    await api.post('/api/evidence', { as: BUYER, body: paper });
    await api.tracker.objects.put(evidenceKeys.incoming(paper.sha256), file);
    const answer = await api.post(`/api/evidence/${paper.sha256}/invoice`, { as: BUYER, body: {} });
    expect(answer.json).toMatchObject({ supplier: { id: supplier, name } });
  });

  test('with a credit code in lower case and full width is the one that has it', async () => {
    const coded = { name: '另一家', uscc: ' 81440000mcl468545Ｍ' };
    const answer = await api.post('/api/suppliers', { as: BUYER, body: coded });
    expect(problemOf(answer)).toMatchObject({ type: '/problems/duplicate-code', holder: known.supplier });
  });

  test.each(['4008001234', '+86 138 1234 1234', '95588', '010-12345678 转 8'])('has the phone %s', async (phone) => {
    await api.write(BUYER, '/api/suppliers', { name: `有电话的供应商 ${phone}`, phone });
  });
});

describe('a text', () => {
  const named = (code: string, name: string) => api.post('/api/warehouses', { as: TREASURER, body: { code, name } });

  test('is kept as it was typed, without what nobody sees', async () => {
    const { json } = await named('T-1', '  东（仓）\u200b库\ufeff ');
    expect(json).toMatchObject({ warehouse: { name: '东（仓）库' } });
  });

  test('without a visible character is none', async () => {
    const errors = [{ pointer: '/name', code: 'too-short' }];
    expect(problemOf(await named('T-2', '\u200b\u2060\u3000\u3164'))).toMatchObject({ errors });
  });

  test('of a hundred rare characters is a hundred long, and of one more too long', async () => {
    expect((await named('T-3', '𠮷'.repeat(100))).status).toBe(201);
    const errors = [{ pointer: '/name', code: 'too-long' }];
    expect(problemOf(await named('T-4', '𠮷'.repeat(101)))).toMatchObject({ errors });
  });
});
