import { formatYuan, parseYuan } from '../../shared/domain/amount.ts';
import type { Role } from '../../shared/domain/role.ts';
import { ROLE_NAMES } from '../../shared/domain/role.ts';
import type { Person } from '../person.ts';
import type { Facts } from './facts.ts';

/** One request of the demonstration, by the person who would make it. */
export interface Step {
  /** Idempotency-Key, and so the id of the entry and of the document it opens: the same in every run. */
  readonly id: string;
  readonly date: string;
  readonly title: string;
  readonly person: Person;
  readonly path: string;
  readonly body: object;
}

type IdOf = (name: string) => string;

/** A step before its place among the others, and so its id, is known. It speaks of other steps by their names. */
interface Draft {
  readonly name: string;
  readonly date: string;
  readonly title: string;
  readonly person: Person;
  readonly path: (id: IdOf) => string;
  readonly body: (id: IdOf) => object;
}

type Purchase = Facts['purchases'][number];
type Consignment = Facts['dispatches'][number];

/** Everything that happened, in the order of its dates. */
export function stepsOf(facts: Facts): readonly Step[] {
  const drafts = [
    ...registrations(facts),
    appropriation(facts),
    ...facts.purchases.flatMap((purchase, index) => purchasing(facts, purchase, index)),
    ...facts.dispatches.flatMap((consignment, index) => delivery(facts, consignment, index)),
    ...facts.disbursements.map((disbursed, index) => disbursement(facts, disbursed, index)),
  ];
  const ordered = drafts.toSorted((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  const ids = new Map(ordered.map((draft, index) => [draft.name, literalId(draft.date, index + 1)]));
  const idOf: IdOf = (name) => {
    const id = ids.get(name);
    if (id === undefined) throw new Error(`the demonstration has no ${name}`);
    return id;
  };
  return ordered.map(({ name, date, title, person, path, body }) => {
    return { id: idOf(name), date, title, person, path: path(idOf), body: body(idOf) };
  });
}

/** A UUIDv7 made of the morning of a date in Shanghai and an ordinal, where randomness would stand. */
export function literalId(date: string, ordinal: number): string {
  const time = Date.parse(`${date}T08:00:00+08:00`).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${ordinal.toString(16).padStart(12, '0')}`;
}

function by(role: Role, units: readonly string[] = []): Person {
  return { subject: ['demo', role, ...units].join('-'), name: ROLE_NAMES[role].zh, roles: [role], units };
}

const treasurer = by('treasurer');

function registrations(facts: Facts): readonly Draft[] {
  const { fundingLine, warehouse } = facts;
  const { code, name, basis } = fundingLine;
  const register = (key: string, path: string, title: string, body: object): Draft => {
    return {
      name: key,
      date: fundingLine.appropriatedOn,
      title,
      person: treasurer,
      path: () => path,
      body: () => body,
    };
  };
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
    person: treasurer,
    path: (id) => `/api/funding-lines/${id('fundingLine')}/appropriations`,
    body: () => ({ amount: appropriated, effectiveOn: appropriatedOn, source }),
  };
}

function purchasing(facts: Facts, purchase: Purchase, index: number): readonly Draft[] {
  const { date, supplier, warehouse, lines, emergency, accepted, paid } = purchase;
  const name = `purchase ${index}`;
  const goods = lines.map((line) => itemOf(facts, line.item).name).join('、');
  const path = (step: string) => (id: IdOf) => `/api/purchases/${id(name)}/${step}`;
  return [
    {
      name,
      date,
      title: `采购:${goods}`,
      person: by('buyer'),
      path: () => '/api/purchases',
      body: (id) => ({
        supplier: id(`supplier ${supplier}`),
        effectiveOn: date,
        emergency,
        lines: lines.map((line) => ({ ...line, item: id(`item ${line.item}`), fundingLine: id('fundingLine') })),
      }),
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
    },
    {
      name: `${name} paid`,
      date: paid.date,
      title: `付款 ${sumOf(lines.map((line) => line.amount))} 元`,
      person: treasurer,
      path: path('payments'),
      body: (id) => ({
        shares: [{ fundingLine: id('fundingLine'), amount: sumOf(lines.map((line) => line.amount)) }],
        effectiveOn: paid.date,
        method: paid.method,
        approval: paid.approval,
      }),
    },
  ];
}

function delivery(facts: Facts, consignment: Consignment, index: number): readonly Draft[] {
  const { date, warehouse, lines, confirmed } = consignment;
  const { date: effectiveOn, signatory, ...coverage } = confirmed;
  const unit = unitOf(facts, consignment.unit);
  const name = `consignment ${index}`;
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
    },
  ];
}

function disbursement(facts: Facts, disbursed: Facts['disbursements'][number], index: number): Draft {
  const { date, amount, purpose, method, confirmed } = disbursed;
  const unit = unitOf(facts, disbursed.unit);
  return {
    name: `disbursement ${index}`,
    date,
    title: `拨付 ${amount} 元:${unit.name}`,
    person: treasurer,
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

function itemOf(facts: Facts, key: string) {
  const item = facts.items.find((one) => one.key === key);
  if (!item) throw new Error(`the demonstration has no item ${key}`);
  return item;
}

function unitOf(facts: Facts, key: string) {
  const unit = facts.units.find((one) => one.key === key);
  if (!unit) throw new Error(`the demonstration has no unit ${key}`);
  return unit;
}

function sumOf(amounts: readonly string[]): string {
  return formatYuan(amounts.reduce((sum, amount) => sum + (parseYuan(amount) ?? 0n), 0n));
}
