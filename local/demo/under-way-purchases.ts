import { formatYuan } from '../../shared/domain/amount.ts';
import type { CalendarDate } from '../../shared/domain/calendar.ts';
import { approvedOn, BUYER, by, type Draft, fenOf, invoiceNumber, sumOf } from './drafts.ts';
import type { Facts } from './facts.ts';
import { type ExampleInvoice, papersOf, rowsOf } from './papers/invoice.ts';
import * as office from './papers/office.ts';

/** What is bought on the second funding line, step by step, with its papers. */

export const ITEMS = {
  rice: { code: 'WZ-11', name: '大米', measure: '袋', spec: '10 千克', price: '45.00' },
  oil: { code: 'WZ-12', name: '食用油', measure: '桶', spec: '5 升', price: '62.50' },
  detergent: { code: 'WZ-13', name: '洗衣液', measure: '桶', spec: '3 升', price: '32.00' },
  quilt: { code: 'WZ-14', name: '棉被', measure: '床', spec: '2 米 × 2.3 米', price: '128.00' },
  milk: { code: 'WZ-15', name: '牛奶', measure: '箱', spec: '24 盒', price: '48.00' },
} as const;
type ItemKey = keyof typeof ITEMS;
export const ITEM_KEYS = Object.keys(ITEMS).filter((key): key is ItemKey => key in ITEMS);

export const SUPPLIERS = { food: '示例供应商4', household: '示例供应商5' } as const;
type SupplierKey = keyof typeof SUPPLIERS;

/** Of the story of a day: what is dated, and how. */
export interface Story {
  readonly facts: Facts;
  /** So many days before the founding. */
  readonly ago: (days: number) => CalendarDate;
  readonly fundingLine: { readonly code: string; readonly name: string };
}

export interface Purchase {
  readonly name: string;
  readonly supplier: SupplierKey;
  readonly ago: number;
  readonly lines: readonly (readonly [item: ItemKey, quantity: number])[];
}

export function ordered({ ago, fundingLine }: Story, purchase: Purchase): Draft {
  const date = ago(purchase.ago);
  const bought: office.Bought = {
    date,
    supplier: SUPPLIERS[purchase.supplier],
    fundingLine: fundingLine.name,
    goods: purchase.lines.map(priced),
    total: totalOf(purchase),
  };
  return {
    name: purchase.name,
    date,
    title: `采购:${namesOf(purchase)}`,
    person: by('buyer'),
    path: () => '/api/purchases',
    body: (id) => ({
      supplier: id(`second supplier ${purchase.supplier}`),
      effectiveOn: date,
      procurement: { method: 'inquiry' },
      lines: purchase.lines.map(([item, quantity]) => {
        const { unitPrice, amount } = priced([item, quantity]);
        return { item: id(`item ${item}`), quantity, unitPrice, amount, fundingLine: id('second line') };
      }),
    }),
    papers: [office.minutes(bought), office.contract(bought)],
  };
}

export function accepted({ facts, ago }: Story, purchase: Purchase, days: number): Draft {
  const date = ago(days);
  return {
    name: `${purchase.name} accepted`,
    date,
    title: `验收入库:${namesOf(purchase)}`,
    person: by('keeper'),
    path: (id) => `/api/purchases/${id(purchase.name)}/acceptances`,
    body: (id) => ({
      warehouse: id(`warehouse ${facts.warehouse.key}`),
      effectiveOn: date,
      lines: purchase.lines.map(([, quantity], at) => ({ line: at + 1, good: quantity })),
    }),
    papers: [office.acceptanceSlip(date, SUPPLIERS[purchase.supplier], purchase.lines.map(priced))],
  };
}

export function invoiced({ ago }: Story, purchase: Purchase, days: number, ordinal: number): Draft {
  const date = ago(days);
  const invoice: ExampleInvoice = {
    number: invoiceNumber(date, ordinal),
    date,
    seller: SUPPLIERS[purchase.supplier],
    buyer: BUYER,
    lines: purchase.lines.map(([item, quantity]) => {
      const { name, measure, amount } = priced([item, quantity]);
      return { name, measure, quantity, amount: fenOf(amount) };
    }),
  };
  const amount = totalOf(purchase);
  return {
    name: `${purchase.name} invoiced`,
    date,
    title: `收到发票 ${amount} 元`,
    person: by('buyer'),
    path: () => '/api/invoices',
    body: (id) => ({
      supplier: id(`second supplier ${purchase.supplier}`),
      number: invoice.number,
      date,
      amount,
      allocations: [{ purchase: id(purchase.name), amount }],
      lines: rowsOf(invoice),
    }),
    papers: papersOf(invoice),
  };
}

export function paid({ ago, fundingLine }: Story, purchase: Purchase, days: number): Draft {
  const date = ago(days);
  const amount = totalOf(purchase);
  return {
    name: `${purchase.name} paid`,
    date,
    title: `付款 ${amount} 元`,
    person: by('treasurer'),
    path: (id) => `/api/purchases/${id(purchase.name)}/payments`,
    body: (id) => ({
      shares: [{ fundingLine: id('second line'), amount }],
      effectiveOn: date,
      method: '银行转账',
      approval: approvedOn(date),
    }),
    papers: [office.paymentApproval(date, SUPPLIERS[purchase.supplier], amount, fundingLine.name)],
  };
}

export function priced([item, quantity]: Purchase['lines'][number]): office.Priced {
  const { name, measure, price } = ITEMS[item];
  return { name, measure, quantity, unitPrice: price, amount: formatYuan(fenOf(price) * BigInt(quantity)) };
}

function totalOf({ lines }: Purchase): string {
  return sumOf(lines.map((line) => priced(line).amount));
}

function namesOf({ lines }: Purchase): string {
  return lines.map(([item]) => ITEMS[item].name).join('、');
}
