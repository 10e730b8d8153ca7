import { beforeAll, describe, expect, it, test } from 'vitest';
import * as z from 'zod';
import { JPEG } from '../evidence/files.ts';
import {
  type Api,
  AUDITOR,
  BUYER,
  COORDINATOR,
  KEEPER,
  openApiOver,
  type Registered,
  registerAll,
  SECOND_TREASURER,
  TODAY,
  TREASURER,
  uploaded,
} from './api.ts';

const page = z.object({
  items: z.array(z.looseObject({ id: z.string(), kind: z.string().optional() })),
  next: z.string().optional(),
});

let api: Api;
let known: Registered;
let made: Readonly<
  Record<
    | 'purchase'
    | 'acceptance'
    | 'payment'
    | 'note'
    | 'consignment'
    | 'confirmation'
    | 'village'
    | 'toVillage'
    | 'cancelled'
    | 'reversal'
    | 'move'
    | 'second'
    | 'other',
    string
  >
>;

beforeAll(async () => {
  api = openApiOver();
  known = await registerAll(api);
  const { supplier, item, fundingLine, warehouse, unit } = known;
  const village = await api.write(TREASURER, '/api/units', { code: 'SY-01-1', name: '张喜庄村', parent: unit });
  const second = await api.write(TREASURER, '/api/warehouses', { code: 'W2', name: '分库' });
  const other = await api.write(BUYER, '/api/suppliers', { name: '供应商乙' });
  const order = (from: string, more: object = {}) =>
    api.write(BUYER, '/api/purchases', {
      supplier: from,
      effectiveOn: TODAY,
      lines: [{ item, quantity: 20, amount: '100.00', fundingLine }],
      ...more,
    });
  const invoice = { code: '011002000111', number: '62345678', date: TODAY, amount: '100.00' };
  const purchase = await order(supplier, { invoice });
  const evidence = [await uploaded(api, TREASURER, '回单.jpg', JPEG)];
  const acceptance = await api.write(KEEPER, `/api/purchases/${purchase}/acceptances`, {
    warehouse,
    effectiveOn: TODAY,
    lines: [{ line: 1, good: 20 }],
  });
  const payment = await api.write(TREASURER, `/api/purchases/${purchase}/payments`, {
    effectiveOn: TODAY,
    method: '银行转账',
    approval: { document: '会议纪要〔2020〕9号', decidedOn: TODAY, approver: '常委会' },
    shares: [{ fundingLine, amount: '60.00' }],
    evidence,
  });
  const note = await api.write(TREASURER, `/api/entries/${payment}/corrections`, {
    changes: [{ field: 'note', was: null, is: '首付' }],
    reason: '漏记',
  });
  const sent = (to: string) =>
    api.write(KEEPER, '/api/consignments', { unit: to, warehouse, effectiveOn: TODAY, lines: [{ item, quantity: 1 }] });
  const consignment = await sent(unit);
  const confirmation = await api.write(COORDINATOR, `/api/consignments/${consignment}/confirmation`, {
    effectiveOn: TODAY,
    lines: [{ line: 1, good: 1 }],
    signatory: '签收人',
  });
  const toVillage = await sent(village);
  const cancelled = await order(other);
  const reversal = await api.write(SECOND_TREASURER, `/api/entries/${cancelled}/reversal`, {
    reason: '重复',
    effectiveOn: TODAY,
  });
  const lines = [{ lot: `${acceptance}.1`, quantity: 3 }];
  const move = await api.write(KEEPER, '/api/stock-moves', { from: warehouse, to: second, effectiveOn: TODAY, lines });
  made = {
    ...{ purchase, acceptance, payment, note, consignment, confirmation, village, toVillage, cancelled, reversal },
    ...{ move, second, other },
  };
});

async function listed(path: string) {
  const { status, json, text } = await api.get(path, { as: AUDITOR });
  expect(status, text).toBe(200);
  return page.parse(json).items;
}

async function entries(query: string): Promise<string[]> {
  return (await listed(`/api/entries?${query}`)).map((one) => one.id);
}

describe('entries are listed', () => {
  test('by document', async () => {
    const { purchase, acceptance, payment, note, cancelled, reversal } = made;
    expect(await entries(`document=${purchase}`)).toEqual([note, payment, acceptance, purchase]);
    expect(await entries(`document=${cancelled}`)).toEqual([reversal, cancelled]);
    expect(await entries(`document=${known.unit}`)).toEqual([known.unit]);
  });

  test('by item and lot, whatever step it is that moved them', async () => {
    const { purchase, acceptance, consignment, confirmation, toVillage, cancelled, reversal, move } = made;
    const moved = [confirmation, consignment, acceptance];
    expect(await entries(`lot=${acceptance}.1`)).toEqual([move, toVillage, ...moved]);
    expect(await entries(`lot=${move}.1`)).toEqual([move]);
    expect(await entries(`item=${known.item}`)).toEqual([
      ...[move, reversal, cancelled, toVillage, ...moved, purchase],
      known.item,
    ]);
  });

  test('by unit, with what is below it where that is asked for', async () => {
    const { consignment, confirmation, toVillage, village } = made;
    expect(await entries(`unit=${known.unit}`)).toEqual([confirmation, consignment, known.unit]);
    const below = await api.get(`/api/entries?unit=${known.unit}&below=true`, { as: AUDITOR });
    expect(below.json).toMatchObject({ tree: 'then' });
    expect(await entries(`unit=${known.unit}&below=true`)).toEqual([toVillage, confirmation, consignment, known.unit]);
    expect(await entries(`unit=${village}&below=true&tree=now`)).toEqual([toVillage, village]);
  });

  test('by supplier, actor, kind and warehouse', async () => {
    const { purchase, acceptance, payment, note, cancelled, reversal, other, second, move } = made;
    expect(await entries(`supplier=${known.supplier}`)).toEqual([note, payment, acceptance, purchase, known.supplier]);
    expect(await entries(`supplier=${other}`)).toEqual([reversal, cancelled, other]);
    expect(await entries('actor=second-treasurer')).toEqual([reversal]);
    expect(await entries('kind=payment&actor=treasurer')).toEqual([payment]);
    expect(await entries(`warehouse=${second}`)).toEqual([move, second]);
  });

  test('by amount, which counts once what moves twice', async () => {
    const { payment, purchase, cancelled, reversal, acceptance, move } = made;
    expect(await entries('amountFrom=1000.00')).toHaveLength(1);
    expect(await entries('amountFrom=1000.01')).toEqual([]);
    expect(await entries('amountFrom=60.00&amountTo=100.00')).toEqual([
      ...[reversal, cancelled, payment, acceptance, purchase],
    ]);
    expect(await entries('amountFrom=15.00&amountTo=15.00')).toEqual([move]);
    expect(await entries(`amountFrom=0.01&fundingLine=${known.fundingLine}&kind=confirmation`)).toEqual([
      made.confirmation,
    ]);
  });
});

describe('a row of an entry', () => {
  test('says what reversed it, what it reversed and what corrected it, wherever it is shown', async () => {
    const { payment, note, cancelled, reversal } = made;
    const rows = new Map((await listed('/api/entries?limit=200')).map((one) => [one.id, one]));
    expect(rows.get(cancelled)).toMatchObject({ reversedBy: reversal });
    expect(rows.get(reversal)).toMatchObject({ reverses: cancelled });
    expect(rows.get(payment)).toMatchObject({ corrections: [note] });
    expect(rows.get(note)).not.toHaveProperty('corrections');
    const { json } = await api.get(`/api/purchases/${cancelled}`, { as: AUDITOR });
    expect(json).toMatchObject({ history: [{ reverses: cancelled }, { reversedBy: reversal }] });
    const one = await api.get(`/api/entries/${payment}`, { as: AUDITOR });
    expect(one.json).toMatchObject({ entry: { corrections: [note] }, corrections: [{ id: note }] });
  });
});

describe('documents are listed', () => {
  it.each(['62345678', '01100200011162345678', '６２３４5678'])('by the number of an invoice: %s', async (number) => {
    const { purchase } = made;
    const purchases = await listed(`/api/purchases?invoice=${encodeURIComponent(number)}`);
    expect(purchases.map((one) => one.id)).toEqual([purchase]);
    const invoices = await listed(`/api/invoices?number=${encodeURIComponent(number)}`);
    expect(invoices.map((one) => one.id)).toEqual([purchase]);
    expect(await listed(`/api/purchases?invoice=${number}1`)).toEqual([]);
  });

  test('by item', async () => {
    const { purchase, cancelled, consignment, toVillage, move } = made;
    const ids = async (path: string) => (await listed(`${path}?item=${known.item}`)).map((one) => one.id);
    expect(await ids('/api/purchases')).toEqual([cancelled, purchase]);
    expect(await ids('/api/consignments')).toEqual([toVillage, consignment]);
    expect(await ids('/api/stock-moves')).toEqual([move]);
    expect(await listed(`/api/consignments?item=${known.unit}`)).toEqual([]);
  });
});

describe('a read after an entry', () => {
  test('waits until that is sealed, so that the number is there', async () => {
    const fresh = openApiOver();
    const supplier = await fresh.write(BUYER, '/api/suppliers', { name: '供应商丙' });
    const paths = ['/api/suppliers', `/api/suppliers/${supplier}`, `/api/entries/${supplier}`, '/api/entries'];
    for (const path of paths) {
      const { status, text } = await fresh.get(`${path}?after=${supplier}`, { as: AUDITOR });
      expect([path, status, text.includes('"number":null')]).toEqual([path, 200, false]);
    }
  });
});
