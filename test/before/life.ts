import type { Id } from '../../shared/domain/id.ts';
import {
  ADMIN,
  ALONE,
  approval,
  BUYER,
  COORDINATOR,
  DAY,
  DEPUTY,
  KEEPER,
  PRIVACY,
  reason,
  TREASURER,
  type Write,
} from './people.ts';
import { type Places, register } from './registering.ts';

/**
 * The life of a ledger in which every kind of entry comes about, played through the HTTP API of whichever server: who
 * does what to which path. Some of it is left open, for somebody to go on with.
 */

const exception = { reason: '节日期间仅一人在岗' };
const method = '银行转账';

/** What is still open at the end, and what can still be reversed. */
export interface Life {
  readonly documents: Readonly<Record<string, Id>>;
  /** Ordered and accepted, with so much to pay. */
  readonly unpaid: { readonly purchase: Id; readonly fundingLine: Id; readonly amount: string };
  readonly inTransit: Id;
  readonly reversible: Id;
}

/** A paper as entries name it. */
export interface Paper {
  readonly sha256: string;
  readonly name: string;
  readonly bytes: number;
  readonly mediaType: string;
}

/** `papers`: two that were uploaded. */
export async function live(write: Write, papers: readonly [Paper, Paper]): Promise<Life> {
  const places = await register(write);
  const { bought, unpaid } = await buy(write, places, papers);
  const sent = await send(write, places, bought);
  const money = await pay(write, places, papers);
  await close(write, places);
  const late = await afterClosing(write, places);
  await undo(write, bought);
  const { reversible, ...documents } = { ...places, ...bought, ...sent, ...money, ...late };
  return { documents, unpaid, inTransit: sent.inTransit, reversible };
}

async function buy(write: Write, places: Places, [paper]: readonly [Paper, Paper]) {
  await fund(write, places);
  const purchase = await order(write, places, paper);
  const acceptance = await accept(write, places, purchase);
  const payment = await settle(write, places, purchase);
  const { other, suit, supplier, warehouse } = places;
  const quick = { item: suit, quantity: 10, amount: '1200.00', fundingLine: other };
  const buying = { supplier, effectiveOn: DAY, lines: [quick] };
  const accepting = { warehouse, effectiveOn: DAY, lines: [{ line: 1, good: 10 }] };
  const open = await write(ALONE, '/api/purchases', buying);
  await write(ALONE, `/api/purchases/${open}/acceptances`, { ...accepting, exception });
  const ordered = await write(BUYER, '/api/purchases', buying);
  const accepted = await write(KEEPER, `/api/purchases/${ordered}/acceptances`, accepting);
  const bought = { purchase, acceptance, payment, ordered, accepted };
  return { bought, unpaid: { purchase: open, fundingLine: other, amount: '1200.00' } };
}

async function fund(write: Write, { line, other }: Places): Promise<void> {
  const source = { effectiveOn: DAY, source: '上级拨付和本级经费' };
  await write(TREASURER, `/api/funding-lines/${line}/appropriations`, { ...source, amount: '900000.00', approval });
  await write(TREASURER, `/api/funding-lines/${other}/appropriations`, { ...source, amount: '90000.00' });
  await write(TREASURER, `/api/funding-lines/${line}/returns`, { effectiveOn: DAY, amount: '1000.00', reason });
}

function order(write: Write, { line, other, item, suit, supplier }: Places, paper: Paper): Promise<Id> {
  return write(BUYER, '/api/purchases', {
    supplier,
    effectiveOn: DAY,
    emergency: { basis: '财办库〔2020〕23号', from: '2020-01-26', to: '2021-12-31' },
    invoice: { code: '0110019001', number: '12345678', date: DAY, amount: '600000.01' },
    lines: [
      {
        item,
        quantity: 10,
        measure: '箱',
        amount: '10000.01',
        funding: [
          { fundingLine: line, quantity: 7 },
          { fundingLine: other, quantity: 3 },
        ],
      },
      { item: suit, quantity: 100, unitPrice: '120.00', amount: '12000.00', fundingLine: line },
    ],
    evidence: [paper],
  });
}

async function accept(write: Write, { line, other, warehouse }: Places, purchase: Id): Promise<Id> {
  const good = { fundingLine: line, good: 6_500, batch: { number: 'PH20201226', expiresOn: '2029-12-26' } };
  const acceptance = await write(KEEPER, `/api/purchases/${purchase}/acceptances`, {
    warehouse,
    effectiveOn: DAY,
    lines: [
      { line: 1, ...good, damaged: 300, short: 200, reason: '外包装破损' },
      { line: 1, good: 3_000, fundingLine: other },
      { line: 2, good: 90 },
    ],
    witness: '监收人',
  });
  const back = { lines: [{ lot: `${acceptance}.1`, quantity: 500 }], effectiveOn: DAY, reason };
  await write(KEEPER, `/api/purchases/${purchase}/returns`, back);
  return acceptance;
}

/** Invoices, pays and closes a purchase; gives a payment of one yuan too much. */
async function settle(write: Write, { line, other }: Places, purchase: Id): Promise<Id> {
  const invoice = { number: '25112000000012345678', date: DAY, amount: '12000.00' };
  await write(BUYER, `/api/purchases/${purchase}/invoices`, invoice);
  const paying = { effectiveOn: DAY, method, approval };
  const shares = [
    { fundingLine: line, amount: '6000.00' },
    { fundingLine: other, amount: '3000.00' },
  ];
  const bankReference = '20201228-0001';
  await write(TREASURER, `/api/purchases/${purchase}/payments`, { ...paying, bankReference, shares });
  const tooMuch = [{ fundingLine: line, amount: '1.00' }];
  const payment = await write(TREASURER, `/api/purchases/${purchase}/payments`, { ...paying, shares: tooMuch });
  await write(BUYER, `/api/purchases/${purchase}/closure`, { reason });
  return payment;
}

type Bought = Awaited<ReturnType<typeof buy>>['bought'];

async function send(write: Write, places: Places, { acceptance }: Bought) {
  const { line, unit, item, suit, warehouse, plan } = places;
  const from = { unit, warehouse, effectiveOn: DAY };
  const dispatch = (body: object) => write(KEEPER, '/api/consignments', { ...from, ...body });
  const confirm = (consignment: Id, body: object) =>
    write(COORDINATOR, `/api/consignments/${consignment}/confirmation`, {
      effectiveOn: DAY,
      signatory: '签收人',
      ...body,
    });
  const consignment = await dispatch({
    plan,
    carrier: '承运人',
    lines: [
      { item, quantity: 2, measure: '箱', fundingLine: line },
      { item: suit, quantity: 20, fundingLine: line },
    ],
    exception: { reason: '方案外增发防护服' },
  });
  const arrived = { good: 1_400, damaged: 200, short: 200, refused: 200, reason: '数量不足、规格不符' };
  await confirm(consignment, {
    lines: [
      { line: 1, ...arrived },
      { line: 2, good: 20 },
    ],
    people: 240,
    households: 80,
    sites: 2,
  });
  await write(DEPUTY, `/api/consignments/${consignment}/resolutions`, {
    lines: [{ line: 1, toUnit: 100, toStock: 100, toLoss: 100 }],
    effectiveOn: DAY,
    reason,
    approval,
  });
  const back = { lines: [{ line: 1, quantity: 50 }], effectiveOn: DAY, reason };
  await write(KEEPER, `/api/consignments/${consignment}/returns`, back);
  const inTransit = await dispatch({ lines: [{ item, quantity: 100, fundingLine: line }] });
  const undone = await dispatch({ lines: [{ item, quantity: 200, fundingLine: line }] });
  const signed = await confirm(undone, { lines: [{ line: 1, good: 200 }], people: 200 });
  await write(DEPUTY, `/api/entries/${signed}/reversal`, { reason, effectiveOn: DAY });
  await write(DEPUTY, `/api/entries/${undone}/reversal`, { reason, effectiveOn: DAY });
  return { consignment, inTransit, undone, ...(await stock(write, places, acceptance)) };
}

async function stock(write: Write, { line, item, suit, warehouse }: Places, acceptance: Id) {
  const counted = { lot: `${acceptance}.2`, book: 3_000, counted: 2_990 };
  const counting = { warehouse, effectiveOn: DAY, lines: [counted], reason };
  const adjustment = await write(KEEPER, '/api/stock-adjustments', counting);
  await write(DEPUTY, `/api/stock-adjustments/${adjustment}/countersignature`, {});
  const given = { giver: '捐赠单位', fundingLine: line, warehouse, effectiveOn: DAY };
  const receipt = await write(KEEPER, '/api/receipts', {
    ...given,
    kind: 'donation',
    lines: [{ item, quantity: 1, measure: '箱', value: '1000.00', batch: { number: 'JZ-1' } }],
    directedTo: { purpose: '一线职工' },
  });
  const lines = [{ item: suit, quantity: 5, value: '600.00' }];
  await write(KEEPER, '/api/receipts', { ...given, kind: 'allocation', giver: '市总工会', lines });
  return { adjustment, receipt };
}

async function pay(write: Write, { line, unit, tariff }: Places, [, missing]: readonly [Paper, Paper]) {
  const paying = { fundingLine: line, effectiveOn: DAY, method };
  const disbursement = await write(TREASURER, '/api/disbursements', {
    ...paying,
    unit,
    amount: '35000.00',
    purpose: '慰问一线防控人员',
    approval,
    people: 350,
    sites: 5,
  });
  const back = { amount: '1000.00', effectiveOn: DAY, reason };
  await write(TREASURER, `/api/disbursements/${disbursement}/returns`, back);
  const person = { name: '受助人', reference: '110113000000001' };
  const one = { ...paying, tariff, person, amount: '30000.00', approval };
  const benefit = await write(TREASURER, '/api/benefits', one);
  const second = await write(TREASURER, '/api/benefits', { ...one, amount: '2000.00' });
  await write(DEPUTY, `/api/entries/${second}/reversal`, { reason, effectiveOn: DAY, approval });
  await write(TREASURER, `/api/entries/${disbursement}/evidence`, { evidence: [missing] });
  await write(PRIVACY, `/api/entries/${benefit}/disclosures`, { reason: '本人查询' });
  await write(PRIVACY, `/api/entries/${second}/erasure`, { reason: '本人要求' });
  return { disbursement, benefit };
}

/** Closes one of every kind that can be closed. */
async function close(write: Write, { member }: Places): Promise<void> {
  const by = (path: `/api/${string}`, body: object) => write(TREASURER, path, body);
  const idle: [string, Id][] = [
    ['funding-lines', await by('/api/funding-lines', { code: 'SY-BY', name: '备用资金', basis: [] })],
    ['units', await by('/api/units', { code: 'SY-99', name: '已并入的站点' })],
    ['items', await by('/api/items', { code: 'WZ-9', name: '停用物资', baseMeasure: '件' })],
    ['suppliers', await by('/api/suppliers', { name: '停止合作的供货商' })],
    ['warehouses', await by('/api/warehouses', { code: 'CK-99', name: '停用的仓库' })],
  ];
  const tariff = { code: 'WW-9', name: '停用标准', basis: '总工发〔2020〕4号', cap: '1.00', per: 'once' };
  idle.push(['tariffs', await by('/api/tariffs', tariff)]);
  const [, unit] = idle[1] ?? [];
  const [, item] = idle[2] ?? [];
  const planned = { number: '2020-12-9', decidedOn: '2020-12-25', title: '作废方案' };
  const plan = await by('/api/allocation-plans', { ...planned, lines: [{ unit, item, quantity: 1 }] });
  for (const [kind, id] of [['allocation-plans', plan] as const, ...idle]) {
    await by(`/api/${kind}/${id}/closure`, { reason });
  }
  await write(ADMIN, `/api/members/${member}/closure`, { reason });
}

async function afterClosing(write: Write, { other, unit }: Places) {
  await write(TREASURER, '/api/periods/2020-11/closure', {});
  const belongsTo = { month: '2020-11', reason: '单据迟到' };
  const late = { effectiveOn: DAY, amount: '500.00', source: '上级拨付', belongsTo, note: '补记' };
  const reversible = await write(TREASURER, `/api/funding-lines/${other}/appropriations`, late);
  const money = { fundingLine: other, unit, amount: '300.00', effectiveOn: DAY, purpose: '补助', method, belongsTo };
  return { reversible, late: await write(TREASURER, '/api/disbursements', money) };
}

/** Backwards: what stands on something is reversed before it. */
async function undo(write: Write, { payment, accepted, ordered }: Bought): Promise<void> {
  for (const entry of [payment, accepted, ordered]) {
    await write(DEPUTY, `/api/entries/${entry}/reversal`, { reason, effectiveOn: DAY });
  }
}
