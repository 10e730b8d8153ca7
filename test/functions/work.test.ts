import { beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { Role } from '../../shared/domain/role.ts';
import { WORK, WORK_KINDS, type WorkKind } from '../../shared/domain/work.ts';
import { type WorkRow, workAnswer } from '../../shared/schemas/work.ts';
import {
  type Api,
  AUDITOR,
  BUYER,
  COORDINATOR,
  KEEPER,
  NOW,
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

const HOUR = 3_600_000;
const approval = { document: '会议纪要〔2020〕9号', decidedOn: TODAY, approver: '主席' };
const DAY = 24 * HOUR;

let api: Api;
let now: number;
let known: Registered;

beforeEach(async () => {
  now = NOW;
  api = openApiOver(undefined, () => now);
  known = await registerAll(api);
});

type Work = z.output<typeof workAnswer>;

async function work(as: Person, query = ''): Promise<Work> {
  const { status, json } = await api.get(`/api/work${query}`, { as });
  expect(status).toBe(200);
  return workAnswer.parse(json);
}

/** The rows of a kind, which an auditor sees all of. */
async function rowsOf<K extends WorkKind>(kind: K, as: Person = AUDITOR, query = ''): Promise<readonly WorkRow<K>[]> {
  const { work: found } = await work(as, query);
  const one = found[kind];
  if (one === undefined) throw new Error(`nothing is told of ${kind}`);
  expect(one.count).toBe(one.rows.length);
  return one.rows as unknown as readonly WorkRow<K>[];
}

const kindsOf = async (as: Person) => Object.keys((await work(as)).work).sort();

function orderOf(quantity = 10, amount = '100.00') {
  const { supplier, item, fundingLine } = known;
  return { supplier, effectiveOn: TODAY, lines: [{ item, quantity, amount, fundingLine }] };
}

const bought = (quantity?: number, amount?: string) => api.write(BUYER, '/api/purchases', orderOf(quantity, amount));

function accepted(purchase: string, good: number, expiresOn?: string): Promise<string> {
  const batch = expiresOn === undefined ? {} : { batch: { expiresOn } };
  const body = { warehouse: known.warehouse, effectiveOn: TODAY, lines: [{ line: 1, good, ...batch }] };
  return api.write(KEEPER, `/api/purchases/${purchase}/acceptances`, body);
}

function sent(quantity: number, unit = known.unit, more: object = {}): Promise<string> {
  const { item, warehouse } = known;
  return api.write(KEEPER, '/api/consignments', {
    unit,
    warehouse,
    effectiveOn: TODAY,
    lines: [{ item, quantity }],
    ...more,
  });
}

function confirmed(consignment: string, line: object, as = COORDINATOR): Promise<string> {
  const body = { effectiveOn: TODAY, lines: [{ line: 1, ...line }], signatory: '签收人' };
  return api.write(as, `/api/consignments/${consignment}/confirmation`, body);
}

function paid(purchase: string, amount: string): Promise<string> {
  const shares = [{ fundingLine: known.fundingLine, amount }];
  return api.write(TREASURER, `/api/purchases/${purchase}/payments`, {
    shares,
    effectiveOn: TODAY,
    method: '银行转账',
    approval,
  });
}

function invoiced(purchase: string, amount: string): Promise<string> {
  const body = { number: '20112000000012345678', date: TODAY, amount };
  return api.write(BUYER, `/api/purchases/${purchase}/invoices`, body);
}

describe('what waits of a purchase', () => {
  it('is to accept until all of it came, was released or was withdrawn', async () => {
    const purchase = await bought();
    const of = { purchase, number: 'CG-000007', supplier: known.supplier, effectiveOn: TODAY };
    expect(await rowsOf('to-accept')).toEqual([{ ...of, committed: '100.00' }]);
    await accepted(purchase, 4);
    expect(await rowsOf('to-accept')).toEqual([{ ...of, committed: '60.00' }]);
    await accepted(purchase, 6);
    expect(await rowsOf('to-accept')).toEqual([]);
    const other = await bought();
    await api.write(BUYER, `/api/purchases/${other}/closure`, { reason: '不再供货' });
    const third = await bought();
    await api.write(BUYER, `/api/purchases/${third}/withdrawal`, { reason: '订错了' });
    expect(await rowsOf('to-accept')).toEqual([]);
  });

  it('is to accept where it is a service too, which nobody stores', async () => {
    const item = await api.write(TREASURER, '/api/items', {
      code: 'YF',
      name: '运费',
      baseMeasure: '次',
      service: true,
      minimum: 5,
    });
    const lines = [{ item, quantity: 1, amount: '30.00', fundingLine: known.fundingLine }];
    const purchase = await api.write(BUYER, '/api/purchases', { ...orderOf(), lines });
    expect(await rowsOf('to-accept')).toMatchObject([{ purchase, committed: '30.00' }]);
    await api.write(KEEPER, `/api/purchases/${purchase}/acceptances`, {
      warehouse: known.warehouse,
      effectiveOn: TODAY,
      lines: [{ line: 1, good: 1 }],
    });
    expect(await rowsOf('to-accept')).toEqual([]);
    expect(await rowsOf('to-pay')).toMatchObject([{ purchase, due: '30.00' }]);
    expect(await rowsOf('below-minimum')).toEqual([]);
  });

  it('is to pay as soon as something came and is not paid, and again where a payment is reversed', async () => {
    const purchase = await bought();
    expect(await rowsOf('to-pay')).toEqual([]);
    await accepted(purchase, 4);
    expect(await rowsOf('to-pay')).toMatchObject([{ purchase, due: '40.00' }]);
    const payment = await paid(purchase, '40.00');
    expect(await rowsOf('to-pay')).toEqual([]);
    await api.write(SECOND_TREASURER, `/api/entries/${payment}/reversal`, {
      reason: '付错',
      effectiveOn: TODAY,
      approval,
    });
    expect(await rowsOf('to-pay')).toMatchObject([{ purchase, due: '40.00' }]);
  });

  it('lacks its invoice while that says less than what came, or than what was paid', async () => {
    const purchase = await bought();
    expect(await rowsOf('without-invoice')).toEqual([]);
    await paid(purchase, '50.00');
    expect(await rowsOf('without-invoice')).toMatchObject([{ purchase, lacking: '50.00' }]);
    await accepted(purchase, 10);
    const invoice = await invoiced(purchase, '80.00');
    expect(await rowsOf('without-invoice')).toMatchObject([{ purchase, lacking: '20.00' }]);
    await api.write(SECOND_TREASURER, `/api/entries/${invoice}/reversal`, {
      reason: '作废',
      effectiveOn: TODAY,
      approval,
    });
    expect(await rowsOf('without-invoice')).toMatchObject([{ purchase, lacking: '100.00' }]);
    await api.write(BUYER, '/api/invoices', {
      supplier: known.supplier,
      number: '20112000000012345679',
      date: TODAY,
      amount: '150.00',
      allocations: [{ purchase, amount: '100.00' }],
    });
    expect(await rowsOf('without-invoice')).toEqual([]);
  });
});

describe('what waits of a consignment', () => {
  beforeEach(async () => {
    await accepted(await bought(100, '100.00'), 100);
  });

  it('is in transit until it is confirmed, and unconfirmed after 48 hours', async () => {
    const consignment = await sent(5);
    expect(await rowsOf('in-transit', COORDINATOR)).toMatchObject([{ consignment, unit: known.unit, lines: 1 }]);
    now += 48 * HOUR;
    expect(await rowsOf('unconfirmed', TREASURER)).toEqual([]);
    now += 1;
    expect(await rowsOf('unconfirmed', TREASURER)).toMatchObject([{ consignment }]);
    expect(await rowsOf('unconfirmed', COORDINATOR)).toMatchObject([{ consignment }]);
    await confirmed(consignment, { good: 5 });
    expect(await rowsOf('in-transit')).toEqual([]);
    expect(await rowsOf('unconfirmed')).toEqual([]);
  });

  it('is unconfirmed 48 hours after the day on which it left, where that was written down later', async () => {
    // Two days after the end of the day on which it left.
    now += 2 * DAY + 14 * HOUR;
    const late = await sent(5);
    const today = await sent(5, known.unit, { effectiveOn: '2020-12-31' });
    expect(await rowsOf('unconfirmed', TREASURER)).toEqual([]);
    now += 1;
    expect(await rowsOf('unconfirmed', TREASURER)).toMatchObject([{ consignment: late, effectiveOn: TODAY }]);
    now += 48 * HOUR;
    const both = await rowsOf('unconfirmed', TREASURER);
    expect(both.map(({ consignment }) => consignment)).toEqual([late, today]);
  });

  it('is held until that is decided', async () => {
    const consignment = await sent(5);
    await confirmed(consignment, { good: 3, damaged: 2 });
    expect(await rowsOf('held', TREASURER)).toMatchObject([{ consignment, lines: 1 }]);
    const body = { lines: [{ line: 1, toStock: 2 }], effectiveOn: TODAY, reason: '核实', approval };
    await api.write(TREASURER, `/api/consignments/${consignment}/resolutions`, body);
    expect(await rowsOf('held')).toEqual([]);
  });

  it('is to dispatch under a plan while a line of it has something left', async () => {
    const { unit, item } = known;
    const plan = await api.write(TREASURER, '/api/allocation-plans', {
      number: '〔2020〕12号',
      decidedOn: TODAY,
      title: '口罩分配',
      lines: [{ unit, item, quantity: 8 }],
    });
    const row = { plan, number: '〔2020〕12号', title: '口罩分配', decidedOn: TODAY, lines: 1, units: 1 };
    await sent(5, unit, { plan });
    expect(await rowsOf('to-dispatch', KEEPER)).toEqual([row]);
    const rest = await sent(3, unit, { plan });
    expect(await rowsOf('to-dispatch')).toEqual([]);
    await confirmed(rest, { good: 2, refused: 1 });
    expect(await rowsOf('to-dispatch')).toEqual([row]);
    await api.write(TREASURER, `/api/allocation-plans/${plan}/closure`, { reason: '完成' });
    expect(await rowsOf('to-dispatch')).toEqual([]);
  });
});

describe('a plan of money', () => {
  it('is to disburse while a line of it has something left', async () => {
    const { unit, item, fundingLine } = known;
    const plan = await api.write(TREASURER, '/api/allocation-plans', {
      number: '〔2020〕13号',
      decidedOn: TODAY,
      title: '慰问经费',
      lines: [
        { unit, fundingLine, amount: '80.00' },
        { unit, item, quantity: 8 },
      ],
    });
    const row = { plan, number: '〔2020〕13号', title: '慰问经费', decidedOn: TODAY, lines: 1, units: 1 };
    const disbursed = (amount: string) =>
      api.write(TREASURER, '/api/disbursements', {
        fundingLine,
        unit,
        amount,
        effectiveOn: TODAY,
        method: '银行转账',
        purpose: '慰问',
        plan,
        approval,
      });
    expect(await rowsOf('to-disburse', TREASURER)).toEqual([{ ...row, left: '80.00' }]);
    await disbursed('30.00');
    expect(await rowsOf('to-disburse')).toEqual([{ ...row, left: '50.00' }]);
    const rest = await disbursed('50.00');
    expect(await rowsOf('to-disburse')).toEqual([]);
    await api.write(TREASURER, `/api/disbursements/${rest}/returns`, {
      amount: '20.00',
      effectiveOn: TODAY,
      reason: '结余',
    });
    expect(await rowsOf('to-disburse')).toEqual([{ ...row, left: '20.00' }]);
    expect(await rowsOf('to-dispatch', KEEPER)).toEqual([row]);
  });
});

describe('papers that are missing', () => {
  it('are told of orders, payments and confirmations until they are attached or the entry is reversed', async () => {
    const purchase = await bought(100, '100.00');
    await accepted(purchase, 100);
    const payment = await paid(purchase, '60.00');
    const confirmation = await confirmed(await sent(5), { good: 5 });
    expect(await rowsOf('order-without-evidence', BUYER)).toMatchObject([{ purchase, entry: purchase }]);
    expect(await rowsOf('payment-without-evidence')).toMatchObject([{ purchase, entry: payment, paid: '60.00' }]);
    expect(await rowsOf('confirmation-without-evidence', COORDINATOR)).toMatchObject([{ entry: confirmation }]);
    const evidence = [await uploaded(api, KEEPER, '签收单.jpg')];
    await api.write(COORDINATOR, `/api/entries/${confirmation}/evidence`, { evidence });
    await api.write(BUYER, `/api/entries/${purchase}/evidence`, { evidence });
    await api.write(SECOND_TREASURER, `/api/entries/${payment}/reversal`, {
      reason: '付错',
      effectiveOn: TODAY,
      approval,
    });
    const { work: left } = await work(AUDITOR);
    for (const kind of ['order', 'payment', 'confirmation'] as const) {
      expect(left[`${kind}-without-evidence`]).toEqual({ count: 0, rows: [] });
    }
    await api.write(BUYER, '/api/purchases', { ...orderOf(), evidence });
    expect(await rowsOf('order-without-evidence')).toEqual([]);
  });
});

describe('what waits in the warehouse', () => {
  it('is a count until another person countersigned it', async () => {
    const acceptance = await accepted(await bought(), 10);
    const lines = [{ lot: `${acceptance}.1`, book: 10, counted: 9 }];
    const body = { warehouse: known.warehouse, effectiveOn: TODAY, lines, reason: '盘点' };
    const adjustment = await api.write(KEEPER, '/api/stock-adjustments', body);
    expect(await rowsOf('to-countersign', KEEPER)).toEqual([]);
    const told = await rowsOf('to-countersign', SECOND_KEEPER);
    expect(told).toMatchObject([{ adjustment, lines: 1 }]);
    expect(JSON.stringify(told)).not.toContain(KEEPER.subject);
    await api.write(SECOND_KEEPER, `/api/stock-adjustments/${adjustment}/countersignature`, {});
    expect(await rowsOf('to-countersign')).toEqual([]);
  });

  it('are lots that expire within so many days, the first to expire first, those that did already among them', async () => {
    const lots = [];
    for (const expiresOn of ['2021-01-27', '2021-01-28', '2020-12-30']) {
      lots.push(`${await accepted(await bought(), 10, expiresOn)}.1`);
    }
    const [month, beyond, soon] = lots;
    expect((await rowsOf('expiring', KEEPER)).map(({ lot }) => lot)).toEqual([soon, month]);
    expect((await rowsOf('expiring', KEEPER, '?within=31')).map(({ lot }) => lot)).toEqual([soon, month, beyond]);
    expect((await rowsOf('expiring', KEEPER, '?within=1')).map(({ lot }) => lot)).toEqual([]);
    const correction = {
      changes: [{ field: 'expiresOn', lot: soon, was: '2020-12-30', is: '2020-12-29' }],
      reason: '看错',
    };
    await api.write(KEEPER, `/api/entries/${soon?.slice(0, 36)}/corrections`, correction);
    expect(await rowsOf('expiring', KEEPER, '?within=1')).toMatchObject([{ lot: soon, expiresOn: '2020-12-29' }]);
    await sent(10);
    now += 40 * DAY;
    expect((await rowsOf('expiring', KEEPER)).map(({ lot }) => lot)).toEqual([month, beyond]);
  });

  it('are lots that were moved on by the expiry that was corrected where they came from', async () => {
    const acceptance = await accepted(await bought(), 10, '2022-12-30');
    const to = await api.write(TREASURER, '/api/warehouses', { code: 'CK-9', name: '分库' });
    const lines = [{ lot: `${acceptance}.1`, quantity: 4 }];
    const body = { from: known.warehouse, to, effectiveOn: TODAY, lines };
    const move = await api.write(KEEPER, '/api/stock-moves', body);
    expect(await rowsOf('expiring', KEEPER)).toEqual([]);
    const correct = (was: string, is: string) =>
      api.write(KEEPER, `/api/entries/${acceptance}/corrections`, {
        changes: [{ field: 'expiresOn', lot: `${acceptance}.1`, was, is }],
        reason: '看错',
      });
    await correct('2022-12-30', '2020-12-30');
    expect((await rowsOf('expiring', KEEPER)).map(({ lot, quantity }) => [lot, quantity])).toEqual([
      [`${acceptance}.1`, 6],
      [`${move}.1`, 4],
    ]);
    await correct('2020-12-30', '2022-12-30');
    expect(await rowsOf('expiring', KEEPER)).toEqual([]);
  });

  it.each(['0', '367', 'ten'])('are lots within 1 to 366 days, not %s', async (days) => {
    const { status, json } = await api.get(`/api/work?within=${days}`, { as: KEEPER });
    expect([status, json]).toMatchObject([422, { errors: [{ pointer: '/within' }] }]);
  });

  it('is an item of which all warehouses together have less than its minimum', async () => {
    const amend = (body: object) => api.write(TREASURER, `/api/items/${known.item}/amendments`, body);
    await amend({ minimum: 15, reason: '常备' });
    const row = { item: known.item, stock: 0, minimum: 15 };
    expect(await rowsOf('below-minimum', KEEPER)).toEqual([row]);
    expect(await rowsOf('below-minimum', BUYER)).toEqual([row]);
    const acceptance = await accepted(await bought(20, '20.00'), 20);
    expect(await rowsOf('below-minimum')).toEqual([]);
    const to = await api.write(TREASURER, '/api/warehouses', { code: 'W2', name: '分库' });
    const move = { from: known.warehouse, to, effectiveOn: TODAY, lines: [{ lot: `${acceptance}.1`, quantity: 8 }] };
    await api.write(KEEPER, '/api/stock-moves', move);
    expect(await rowsOf('below-minimum')).toEqual([]);
    await sent(6);
    expect(await rowsOf('below-minimum')).toEqual([{ ...row, stock: 14 }]);
    await amend({ minimum: 14, reason: '减少' });
    expect(await rowsOf('below-minimum')).toEqual([]);
    await amend({ minimum: 30, reason: '增加' });
    expect(await rowsOf('below-minimum')).toHaveLength(1);
    await amend({ minimum: null, reason: '不再常备' });
    expect(await rowsOf('below-minimum')).toEqual([]);
    const { json } = await api.get(`/api/items/${known.item}`, { as: KEEPER });
    expect(json).not.toHaveProperty('item.minimum');
  });
});

describe('months to close', () => {
  it('are those that are over and not closed, with what stands open in them', async () => {
    expect(await rowsOf('to-close', TREASURER)).toEqual([]);
    await accepted(await bought(100, '100.00'), 60);
    await sent(5);
    await confirmed(await sent(5), { good: 4, short: 1 });
    now += 40 * DAY;
    const open = { toAccept: 1, inTransit: 1, held: 1, toCountersign: 0 };
    expect(await rowsOf('to-close', TREASURER)).toEqual([
      { month: '2020-12', open },
      { month: '2021-01', open },
    ]);
    await api.post('/api/periods/2020-12/closure', { as: TREASURER, body: {} });
    expect(await rowsOf('to-close', TREASURER)).toEqual([{ month: '2021-01', open }]);
  });

  it('begin with what was recorded later than it happened', async () => {
    const { lines, ...body } = orderOf();
    await api.write(BUYER, '/api/purchases', { ...body, lines, effectiveOn: '2020-11-05' });
    expect(await rowsOf('to-close', TREASURER)).toMatchObject([{ month: '2020-11' }]);
  });
});

describe('work', () => {
  it.each(['treasurer', 'buyer', 'keeper', 'coordinator', 'auditor'] as const)(
    'is told to a %s by its kinds',
    async (role) => {
      const person = { subject: `a-${role}`, roles: [role], units: ['SY-01'] };
      const own = WORK_KINDS.filter((kind) => WORK[kind].some((one: Role) => one === role));
      expect(await kindsOf(person)).toEqual([...own].sort());
    },
  );

  it('is told for each of the roles that somebody has', async () => {
    const both: Person = { subject: 'both', roles: ['buyer', 'keeper'] };
    const kinds = new Set([...(await kindsOf(BUYER)), ...(await kindsOf(KEEPER))]);
    expect(await kindsOf(both)).toEqual([...kinds].sort());
  });

  it('tells coordinators of their own units and what lies below, nobody by name and nothing of prices', async () => {
    await accepted(await bought(100, '100.00'), 100);
    const below = await api.write(TREASURER, '/api/units', { code: 'SY-01-1', name: '张喜庄村', parent: known.unit });
    const another = await api.write(TREASURER, '/api/units', { code: 'SY-02', name: '南法信镇' });
    const everywhere = { ...COORDINATOR, subject: 'everywhere', units: ['SY-01', 'SY-02'] };
    const own = [await sent(1), await sent(1, below, { carrier: '王司机' })];
    const theirs = await sent(1, another, { carrier: '李司机' });
    const confirmation = await confirmed(await sent(1, another), { good: 1 }, everywhere);
    now += 49 * HOUR;
    for (const kind of ['in-transit', 'unconfirmed'] as const) {
      expect((await rowsOf(kind, COORDINATOR)).map(({ consignment }) => consignment)).toEqual(own);
    }
    expect(await rowsOf('confirmation-without-evidence', COORDINATOR)).toEqual([]);
    const { text } = await api.get('/api/work', { as: COORDINATOR });
    for (const hidden of [theirs, another, confirmation, '南法信镇', '王司机', '李司机', '.00']) {
      expect(text).not.toContain(hidden);
    }
    const auditing: Person = { ...COORDINATOR, roles: ['coordinator', 'auditor'] };
    expect(await rowsOf('in-transit', auditing)).toHaveLength(3);
  });

  it('tells the first ten rows of each kind, and one kind in pages', async () => {
    const purchases = [];
    for (let count = 0; count < 12; count += 1) purchases.push(await bought(1, '1.00'));
    const { work: first, next } = await work(KEEPER);
    expect(first['to-accept']).toMatchObject({ count: 12, rows: { length: 10 } });
    expect(next).toBeUndefined();
    const told: string[] = [];
    let cursor = '';
    for (const count of [12, 7, 2]) {
      const page = await work(KEEPER, `?kind=to-accept&limit=5${cursor}`);
      expect(Object.keys(page.work)).toEqual(['to-accept']);
      expect(page.work['to-accept']?.count).toBe(count);
      told.push(...(page.work['to-accept']?.rows ?? []).map(({ purchase }) => purchase));
      cursor = `&cursor=${page.next}`;
    }
    expect(cursor).toBe('&cursor=undefined');
    expect(told).toEqual(purchases);
  });

  it('refuses a kind of others, and a cursor without a kind or of another one', async () => {
    for (let count = 0; count < 2; count += 1) await bought(1, '1.00');
    const asked = async (query: string) => (await api.get(`/api/work${query}`, { as: KEEPER })).json;
    expect(await asked('?kind=to-pay')).toMatchObject({ errors: [{ pointer: '/kind' }] });
    const { next } = await work(KEEPER, '?kind=to-accept&limit=1');
    expect(await asked(`?cursor=${next}`)).toMatchObject({ type: '/problems/invalid' });
    expect(await asked(`?kind=below-minimum&cursor=${next}`)).toMatchObject({ errors: [{ pointer: '/cursor' }] });
  });

  it('says of which prefix it is, and whether an entry is in it', async () => {
    const purchase = await bought();
    const { asOf, includes } = await work(KEEPER, `?after=${purchase}`);
    expect([asOf?.size, includes]).toEqual([await api.entries(), true]);
    expect((await work(KEEPER)).includes).toBeUndefined();
  });
});

describe('lists of documents', () => {
  const idsOf = async (path: string) => {
    const { json } = await api.get(path, { as: TREASURER });
    return z
      .object({ items: z.array(z.object({ id: z.string() })) })
      .parse(json)
      .items.map(({ id }) => id);
  };

  it('tell the purchases that are to accept, to pay or without invoice, newest first', async () => {
    const [ordered, came, done] = [await bought(1, '1.00'), await bought(2, '2.00'), await bought(3, '3.00')];
    await accepted(came, 1);
    await accepted(done, 3);
    await paid(done, '3.00');
    await invoiced(done, '3.00');
    expect(await idsOf('/api/purchases?waiting=to-accept')).toEqual([came, ordered]);
    expect(await idsOf('/api/purchases?waiting=to-pay')).toEqual([came]);
    expect(await idsOf('/api/purchases?waiting=without-invoice')).toEqual([came]);
    expect(await idsOf('/api/purchases?waiting=to-accept&status=open&limit=1')).toEqual([came]);
  });

  it('go on from page to page', async () => {
    const purchases = [await bought(1, '1.00'), await bought(1, '1.00'), await bought(1, '1.00')];
    const told = [];
    let cursor = '';
    for (let page = 0; page < 3; page += 1) {
      const { json } = await api.get(`/api/purchases?waiting=to-accept&limit=1${cursor}`, { as: TREASURER });
      const { items, next } = z
        .object({ items: z.array(z.object({ id: z.string() })), next: z.string().optional() })
        .parse(json);
      told.push(...items.map(({ id }) => id));
      cursor = `&cursor=${next}`;
    }
    expect(cursor).toBe('&cursor=undefined');
    expect(told).toEqual(purchases.toReversed());
  });

  it('tell the consignments of which something is held', async () => {
    await accepted(await bought(10, '10.00'), 10);
    const [whole, damaged] = [await sent(2), await sent(2)];
    await confirmed(whole, { good: 2 });
    await confirmed(damaged, { good: 1, damaged: 1 });
    expect(await idsOf('/api/consignments?held=true')).toEqual([damaged]);
    const { status } = await api.get('/api/consignments?held=maybe', { as: TREASURER });
    expect(status).toBe(422);
  });
});
