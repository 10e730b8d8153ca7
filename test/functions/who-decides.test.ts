import { beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { readFacts } from '../../local/demo/facts.ts';
import { stepsOf } from '../../local/demo/steps.ts';
import { createMemoryLedger } from '../in-memory.ts';
import {
  ADMIN,
  type Answer,
  type Api,
  AUDITOR,
  BUYER,
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
import { columnOf } from './named.ts';

/**
 * Who may decide what, as a union of a few people meets it: who pays, who reverses, who approves, above what, and in cash
 * or not.
 */

const PAPER = { document: '会议纪要〔2020〕12号', decidedOn: '2020-12-20', approver: '主席办公会' };
const exception = { reason: '仅此一人在岗' };
/** A member who is buyer and treasurer at once. */
const BOTH: Person = { subject: 'zhao', roles: ['buyer', 'treasurer'] };

let api: Api;
let places: Awaited<ReturnType<typeof registerAll>>;

beforeEach(async () => {
  api = openApiOver();
  places = await registerAll(api);
  const money = { amount: '500000.00', effectiveOn: '2020-01-02', source: '上级拨付' };
  await api.write(TREASURER, `/api/funding-lines/${places.fundingLine}/appropriations`, money);
});

async function ordered(by: Person, amount = '100.00', more: object = {}): Promise<string> {
  const { supplier, item, fundingLine } = places;
  const lines = [{ item, quantity: 10, amount, fundingLine }];
  return api.write(by, '/api/purchases', { supplier, effectiveOn: TODAY, lines, ...more });
}

async function bought(amount = '100.00', by: Person = BUYER): Promise<string> {
  const purchase = await ordered(by, amount);
  const body = { warehouse: places.warehouse, effectiveOn: TODAY, lines: [{ line: 1, good: 10 }] };
  await api.write(KEEPER, `/api/purchases/${purchase}/acceptances`, body);
  return purchase;
}

const payment = (amount: string, more: object = {}) => ({
  shares: [{ fundingLine: places.fundingLine, amount }],
  effectiveOn: TODAY,
  method: '银行转账',
  approval: PAPER,
  ...more,
});

const disbursement = (amount: string, more: object = {}) => ({
  fundingLine: places.fundingLine,
  unit: places.unit,
  amount,
  effectiveOn: TODAY,
  purpose: '慰问一线职工',
  method: '银行转账',
  ...more,
});

const disburse = (amount: string, more: object = {}) =>
  api.post('/api/disbursements', { as: TREASURER, body: disbursement(amount, more) });

async function listed(): Promise<unknown> {
  return (await api.get('/api/reports/exceptions', { as: AUDITOR })).json;
}

const told = ({ status, json }: Answer) => [status, json];

describe('who pays', () => {
  test('neither ordered nor accepted: a member who is buyer and treasurer does not pay for the own order', async () => {
    const purchase = await bought('100.00', BOTH);
    const path = `/api/purchases/${purchase}/payments`;
    const refused = await api.post(path, { as: BOTH, body: payment('100.00') });
    expect(told(refused)).toMatchObject([409, { type: '/problems/same-person', step: 'order' }]);
    expect(refused.json).toMatchObject({ detail: expect.stringContaining('采购由您办理') });
    const paid = await api.post(path, { as: BOTH, body: payment('60.00', { exception }) });
    expect(told(paid)).toMatchObject([201, { entry: { facts: { samePersonAs: 'order' }, exception } }]);
    expect(await listed()).toMatchObject({ waivedSeparations: [{ kind: 'payment', reason: exception.reason }] });
    expect((await api.post(path, { as: TREASURER, body: payment('40.00') })).status).toBe(201);
  });

  test('may have accepted what was taken back since', async () => {
    const purchase = await ordered(BUYER);
    const KEEPS: Person = { subject: 'qian', roles: ['keeper', 'treasurer'] };
    const body = { warehouse: places.warehouse, effectiveOn: TODAY, lines: [{ line: 1, good: 10 }] };
    const acceptance = await api.write(KEEPS, `/api/purchases/${purchase}/acceptances`, body);
    const path = `/api/purchases/${purchase}/payments`;
    const refused = await api.post(path, { as: KEEPS, body: payment('100.00') });
    expect(told(refused)).toMatchObject([409, { type: '/problems/same-person', step: 'acceptance' }]);
    const reversal = { reason: '入错仓库', effectiveOn: TODAY };
    await api.write(TREASURER, `/api/entries/${acceptance}/reversal`, reversal);
    await api.write(KEEPER, `/api/purchases/${purchase}/acceptances`, body);
    expect((await api.post(path, { as: KEEPS, body: payment('100.00') })).status).toBe(201);
  });
});

describe('who accepts', () => {
  const KEEPS: Person = { subject: 'qian', roles: ['keeper', 'treasurer'] };

  test('did not pay in advance: who paid does not say that the goods came', async () => {
    const purchase = await ordered(BUYER);
    const paid = await api.write(KEEPS, `/api/purchases/${purchase}/payments`, payment('100.00'));
    const path = `/api/purchases/${purchase}/acceptances`;
    const body = { warehouse: places.warehouse, effectiveOn: TODAY, lines: [{ line: 1, good: 10 }] };
    const refused = await api.post(path, { as: KEEPS, body });
    expect(told(refused)).toMatchObject([409, { type: '/problems/same-person', step: 'payment' }]);
    expect(refused.json).toMatchObject({ detail: expect.stringContaining('付款由您办理') });
    await api.write(TREASURER, `/api/entries/${paid}/reversal`, { reason: '先收货后付款', effectiveOn: TODAY });
    expect((await api.post(path, { as: KEEPS, body })).status).toBe(201);
  });
});

describe('who reverses', () => {
  test('did not record it, and who alone can is listed with the reason', async () => {
    const paid = await api.write(TREASURER, '/api/disbursements', disbursement('100000.00', { method: '现金' }));
    const path = `/api/entries/${paid}/reversal`;
    const body = { reason: '重复拨付', effectiveOn: TODAY };
    const refused = await api.post(path, { as: TREASURER, body });
    expect(told(refused)).toMatchObject([409, { type: '/problems/same-person', step: 'entry' }]);
    expect((await api.post(path, { as: TREASURER, body: { ...body, exception } })).status).toBe(201);
    expect(await listed()).toMatchObject({
      waivedSeparations: [{ kind: 'reversal', reason: exception.reason }],
      unapproved: [{ entry: paid, amount: '100000.00', method: '现金', evidence: 0, reversed: true }],
    });
  });

  test('is anybody else in that role', async () => {
    const paid = await api.write(TREASURER, '/api/disbursements', disbursement('100.00'));
    const body = { reason: '重复拨付', effectiveOn: TODAY };
    await api.write(SECOND_TREASURER, `/api/entries/${paid}/reversal`, body);
    expect(await listed()).toMatchObject({ waivedSeparations: [] });
  });
});

describe('an approval', () => {
  const approved = (approver: string, decidedOn = '2020-12-20') => ({ approval: { ...PAPER, decidedOn, approver } });

  test('is by a member, who is called by name on ledgers; one on paper only is listed', async () => {
    const chair = { subject: 'auth0|chair', name: '钱主席', roles: ['auditor'] };
    const member = await api.write(ADMIN, '/api/members', chair);
    const answer = await disburse('100.00', approved(member));
    expect(told(answer)).toMatchObject([201, { disbursement: { approval: { approver: member } } }]);
    expect(await listed()).toMatchObject({ approvedOnPaper: [], unapproved: [] });
    await disburse('100.00', approved('区总主席办公会'));
    expect(await listed()).toMatchObject({
      approvedOnPaper: [
        { kind: 'disbursement', document: PAPER.document, approver: '区总主席办公会', reversed: false },
      ],
      counts: { approvedOnPaper: 1 },
    });
    expect(await columnOf(api, 'fund-usage', '审批人')).toEqual(['', '', '钱主席', '区总主席办公会']);
    expect(await columnOf(api, 'exceptions', '例外事项')).toEqual(['审批仅有纸质文件']);
  });

  test('is never by who records, nor by nobody, nor by one who is a member no more', async () => {
    const self = await api.write(ADMIN, '/api/members', { subject: TREASURER.subject, roles: ['treasurer'] });
    expect(told(await disburse('100.00', approved(self)))).toMatchObject([409, { type: '/problems/own-approval' }]);
    const nobody = await disburse('100.00', approved(places.unit));
    const pointer = '/approval/approver';
    expect(told(nobody)).toMatchObject([422, { errors: [{ pointer, code: 'unknown-reference' }] }]);
    const gone = await api.write(ADMIN, '/api/members', { subject: 'sun', roles: ['auditor'] });
    await api.write(ADMIN, `/api/members/${gone}/closure`, { reason: '退休' });
    const left = await disburse('100.00', approved(gone));
    expect(told(left)).toMatchObject([422, { errors: [{ pointer, code: 'closed-reference' }] }]);
  });

  test('is never by who records under another name: their sign-in, or what it or the member list calls them', async () => {
    const own = { subject: 'u-fin', roles: ['treasurer'] as const, name: '钱会计（出纳）' };
    const pay = async (as: Person, approver: string) => {
      const { status, json } = await api.post('/api/disbursements', {
        as,
        body: disbursement('10.00', approved(approver)),
      });
      return [approver, status, json];
    };
    const refused = async (as: Person, names: readonly string[]) => {
      const wrong = { type: '/problems/own-approval', detail: expect.stringContaining('编号') };
      for (const name of names) expect(await pay(as, name)).toMatchObject([name, 409, wrong]);
    };
    await refused(own, ['u-fin', 'U-FIN', '钱会计（出纳）', '钱 会计(出纳)']);
    await api.write(own, '/api/disbursements', disbursement('10.00'));
    await refused({ subject: 'u-fin', roles: ['treasurer'] }, ['钱会计(出纳)']);
    const member = { subject: 'u-fin', name: '钱出纳', roles: ['treasurer'] };
    await api.write(ADMIN, '/api/members', member);
    await refused(own, ['u-fin', 'U-FIN', '钱出纳', '钱 出纳', '钱会计(出纳)']);
    expect(await pay(own, '孙主席')).toMatchObject(['孙主席', 201, {}]);
    expect(await pay(TREASURER, '钱出纳')).toMatchObject(['钱出纳', 201, {}]);
  });

  test('is by the member whose sign-in it names, also of one who was registered anew', async () => {
    const boss = await api.write(ADMIN, '/api/members', { subject: 'u-boss', name: '钱主席', roles: ['auditor'] });
    const answer = await disburse('100.00', approved('u-boss'));
    expect(told(answer)).toMatchObject([201, { disbursement: { approval: { approver: boss } } }]);
    await api.write(ADMIN, `/api/members/${boss}/closure`, { reason: '调离' });
    await api.write(ADMIN, `/api/members/${boss}/reopening`, { reason: '调回' });
    const again = await disburse('100.00', approved('u-boss'));
    expect(told(again)).toMatchObject([201, { disbursement: { approval: { approver: boss } } }]);
    expect(await columnOf(api, 'fund-usage', '审批人')).toEqual(['', '', '钱主席', '钱主席']);
    expect(await listed()).toMatchObject({ approvedOnPaper: [] });
  });

  test('is decided before what it approves', async () => {
    const late = await disburse('100.00', { ...approved('主席'), effectiveOn: '2020-12-19' });
    const error = { pointer: '/approval/decidedOn', code: 'decided-after', allowed: '2020-12-19' };
    expect(told(late)).toMatchObject([422, { errors: [error] }]);
    expect((await disburse('100.00', { ...approved('主席'), effectiveOn: '2020-12-20' })).status).toBe(201);
  });
});

describe('a threshold', () => {
  const setting = (spending: string, limits: object) =>
    api.post('/api/approval-thresholds', { as: ADMIN, body: { spending, ...limits } });

  test('is set by an admin alone, once for each spending, and told', async () => {
    const body = { spending: 'payment', approvalAbove: '10000.00' };
    expect((await api.post('/api/approval-thresholds', { as: TREASURER, body })).status).toBe(403);
    const key = id(0x77);
    const set = await api.post('/api/approval-thresholds', { as: ADMIN, body, key });
    expect(told(set)).toMatchObject([201, { threshold: { id: key, ...body } }]);
    const again = await setting('payment', { cashAbove: '1000.00' });
    expect(told(again)).toMatchObject([409, { type: '/problems/threshold-set', spending: 'payment', threshold: key }]);
    const missing = {
      pointer: '',
      code: 'not-at-least-one',
      allowed: 'approvalAbove, cashAbove',
      detail: '以下字段至少给出一个:须审批的限额(approvalAbove)、现金限额(cashAbove)。',
    };
    expect(told(await setting('benefit', {}))).toMatchObject([422, { errors: [missing] }]);
    expect(told(await setting('order', {}))).toMatchObject([422, { errors: [{ pointer: '/approvalAbove' }] }]);
    expect((await setting('order', { cashAbove: '1.00' })).status).toBe(422);
    const path = `/api/approval-thresholds/${key}`;
    await api.write(ADMIN, `${path}/amendments`, { cashAbove: '1000.00', reason: '现金管理' });
    expect((await api.get('/api/approval-thresholds', { as: AUDITOR })).json).toMatchObject({
      items: [{ spending: 'payment', approvalAbove: '10000.00', cashAbove: '1000.00', status: 'open' }],
    });
    await api.write(ADMIN, `${path}/closure`, { reason: '另行规定' });
    expect((await setting('payment', { cashAbove: '2000.00' })).status).toBe(201);
  });

  test('that is lifted for one payment and set back stands in its history, with who and why', async () => {
    const RULES_AND_PAYS: Person = { subject: 'sun', roles: ['admin', 'treasurer'] };
    await setting('disbursement', { approvalAbove: '10000.00' });
    const list = (await api.get('/api/approval-thresholds', { as: AUDITOR })).json;
    const { id: threshold } = z.object({ items: z.tuple([z.object({ id: z.string() })]) }).parse(list).items[0];
    const path = `/api/approval-thresholds/${threshold}`;
    const pay = () => api.post('/api/disbursements', { as: RULES_AND_PAYS, body: disbursement('90000.00') });
    expect((await pay()).status).toBe(409);
    await api.write(RULES_AND_PAYS, `${path}/amendments`, { approvalAbove: '100000.00', reason: '提高限额' });
    expect((await pay()).status).toBe(201);
    await api.write(RULES_AND_PAYS, `${path}/amendments`, { approvalAbove: '10000.00', reason: '恢复限额' });
    const { json } = await api.get(path, { as: AUDITOR });
    const by = { actor: { subject: 'sun', role: 'admin' }, kind: 'amendment' };
    expect(json).toMatchObject({
      threshold: { approvalAbove: '10000.00' },
      history: [
        { ...by, facts: { fields: { approvalAbove: '10000.00' }, reason: '恢复限额' } },
        { ...by, facts: { fields: { approvalAbove: '100000.00' }, reason: '提高限额' } },
        { kind: 'registration' },
      ],
    });
    expect(await listed()).toMatchObject({ unapproved: [{ amount: '90000.00' }] });
  });

  test('refuses 100,000.00 in cash without approval, and says what would pass', async () => {
    await setting('disbursement', { approvalAbove: '50000.00', cashAbove: '1000.00' });
    const refused = await disburse('100000.00', { method: '现金' });
    const sums = { spending: 'disbursement', amount: '100000.00', threshold: '50000.00', together: '100000.00' };
    expect(told(refused)).toMatchObject([409, { type: '/problems/approval-needed', ...sums }]);
    const detail = '本笔拨付 100000.00 元。超过 50000.00 元须先审批:请在 approval 写明审批文件、日期和审批人。';
    expect(refused.json).toMatchObject({ detail });
    const inCash = await disburse('100000.00', { method: ' 现　金 ', approval: PAPER });
    expect(told(inCash)).toMatchObject([409, { type: '/problems/cash-above-threshold', threshold: '1000.00' }]);
    expect(inCash.json).toMatchObject({ detail: expect.stringContaining('exception.reason') });
    const paid = await disburse('100000.00', { method: '现金', approval: PAPER, exception });
    expect(paid.status).toBe(201);
    expect(await listed()).toMatchObject({
      waivedSeparations: [],
      cashAboveThreshold: [{ above: '1000.00', together: '100000.00', reason: exception.reason, reversed: false }],
    });
    expect((await disburse('100000.00', { approval: PAPER })).status).toBe(201);
    const matters = ['审批仅有纸质文件', '现金超限额支付', '审批仅有纸质文件'];
    expect((await columnOf(api, 'exceptions', '例外事项')).toSorted()).toEqual(matters.toSorted());
    expect(await columnOf(api, 'exceptions', '备注')).toContain('七日内现金合计 100000.00 元，限额 1000.00 元');
    expect(await columnOf(api, 'fund-usage', '支付方式')).toEqual(['', '', '现金', '银行转账']);
  });

  test('counts what one payee gets within seven days, on either side of the day', async () => {
    await setting('disbursement', { approvalAbove: '10000.00' });
    expect((await disburse('6000.00', { effectiveOn: '2020-12-08' })).status).toBe(201);
    const day = (effectiveOn: string) => disburse('6000.00', { effectiveOn });
    const both = await day('2020-12-14');
    expect(told(both)).toMatchObject([409, { together: '12000.00', amount: '6000.00' }]);
    expect(both.json).toMatchObject({
      detail: expect.stringContaining('6000.00 元,与七日内付给同一收款方的合计 12000.00 元'),
    });
    expect(told(await day('2020-12-02'))).toMatchObject([409, { together: '12000.00' }]);
    expect((await day('2020-12-15')).status).toBe(201);
    expect((await day('2020-12-01')).status).toBe(201);
    const other = await api.write(TREASURER, '/api/units', { code: 'SY-02', name: '马坡镇' });
    expect((await disburse('6000.00', { effectiveOn: '2020-12-08', unit: other })).status).toBe(201);
    const approval = { ...PAPER, decidedOn: '2020-12-01' };
    expect((await disburse('6000.00', { effectiveOn: '2020-12-08', approval })).status).toBe(201);
  });

  test('counts payments to one supplier over all purchases, and what is reversed no more', async () => {
    await setting('payment', { cashAbove: '1000.00' });
    const [first, second] = [await bought('900.00'), await bought('900.00')];
    const cash = { method: '现金' };
    const paid = await api.write(TREASURER, `/api/purchases/${first}/payments`, payment('900.00', cash));
    const path = `/api/purchases/${second}/payments`;
    const refused = await api.post(path, { as: TREASURER, body: payment('900.00', cash) });
    expect(told(refused)).toMatchObject([409, { amount: '900.00', together: '1800.00', threshold: '1000.00' }]);
    const body = { reason: '付错', effectiveOn: TODAY };
    await api.write(SECOND_TREASURER, `/api/entries/${paid}/reversal`, body);
    expect((await api.post(path, { as: TREASURER, body: payment('900.00', cash) })).status).toBe(201);
    const transfer = await api.post(`/api/purchases/${first}/payments`, { as: TREASURER, body: payment('900.00') });
    expect(transfer.status).toBe(201);
  });

  test('counts benefits to one person under any tariff, however the reference is typed', async () => {
    await setting('benefit', { approvalAbove: '1500.00' });
    const tariff = async (code: string) => {
      const body = { code, name: '慰问', basis: '办法', cap: '1000.00', per: 'year' };
      return api.write(TREASURER, '/api/tariffs', body);
    };
    const benefit = (under: string, reference: string) => ({
      fundingLine: places.fundingLine,
      tariff: under,
      person: { name: '李四', reference },
      amount: '1000.00',
      effectiveOn: TODAY,
      method: '网上支付',
    });
    const [one, other] = [await tariff('T1'), await tariff('T2')];
    await api.write(TREASURER, '/api/benefits', benefit(one, '会员 001'));
    const refused = await api.post('/api/benefits', { as: TREASURER, body: benefit(other, '会员001') });
    expect(told(refused)).toMatchObject([409, { type: '/problems/approval-needed', together: '2000.00' }]);
    await api.write(TREASURER, '/api/benefits', benefit(other, '会员002'));
  });

  test('is of orders one by one; those that pass it together are listed', async () => {
    await setting('order', { approvalAbove: '1000.00' });
    const { supplier, item, fundingLine } = places;
    const lines = [{ item, quantity: 10, amount: '1200.00', fundingLine }];
    const body = { supplier, effectiveOn: TODAY, lines };
    const refused = await api.post('/api/purchases', { as: BUYER, body });
    expect(told(refused)).toMatchObject([409, { type: '/problems/approval-needed', spending: 'order' }]);
    expect((await api.post('/api/purchases', { as: BUYER, body: { ...body, approval: PAPER } })).status).toBe(201);
    const halves = [await ordered(BUYER, '600.00', { effectiveOn: '2020-12-22' }), await ordered(BUYER, '600.00')];
    const sums = { threshold: '1000.00', together: '1200.00' };
    expect(await listed()).toMatchObject({
      splitOrders: [{ ...sums, supplier: { name: '供应商甲' }, orders: halves }],
    });
    expect(await columnOf(api, 'exceptions', '例外事项')).toContain('七日内分单采购');
    expect((await columnOf(api, 'exceptions', '备注')).join()).toMatch(/与凭证\d{6}合计 1200.00 元，限额 1000.00 元/);
    const reversal = { reason: '重复下单', effectiveOn: TODAY };
    await api.write(TREASURER, `/api/entries/${halves[0]}/reversal`, reversal);
    expect(await listed()).toMatchObject({ splitOrders: [] });
  });

  test('holds from when it was recorded on', async () => {
    expect((await disburse('9000.00')).status).toBe(201);
    await setting('disbursement', { approvalAbove: '10000.00' });
    expect((await disburse('9000.00')).status).toBe(201);
    expect(told(await disburse('9000.00'))).toMatchObject([409, { together: '18000.00' }]);
  });
});

describe('every role of a caller', () => {
  test('reaches the units that it is bound to: a keeper who coordinates P adds no papers to what F confirmed', async () => {
    await bought();
    const { warehouse, item, unit } = places;
    await api.write(TREASURER, '/api/units', { code: 'SY-02', name: '马坡镇' });
    const body = { unit, warehouse, effectiveOn: TODAY, lines: [{ item, quantity: 2 }] };
    const consignment = await api.write(KEEPER, '/api/consignments', body);
    const F: Person = { subject: 'coordinator-f', roles: ['keeper', 'coordinator'], units: ['SY-01'] };
    const P: Person = { subject: 'coordinator-p', roles: ['keeper', 'coordinator'], units: ['SY-02'] };
    const arrived = { effectiveOn: TODAY, signatory: '签收人', lines: [{ line: 1, good: 2 }] };
    const path = `/api/consignments/${consignment}/confirmation`;
    expect(told(await api.post(path, { as: P, body: arrived }))).toMatchObject([403, { unit }]);
    const confirmation = await api.write(F, path, arrived);
    const evidence = [await uploaded(api, KEEPER, '签收单.jpg')];
    const attaching = `/api/entries/${confirmation}/evidence`;
    const refused = await api.post(attaching, { as: P, body: { evidence } });
    expect(told(refused)).toMatchObject([403, { type: '/problems/not-your-unit', unit }]);
    const attached = await api.post(attaching, { as: F, body: { evidence } });
    expect(told(attached)).toMatchObject([201, { entry: { actor: { role: 'coordinator' } } }]);
    const own = await api.post(`/api/entries/${consignment}/evidence`, { as: P, body: { evidence } });
    expect(told(own)).toMatchObject([201, { entry: { actor: { role: 'keeper' } } }]);
  });
});

test('three members of a union and the coordinators of its units get through the demonstration without a waiver', async () => {
  const steps = stepsOf(readFacts(), '2021-03-05');
  let now = 0;
  api = openApiOver(createMemoryLedger(), () => now);
  const members = new Set<string>();
  for (const { person, path, body, papers, id, date } of steps) {
    now = Date.parse(`${date}T18:00:00+08:00`);
    for (const { name, file } of papers) await uploaded(api, person, name, file);
    const { status, text } = await api.post(path, { as: person, body, key: id });
    expect([status, text]).toEqual([201, expect.anything()]);
    if (!person.roles.includes('coordinator')) members.add(person.subject);
  }
  expect(members.size).toBe(3);
  expect(await listed()).toMatchObject({ waivedSeparations: [], counts: { waivedSeparations: 0 } });
});
