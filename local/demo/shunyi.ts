import { BUYER, by, type Draft, fenOf, type IdOf, invoiceNumber, registering, sumOf } from './drafts.ts';
import type { Facts } from './facts.ts';
import { type ExampleInvoice, papersOf } from './papers/invoice.ts';
import * as office from './papers/office.ts';

type Purchase = Facts['purchases'][number];
type Consignment = Facts['dispatches'][number];

/** What the report tells of, with the papers that would have gone with it. */
export function shunyiDrafts(facts: Facts): readonly Draft[] {
  return [
    ...registrations(facts),
    appropriation(facts),
    ...facts.purchases.flatMap((purchase, index) => purchasing(facts, purchase, index)),
    ...facts.dispatches.flatMap((consignment, index) => delivery(facts, consignment, index)),
    ...facts.disbursements.map((disbursed, index) => disbursement(facts, disbursed, index)),
  ];
}

function registrations(facts: Facts): readonly Draft[] {
  const { fundingLine, warehouse } = facts;
  const { code, name, basis, appropriatedOn } = fundingLine;
  const register = (key: string, path: string, title: string, body: object): Draft =>
    registering(key, appropriatedOn, path, title, body);
  return [
    register('fundingLine', '/api/funding-lines', `设立专项资金:${name}`, { code, name, basis }),
    ...facts.units.map(({ key, code, name, region }) => {
      return register(`unit ${key}`, '/api/units', `登记单位:${name}`, { code, name, region });
    }),
    register(`warehouse ${warehouse.key}`, '/api/warehouses', `登记仓库:${warehouse.name}`, {
      code: warehouse.code,
      name: warehouse.name,
    }),
    ...facts.items.map(({ key, code, name, baseMeasure, packs, kit }) => {
      const body = { code, name, baseMeasure, ...(packs && { packs }), ...(kit && { spec: kit.join('、') }) };
      return register(`item ${key}`, '/api/items', `登记物资:${name}`, body);
    }),
    ...facts.suppliers.map(({ key, name }) => {
      return register(`supplier ${key}`, '/api/suppliers', `登记供应商:${name}`, { name });
    }),
  ];
}

function appropriation({ fundingLine }: Facts): Draft {
  const { appropriated, appropriatedOn, source } = fundingLine;
  return {
    name: 'appropriation',
    date: appropriatedOn,
    title: `拨入 ${appropriated} 元`,
    person: by('treasurer'),
    path: (id) => `/api/funding-lines/${id('fundingLine')}/appropriations`,
    body: () => ({ amount: appropriated, effectiveOn: appropriatedOn, source }),
  };
}

function purchasing(facts: Facts, purchase: Purchase, index: number): readonly Draft[] {
  const { date, warehouse, lines, emergency, accepted, paid } = purchase;
  const name = `purchase ${index}`;
  const goods = lines.map((line) => itemOf(facts, line.item).name).join('、');
  const path = (step: string) => (id: IdOf) => `/api/purchases/${id(name)}/${step}`;
  const bought = boughtOf(facts, purchase);
  const invoice = invoiceOf(facts, purchase, index);
  const { supplier, fundingLine, total } = bought;
  return [
    {
      name,
      date,
      title: `采购:${goods}`,
      person: by('buyer'),
      path: () => '/api/purchases',
      body: (id) => ({
        supplier: id(`supplier ${purchase.supplier}`),
        effectiveOn: date,
        emergency,
        invoice: { number: invoice.number, date, amount: total },
        lines: lines.map((line) => ({ ...line, item: id(`item ${line.item}`), fundingLine: id('fundingLine') })),
      }),
      papers: [office.minutes(bought), office.contract(bought), ...papersOf(invoice)],
    },
    {
      name: `${name} accepted`,
      date: accepted.date,
      title: `验收入库:${goods}`,
      person: by('keeper'),
      path: path('acceptances'),
      body: (id) => ({
        warehouse: id(`warehouse ${warehouse}`),
        effectiveOn: accepted.date,
        lines: lines.map((line, at) => ({ line: at + 1, good: baseQuantity(facts, line) })),
      }),
      papers: [office.acceptanceSlip(accepted.date, supplier, bought.goods)],
    },
    {
      name: `${name} paid`,
      date: paid.date,
      title: `付款 ${total} 元`,
      person: by('treasurer'),
      path: path('payments'),
      body: (id) => ({
        shares: [{ fundingLine: id('fundingLine'), amount: total }],
        effectiveOn: paid.date,
        method: paid.method,
        approval: paid.approval,
      }),
      papers: [office.paymentApproval(paid.date, supplier, total, fundingLine)],
    },
  ];
}

function boughtOf(facts: Facts, { date, supplier, lines }: Purchase): office.Bought {
  return {
    date,
    supplier: supplierOf(facts, supplier).name,
    fundingLine: facts.fundingLine.name,
    goods: lines.map((line) => ({ ...listed(facts, line), unitPrice: line.unitPrice, amount: line.amount })),
    total: sumOf(lines.map((line) => line.amount)),
  };
}

function invoiceOf(facts: Facts, { date, supplier, lines }: Purchase, index: number): ExampleInvoice {
  return {
    number: invoiceNumber(date, index + 1),
    date,
    seller: supplierOf(facts, supplier).name,
    buyer: BUYER,
    lines: lines.map((line) => ({ ...listed(facts, line), amount: fenOf(line.amount) })),
  };
}

function delivery(facts: Facts, consignment: Consignment, index: number): readonly Draft[] {
  const { date, warehouse, lines, confirmed } = consignment;
  const { date: effectiveOn, signatory, ...coverage } = confirmed;
  const unit = unitOf(facts, consignment.unit);
  const name = `consignment ${index}`;
  const goods = lines.map((line) => listed(facts, line));
  return [
    {
      name,
      date,
      title: `发放:${unit.name}`,
      person: by('keeper'),
      path: () => '/api/consignments',
      body: (id) => ({
        unit: id(`unit ${unit.key}`),
        warehouse: id(`warehouse ${warehouse}`),
        effectiveOn: date,
        lines: lines.map((line) => ({ ...line, item: id(`item ${line.item}`) })),
      }),
    },
    {
      name: `${name} confirmed`,
      date: effectiveOn,
      title: `签收:${unit.name}`,
      person: by('coordinator', [unit.code]),
      path: (id) => `/api/consignments/${id(name)}/confirmation`,
      body: () => ({
        effectiveOn,
        lines: lines.map((line, at) => ({ line: at + 1, good: baseQuantity(facts, line) })),
        signatory,
        ...coverage,
      }),
      papers: [
        office.signedSlip({ date: effectiveOn, unit: unit.name, signatory, goods, reached: reachedBy(coverage) }),
      ],
    },
  ];
}

function reachedBy({ people, households, sites }: Omit<Consignment['confirmed'], 'date' | 'signatory'>): string {
  const told = [people && `${people} 人次`, households && `${households} 户次`, sites && `${sites} 处`];
  return told.filter((one) => one !== undefined).join('、');
}

function disbursement(facts: Facts, disbursed: Facts['disbursements'][number], index: number): Draft {
  const { date, amount, purpose, method, confirmed } = disbursed;
  const unit = unitOf(facts, disbursed.unit);
  return {
    name: `disbursement ${index}`,
    date,
    title: `拨付 ${amount} 元:${unit.name}`,
    person: by('treasurer'),
    path: () => '/api/disbursements',
    body: (id) => ({
      fundingLine: id('fundingLine'),
      unit: id(`unit ${unit.key}`),
      amount,
      effectiveOn: date,
      purpose,
      method,
      ...confirmed,
    }),
    papers: [
      office.paymentApproval(date, unit.name, amount, facts.fundingLine.name),
      office.receipt(date, unit.name, amount, purpose),
    ],
  };
}

interface Measured {
  readonly item: string;
  readonly quantity: number;
  readonly measure?: string;
}

/** What was counted is told in the base measure, whatever the goods were packed in. */
function baseQuantity(facts: Facts, { item, quantity, measure }: Measured): number {
  const pack = itemOf(facts, item).packs?.find((one) => one.measure === measure);
  return quantity * (pack?.of ?? 1);
}

/** As papers list them: in the measure that they were told in. */
function listed(facts: Facts, { item, quantity, measure }: Measured): office.Listed {
  const { name, baseMeasure } = itemOf(facts, item);
  return { name, measure: measure ?? baseMeasure, quantity };
}

function itemOf(facts: Facts, key: string) {
  return found(facts.items, key, 'item');
}

function unitOf(facts: Facts, key: string) {
  return found(facts.units, key, 'unit');
}

function supplierOf(facts: Facts, key: string) {
  return found(facts.suppliers, key, 'supplier');
}

function found<T extends { readonly key: string }>(all: readonly T[], key: string, kind: string): T {
  const one = all.find((each) => each.key === key);
  if (one === undefined) throw new Error(`the demonstration has no ${kind} ${key}`);
  return one;
}
