import { beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { produce } from '../../shared/exports/jobs/produce.ts';
import { runJob } from '../../shared/exports/jobs/run-job.ts';
import { LogFiles } from '../../shared/log/journal/log-files.ts';
import { PDF, PNG } from '../evidence/files.ts';
import { openWorkshop } from '../exports/workshop.ts';
import { createMemoryLedger } from '../in-memory.ts';
import {
  type Api,
  AUDITOR,
  BUYER,
  KEEPER,
  NOW,
  openApiOver,
  type Registered,
  registerAll,
  TODAY,
  TREASURER,
  uploaded,
} from './api.ts';

/** The issue's own cases: an invoice for two purchases, a red one, one that differs, one of another supplier. */

const DIGITAL = '25112000000012345678';
const PAPER = { code: '011002000111', number: '12345678' };

let api: Api;
let known: Registered;
let first: string;
let second: string;

async function order(amount: string, more: object = {}, supplier = known.supplier): Promise<string> {
  const { item, fundingLine } = known;
  const lines = [{ item, quantity: 10, amount, fundingLine }];
  return api.write(BUYER, '/api/purchases', { supplier, effectiveOn: TODAY, lines, ...more });
}

/** Purchases of 60.00 and 40.00 from one supplier. */
beforeEach(async () => {
  api = openApiOver(createMemoryLedger(), () => NOW);
  known = await registerAll(api);
  first = await order('60.00');
  second = await order('40.00');
});

const invoicing = (more: object = {}) => ({
  supplier: known.supplier,
  number: DIGITAL,
  date: TODAY,
  amount: '100.00',
  ...more,
});

const post = (path: string, body: object) => api.post(path, { as: BUYER, body });
const record = (more: object = {}) => api.write(BUYER, '/api/invoices', invoicing(more));
const to = (purchase: string, amount: string) => ({ purchase, amount });

async function read(invoice: string): Promise<unknown> {
  return (await api.get(`/api/invoices/${invoice}`, { as: AUDITOR })).json;
}

async function listed(query = ''): Promise<string[]> {
  const { json } = await api.get(`/api/invoices${query}`, { as: AUDITOR });
  return (json as { items: { invoice: { number: string } }[] }).items.map(({ invoice }) => invoice.number);
}

async function historyOf(path: string): Promise<string[]> {
  const { json } = await api.get(path, { as: AUDITOR });
  return (json as { history: { kind: string }[] }).history.map(({ kind }) => kind);
}

const reverse = (entry: string) =>
  api.post(`/api/entries/${entry}/reversal`, { as: TREASURER, body: { reason: '登错', effectiveOn: TODAY } });

describe('an invoice over two purchases', () => {
  test('is one document for both, and stands in the history of each', async () => {
    const body = invoicing({ allocations: [to(first, '60.00'), to(second, '40.00')] });
    const { status, json } = await post('/api/invoices', body);
    expect([status, json]).toMatchObject([
      201,
      {
        entry: { kind: 'invoicing' },
        invoice: {
          status: 'booked',
          kind: 'blue',
          supplier: known.supplier,
          invoice: { number: DIGITAL, date: TODAY, amount: '100.00' },
          allocated: '100.00',
          left: '0.00',
          allocations: [
            { purchase: first, amount: '60.00', corrected: '0.00' },
            { purchase: second, amount: '40.00', corrected: '0.00' },
          ],
        },
      },
    ]);
    for (const purchase of [first, second]) {
      expect(await historyOf(`/api/purchases/${purchase}`)).toEqual(['invoicing', 'order']);
    }
  });

  test('is one invoice of a purchase, however often it is allocated to it', async () => {
    const counted = async () => {
      const { json } = await api.get(`/api/purchases/${first}`, { as: AUDITOR });
      return (json as { purchase: { laterInvoices: number } }).purchase.laterInvoices;
    };
    const invoice = await record({ allocations: [to(first, '20.00')] });
    const steps = [];
    for (const amount of ['10.00', '30.00']) {
      const { json } = await post(`/api/invoices/${invoice}/allocations`, { allocations: [to(first, amount)] });
      steps.unshift((json as { entry: { id: string } }).entry.id);
      expect(await counted()).toBe(1);
    }
    await api.write(BUYER, `/api/purchases/${first}/invoices`, {
      number: DIGITAL.replace(/.$/, '9'),
      date: TODAY,
      amount: '1.00',
    });
    expect(await counted()).toBe(2);
    for (const step of steps) {
      expect((await reverse(step)).status).toBe(201);
      expect(await counted()).toBe(2);
    }
    expect((await reverse(invoice)).status).toBe(201);
    expect(await counted()).toBe(1);
  });

  test('of twenty-five kinds keeps its rows as they were read', async () => {
    const lines = Array.from({ length: 25 }, (_, at) => ({ name: `商品${at + 1}`, quantity: '1', amount: '4.00' }));
    const invoice = await record({ lines });
    const told = await read(invoice);
    expect(told).toHaveProperty('invoice.lines.length', 25);
    expect(told).toMatchObject({ invoice: { allocated: '0.00', left: '100.00' } });
  });

  test('is allocated later too, up to what it says and no fen more', async () => {
    const invoice = await record({ allocations: [to(first, '60.00')] });
    const path = `/api/invoices/${invoice}/allocations`;
    const above = await post(path, { allocations: [to(second, '40.01')] });
    expect([above.status, above.json]).toMatchObject([
      409,
      { type: '/problems/above-invoice', asked: '40.01', left: '40.00' },
    ]);
    expect((await post(path, { allocations: [to(second, '40.00')] })).status).toBe(201);
    expect(await read(invoice)).toMatchObject({ invoice: { allocated: '100.00', left: '0.00' } });
    expect(await historyOf(`/api/invoices/${invoice}`)).toEqual(['invoice-allocation', 'invoicing']);
    expect(await historyOf(`/api/purchases/${second}`)).toEqual(['invoice-allocation', 'order']);
    // What comes next on the purchase goes on from there.
    await api.write(KEEPER, `/api/purchases/${second}/acceptances`, {
      warehouse: known.warehouse,
      effectiveOn: TODAY,
      lines: [{ line: 1, good: 10 }],
    });
    expect(await historyOf(`/api/purchases/${second}`)).toEqual(['acceptance', 'invoice-allocation', 'order']);
  });

  test('is refused above its amount, on the purchase of another supplier, and on one that was reversed', async () => {
    const other = await api.write(BUYER, '/api/suppliers', { name: '供应商乙' });
    const theirs = await order('30.00', {}, other);
    const gone = await order('30.00');
    await reverse(gone);
    for (const [allocations, status, problem] of [
      [
        [to(first, '60.00'), to(second, '40.01')],
        409,
        { type: '/problems/above-invoice', asked: '100.01', left: '100.00' },
      ],
      [
        [to(theirs, '30.00')],
        422,
        { errors: [{ pointer: '/allocations/0/purchase', code: 'not-of-this-supplier', allowed: other }] },
      ],
      [[to(gone, '30.00')], 409, { type: '/problems/nothing-left', purchase: gone }],
      [
        [to(first, '1.00'), to(first, '1.00')],
        422,
        { errors: [{ pointer: '/allocations/1/purchase', code: 'repeated' }] },
      ],
      [[to(first, '-1.00')], 422, { errors: [{ pointer: '/allocations/0/amount', code: 'too-small' }] }],
    ] as const) {
      const answer = await post('/api/invoices', invoicing({ allocations }));
      expect([answer.status, answer.json]).toMatchObject([status, problem]);
    }
    expect(await listed()).toEqual([]);
  });

  test('stands in the way of the reversal of either order until it is reversed itself', async () => {
    const invoice = await record({ allocations: [to(first, '60.00'), to(second, '40.00')] });
    expect((await reverse(second)).json).toMatchObject({
      type: '/problems/stands-in-the-way',
      account: 'invoice',
      entries: [invoice],
      detail: expect.stringMatching(/^有发票以它为依据;请先冲销后续分录,从最后一笔起:.*登记发票/),
    });
    expect((await reverse(invoice)).status).toBe(201);
    expect(await read(invoice)).toMatchObject({ invoice: { status: 'withdrawn', allocated: '0.00', left: '0.00' } });
    expect(await historyOf(`/api/purchases/${first}`)).toEqual(['reversal', 'invoicing', 'order']);
    const again = await post(`/api/invoices/${invoice}/allocations`, { allocations: [to(first, '1.00')] });
    expect(again.json).toMatchObject({ type: '/problems/invoice-withdrawn' });
    expect((await reverse(second)).status).toBe(201);
    // Its number is free again.
    expect((await post('/api/invoices', invoicing({ allocations: [to(first, '60.00')] }))).status).toBe(201);
  });
});

describe('a red invoice', () => {
  const red = (corrects: string, amount: string, more: object = {}) =>
    invoicing({ kind: 'red', corrects, number: '25112000000012345679', amount, ...more });

  test('has its place, below zero as it is printed, and takes back what its blue one said', async () => {
    const blue = await record({ allocations: [to(first, '60.00'), to(second, '40.00')] });
    const { status, json } = await post('/api/invoices', red(blue, '-25.00', { allocations: [to(first, '-25.00')] }));
    expect([status, json]).toMatchObject([
      201,
      { invoice: { kind: 'red', corrects: blue, invoice: { amount: '-25.00' }, allocated: '-25.00', left: '0.00' } },
    ]);
    expect(await read(blue)).toMatchObject({
      invoice: {
        corrected: '-25.00',
        allocations: [
          { purchase: first, amount: '60.00', corrected: '-25.00' },
          { purchase: second, amount: '40.00', corrected: '0.00' },
        ],
      },
    });
    expect(await historyOf(`/api/invoices/${blue}`)).toEqual(['invoicing', 'invoicing']);
    expect((await reverse(blue)).json).toMatchObject({ type: '/problems/stands-in-the-way', account: 'invoice' });
  });

  test('means the same without its sign', async () => {
    const blue = await record();
    const { json } = await post('/api/invoices', red(blue, '25.00'));
    expect(json).toMatchObject({ invoice: { kind: 'red', invoice: { amount: '-25.00' } } });
  });

  test('is refused above its blue one, in all and of one purchase, and for another supplier', async () => {
    const blue = await record({ allocations: [to(first, '60.00'), to(second, '40.00')] });
    const taken = await api.write(BUYER, '/api/invoices', red(blue, '-30.00', { number: '25112000000012345670' }));
    const gone = await record({ number: '25112000000012345671', allocations: [to(first, '1.00')] });
    await reverse(gone);
    for (const [body, problem] of [
      [red(blue, '-70.01'), { type: '/problems/above-blue-invoice', invoice: blue, asked: '70.01', left: '70.00' }],
      [
        red(blue, '-50.00', { allocations: [to(second, '-40.01')] }),
        { type: '/problems/above-blue-invoice', purchase: second, asked: '40.01', left: '40.00' },
      ],
      [
        red(blue, '-50.00', { allocations: [to(first, '-50.01')] }),
        { type: '/problems/above-invoice', asked: '50.01', left: '50.00' },
      ],
      [red(first, '-1.00'), { errors: [{ pointer: '/corrects', code: 'unknown-reference' }] }],
      [red(taken, '-1.00'), { errors: [{ code: 'red-invoice', detail: expect.stringContaining('蓝字发票') }] }],
      [red(gone, '-1.00'), { errors: [{ code: 'reversed-reference', detail: expect.stringContaining('重新登记') }] }],
      [invoicing({ kind: 'red', amount: '-1.00' }), { errors: [{ pointer: '/corrects', code: 'required' }] }],
      [invoicing({ amount: '-1.00' }), { errors: [{ pointer: '/amount', code: 'too-small', allowed: '0.01' }] }],
    ] as const) {
      expect((await post('/api/invoices', body)).json).toMatchObject(problem);
    }
    const other = await api.write(BUYER, '/api/suppliers', { name: '供应商乙' });
    const wrong = await post('/api/invoices', red(blue, '-1.00', { supplier: other }));
    expect(wrong.json).toMatchObject({
      errors: [{ pointer: '/corrects', code: 'not-of-this-supplier', allowed: known.supplier }],
    });
    expect((await post('/api/invoices', red(blue, '-70.00'))).status).toBe(201);
  });

  test('that is reversed gives back what it took', async () => {
    const blue = await record({ allocations: [to(first, '60.00')] });
    const taken = await api.write(BUYER, '/api/invoices', red(blue, '-60.00', { allocations: [to(first, '-60.00')] }));
    expect((await reverse(taken)).status).toBe(201);
    expect(await read(blue)).toMatchObject({
      invoice: { corrected: '0.00', allocations: [{ purchase: first, amount: '60.00', corrected: '0.00' }] },
    });
    expect(await historyOf(`/api/purchases/${first}`)).toEqual(['reversal', 'invoicing', 'invoicing', 'order']);
  });
});

describe('an invoice told with an order, or on a purchase', () => {
  test('is the same document, allocated to that purchase', async () => {
    const invoice = { ...PAPER, date: TODAY, amount: '60.00' };
    const purchase = await order('60.00', { invoice });
    const told = {
      status: 'booked',
      supplier: known.supplier,
      allocated: '60.00',
      allocations: [to(purchase, '60.00')],
    };
    expect(await read(purchase)).toMatchObject({ invoice: { ...told, id: purchase, invoice } });
    const later = await api.write(BUYER, `/api/purchases/${first}/invoices`, {
      number: DIGITAL,
      date: TODAY,
      amount: '60.00',
    });
    expect(await read(later)).toMatchObject({ invoice: { ...told, id: later, allocations: [to(first, '60.00')] } });
    expect(await listed()).toEqual([DIGITAL, PAPER.number]);
    expect(await listed('?limit=1')).toEqual([DIGITAL]);
    expect(await listed(`?supplier=${known.supplier}&kind=blue&status=booked`)).toEqual([DIGITAL, PAPER.number]);
    expect(await listed('?kind=red')).toEqual([]);
  });

  test('is allocated on, corrected and withdrawn as any other', async () => {
    const purchase = await order('60.00', { invoice: { ...PAPER, date: TODAY, amount: '61.00' } });
    const full = await post(`/api/invoices/${purchase}/allocations`, { allocations: [to(first, '1.00')] });
    expect(full.json).toMatchObject({ type: '/problems/above-invoice', asked: '1.00', left: '0.00' });
    const red = {
      ...invoicing(),
      kind: 'red',
      corrects: purchase,
      amount: '-1.00',
      allocations: [to(purchase, '-1.00')],
    };
    const taken = await api.write(BUYER, '/api/invoices', red);
    expect(await read(purchase)).toMatchObject({ invoice: { corrected: '-1.00' } });
    expect((await reverse(purchase)).json).toMatchObject({ type: '/problems/stands-in-the-way', entries: [taken] });
    await reverse(taken);
    expect((await reverse(purchase)).status).toBe(201);
    expect(await read(purchase)).toMatchObject({ invoice: { status: 'withdrawn' } });
    expect(await historyOf(`/api/invoices/${purchase}`)).toEqual(['reversal', 'reversal', 'invoicing', 'order']);
  });

  test('shares one family of claims: a paper with both numbers is booked under each', async () => {
    const invoice = await record({ ...PAPER, digitalNumber: DIGITAL });
    const taken = { type: '/problems/invoice-already-booked', entry: invoice };
    for (const numbers of [{ number: DIGITAL }, PAPER, { number: ' 2511 2000 0000 1234 5678 ' }]) {
      const body = { ...numbers, date: TODAY, amount: '1.00' };
      expect((await post(`/api/purchases/${first}/invoices`, body)).json).toMatchObject(taken);
      expect((await post('/api/invoices', { supplier: known.supplier, ...body })).json).toMatchObject(taken);
    }
    const half = { ...PAPER, digitalNumber: '2511', date: TODAY, amount: '1.00' };
    expect((await post(`/api/purchases/${first}/invoices`, half)).json).toMatchObject({
      errors: [{ pointer: '/digitalNumber', code: 'bad-format' }],
    });
  });

  test('is dated no later than today', async () => {
    const { json } = await post('/api/invoices', invoicing({ date: '2030-01-01' }));
    expect(json).toMatchObject({ errors: [{ pointer: '/date', code: 'future-date' }] });
  });
});

const approval = { document: '会议纪要〔2020〕9号', decidedOn: TODAY, approver: '主席' };
const pay = (purchase: string, amount: string, more: object = {}) =>
  api.write(TREASURER, `/api/purchases/${purchase}/payments`, {
    shares: [{ fundingLine: known.fundingLine, amount }],
    effectiveOn: TODAY,
    method: '银行转账',
    approval,
    ...more,
  });

/** The rows of a ledger as it is exported, by the titles of its columns. */
async function ledgerOf(kind: string, ...titles: readonly string[]): Promise<string[][]> {
  const asked = await api.post('/api/exports', { as: AUDITOR, body: { kind, format: 'csv' } });
  const { id } = (asked.json as { export: { id: string } }).export;
  const { objects } = api.tracker;
  await api.tracker.journal.sealed();
  const files = new LogFiles(objects);
  const workshop = openWorkshop({ jobs: api.jobs, objects, files, produce, clock: () => NOW });
  expect([await runJob(workshop, id), workshop.reported]).toEqual(['done', []]);
  const file = (await api.jobs.read(id))?.job.files[0];
  const lines = Buffer.from((await objects.get(file?.key ?? '')) ?? [])
    .toString('utf8')
    .replace('\ufeff', '')
    .split('\r\n');
  const rows = lines.map((line) => line.split(','));
  const head = rows.find((row) => row.includes('序号')) ?? [];
  return rows
    .filter(([first = '']) => /^\d+$/.test(first))
    .map((row) => titles.map((one) => row[head.indexOf(one)] ?? ''));
}

/** What a document is numbered. */
async function numberOf(list: string, kind: 'purchase' | 'invoice', of: string): Promise<string> {
  const { json } = await api.get(`/api/${list}/${of}`, { as: AUDITOR });
  return z.record(z.string(), z.object({ number: z.string() }).catch({ number: '' })).parse(json)[kind]?.number ?? '';
}

describe('ordered, accepted, invoiced, paid and refunded', () => {
  const matching = async (query = '') => (await api.get(`/api/reports/matching${query}`, { as: BUYER })).json;

  test('stand beside each other of each purchase, with what differs and what is owed to whom', async () => {
    const accepting = { warehouse: known.warehouse, effectiveOn: TODAY, lines: [{ line: 1, good: 10 }] };
    const acceptance = await api.write(KEEPER, `/api/purchases/${first}/acceptances`, accepting);
    const invoice = await record({ amount: '61.00', allocations: [to(first, '61.00')] });
    await pay(first, '60.00');
    const lines = [{ lot: `${acceptance}.1`, quantity: 3 }];
    const returning = { lines, effectiveOn: TODAY, reason: '次品' };
    await api.write(KEEPER, `/api/purchases/${first}/returns`, returning);
    await api.write(BUYER, `/api/purchases/${first}/closure`, { reason: '不再供货' });
    const supplier = { id: known.supplier, name: '供应商甲' };
    expect(await matching()).toMatchObject({
      purchases: [
        {
          purchase: first,
          number: await numberOf('purchases', 'purchase', first),
          supplier,
          ordered: '60.00',
          committed: '0.00',
          accepted: '42.00',
          invoiced: '61.00',
          paid: '60.00',
          refunded: '0.00',
          payable: '-18.00',
          invoices: [{ invoice, number: await numberOf('invoices', 'invoice', invoice), amount: '61.00' }],
          differs: [
            { what: 'accepted', by: '-18.00' },
            { what: 'invoiced', by: '19.00' },
            { what: 'paid', by: '18.00' },
          ],
        },
        { purchase: second, ordered: '40.00', committed: '40.00', payable: '40.00', invoices: [] },
      ],
      suppliers: [{ supplier, payable: '40.00', refundable: '18.00' }],
    });
    const owed = { shares: [{ fundingLine: known.fundingLine, amount: '18.00' }], effectiveOn: TODAY, method: '现金' };
    await api.write(TREASURER, `/api/purchases/${first}/refunds`, owed);
    const red = { ...invoicing(), kind: 'red', corrects: invoice, number: '25112000000012345679', amount: '-19.00' };
    await api.write(BUYER, '/api/invoices', { ...red, allocations: [to(first, '-19.00')] });
    expect(await matching('?limit=1')).toMatchObject({
      purchases: [
        { invoiced: '42.00', refunded: '18.00', payable: '0.00', differs: [{ what: 'accepted', by: '-18.00' }] },
      ],
      suppliers: [{ payable: '40.00', refundable: '0.00' }],
      next: expect.stringContaining(first),
    });
  });

  test('of those alone of which something is open, with what came and is not paid on each funding line', async () => {
    const accepting = { warehouse: known.warehouse, effectiveOn: TODAY, lines: [{ line: 1, good: 10 }] };
    await api.write(KEEPER, `/api/purchases/${first}/acceptances`, accepting);
    await pay(first, '25.00');
    const fundingLine = { id: known.fundingLine };
    expect(await matching('?unsettled=true')).toMatchObject({
      purchases: [
        { purchase: first, due: '35.00', funding: [{ fundingLine, payable: '35.00', due: '35.00' }] },
        { purchase: second, due: '0.00', funding: [{ fundingLine, payable: '40.00', due: '0.00' }] },
      ],
      suppliers: [{ payable: '75.00', due: '35.00' }],
    });
    await pay(first, '35.00');
    await record({ amount: '60.00', allocations: [to(first, '60.00')] });
    expect(await matching(`?unsettled=true&fundingLine=${known.fundingLine}`)).toMatchObject({
      purchases: [{ purchase: second }],
    });
  });

  test('go with an invoice that is reversed, and with an order', async () => {
    const invoice = await record({ allocations: [to(first, '60.00'), to(second, '40.00')] });
    await reverse(invoice);
    await reverse(second);
    expect(await matching(`?supplier=${known.supplier}`)).toMatchObject({
      purchases: [
        { invoiced: '0.00', invoices: [] },
        { ordered: '0.00', invoiced: '0.00', payable: '0.00', differs: [] },
      ],
      suppliers: [{ payable: '60.00' }],
    });
    expect(await matching(`?supplier=${known.item}`)).toMatchObject({ errors: [{ pointer: '/supplier' }] });
  });
});

describe('what somebody should look at', () => {
  const exceptions = async () => (await api.get('/api/reports/exceptions', { as: AUDITOR })).json;
  /** What it says but for who approved, which here is no member. */
  const matters = async () =>
    (await ledgerOf('exceptions', '例外事项', '理由')).filter(([matter]) => matter !== '审批仅有纸质文件');

  test('is an invoice of 1.00, and one of 999,999.00, on a purchase of 60.00, until they match', async () => {
    const invoice = await record({ amount: '999999.00', allocations: [to(first, '1.00'), to(second, '999998.00')] });
    expect(await exceptions()).toMatchObject({
      counts: { invoiceDiffers: 2 },
      invoiceDiffers: [
        { entry: first, purchase: first, invoiced: '1.00', worth: '60.00' },
        { entry: second, purchase: second, invoiced: '999998.00', worth: '40.00' },
      ],
    });
    expect(await matters()).toEqual([
      ['发票与采购不符', '发票合计 1.00 元，采购为 60.00 元'],
      ['发票与采购不符', '发票合计 999998.00 元，采购为 40.00 元'],
    ]);
    const remarks = (await ledgerOf('exceptions', '例外事项', '备注')).filter(
      ([matter]) => matter === '发票与采购不符',
    );
    const numbers = [await numberOf('purchases', 'purchase', first), await numberOf('purchases', 'purchase', second)];
    expect(remarks.map(([, remark]) => remark)).toEqual(
      numbers.map((number) => `采购 ${number}；发票 ${invoicing().number}`),
    );
    await reverse(invoice);
    await record({ allocations: [to(first, '60.00'), to(second, '40.00')] });
    expect(await exceptions()).toMatchObject({ counts: { invoiceDiffers: 0 } });
  });

  test('is an invoice of 1999', async () => {
    await api.write(BUYER, `/api/purchases/${first}/invoices`, {
      number: DIGITAL,
      date: '1999-12-31',
      amount: '60.00',
    });
    expect(await exceptions()).toMatchObject({ invoiceDiffers: [{ purchase: first, date: '1999-12-31' }] });
    expect(await matters()).toEqual([['发票早于采购一年以上', '开票日期 1999-12-31']]);
  });

  test('is a payment without any paper, until one comes', async () => {
    const payment = await pay(first, '60.00');
    expect(await exceptions()).toMatchObject({ paidWithoutPaper: [{ entry: payment }] });
    expect(await matters()).toEqual([['付款无凭据和发票', '']]);
    await record({ amount: '60.00', allocations: [to(first, '60.00')] });
    expect(await exceptions()).toMatchObject({ paidWithoutPaper: [], counts: { paidWithoutPaper: 0 } });
  });

  test('is the reference of a bank twice, however it is written', async () => {
    const evidence = [await uploaded(api, TREASURER, '回单.pdf', PDF)];
    const paid = await pay(first, '10.00', { bankReference: 'BK-001', evidence });
    const again = await pay(second, '10.00', { bankReference: 'ｂｋ-001', evidence });
    expect(await exceptions()).toMatchObject({ sameBankReference: [{ entry: again, first: paid }] });
    expect(await matters()).toEqual([['银行流水号重复', 'ｂｋ-001']]);
  });

  test('is what a supplier owes back, until it is settled', async () => {
    const evidence = [await uploaded(api, TREASURER, '回单.pdf', PDF)];
    await pay(first, '60.00', { evidence });
    await api.write(BUYER, `/api/purchases/${first}/closure`, { reason: '不再供货' });
    expect(await exceptions()).toMatchObject({ payableBelowZero: [{ entry: first, payable: '-60.00' }] });
    expect(await matters()).toEqual([['应付款为负', '供应商应退 60.00 元']]);
    const owed = { shares: [{ fundingLine: known.fundingLine, amount: '60.00' }], effectiveOn: TODAY, method: '现金' };
    await api.write(TREASURER, `/api/purchases/${first}/refunds`, owed);
    expect(await exceptions()).toMatchObject({ payableBelowZero: [] });
  });

  test('is a price of more than twice the median of three earlier ones, and of less than half', async () => {
    // 6.00 and 4.00 a piece before, 5.00 now: the median is 5.00.
    await order('50.00');
    await order('100.00');
    expect(await exceptions()).toMatchObject({ unusualPrices: [] });
    const dear = await order('120.00');
    const cheap = await order('20.00');
    expect(await exceptions()).toMatchObject({
      unusualPrices: [
        { entry: dear, item: { code: 'N95' }, price: '12.00', median: '5.50' },
        { entry: cheap, price: '2.00', median: '6.00' },
      ],
    });
    expect(await matters()).toEqual([
      ['单价异常', 'N95口罩每个 12.00 元，以往中位数 5.50 元'],
      ['单价异常', 'N95口罩每个 2.00 元，以往中位数 6.00 元'],
    ]);
  });
});

describe('附件数', () => {
  test('counts each file once, at the first payment, and later rows say where it is', async () => {
    const file = await uploaded(api, BUYER, '发票.pdf', PDF);
    const slip = await uploaded(api, TREASURER, '回单.png', PNG);
    await pay(first, '10.00', { evidence: [slip] });
    // The invoice comes after the first payment, and is shown with it.
    await record({ amount: '60.00', allocations: [to(first, '60.00')], evidence: [file] });
    await pay(first, '20.00', { evidence: [file, slip] });
    await pay(first, '30.00');
    const [appropriated, ...payments] = await ledgerOf('fund-usage', '凭证号', '附件数(张)', '发票号码', '备注');
    expect(appropriated?.[1]).toBe('0');
    const at = payments[0]?.[0];
    expect(payments.map(([, ...cells]) => cells)).toEqual([
      ['2', DIGITAL, ''],
      ['0', DIGITAL, `附件见凭证${at}`],
      ['0', DIGITAL, `附件见凭证${at}`],
    ]);
  });
});
