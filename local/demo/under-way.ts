import { type CalendarDate, daysAfter } from '../../shared/domain/calendar.ts';
import { lotId } from '../../shared/domain/id.ts';
import { by, type Draft, registering } from './drafts.ts';
import type { Facts } from './facts.ts';
import * as office from './papers/office.ts';
import {
  accepted,
  ITEM_KEYS,
  ITEMS,
  invoiced,
  ordered,
  type Purchase,
  paid,
  priced,
  type Story,
  SUPPLIERS,
} from './under-way-purchases.ts';

/**
 * A second funding line, invented, in the days before the demonstration was founded: there is work to do in it. One of each
 * thing waits (two orders to accept, three deliveries), so that everybody who opens it finds theirs.
 */

/** What is left of it is available: the orders come to less. */
const APPROPRIATED = '320000.00';
const EACH = { rice: 200, oil: 120 } as const;
/** Units of the plan, of which the first four were served. */
const PLANNED = 8;
const DAMAGED = 4;

const FOOD: Purchase = {
  name: 'food',
  supplier: 'food',
  ago: 6,
  lines: [
    ['rice', 2_000],
    ['oil', 1_200],
  ],
};
const UNPAID: Purchase = { name: 'unpaid', supplier: 'household', ago: 4, lines: [['detergent', 800]] };
const UNINVOICED: Purchase = { name: 'uninvoiced', supplier: 'household', ago: 3, lines: [['quilt', 300]] };
const COMING: readonly Purchase[] = [
  { name: 'coming milk', supplier: 'food', ago: 2, lines: [['milk', 1_000]] },
  { name: 'coming rice', supplier: 'food', ago: 1, lines: [['rice', 500]] },
];

/** @param founded the day on which the demonstration was begun */
export function underWayDrafts(facts: Facts, founded: CalendarDate): readonly Draft[] {
  const ago = (days: number) => daysAfter(founded, -days);
  const year = ago(6).slice(0, 4);
  const story: Story = { facts, ago, fundingLine: { code: `SY-BF-${year}`, name: `${year}年困难职工帮扶专项资金` } };
  return [
    ...founding(story, year),
    ordered(story, FOOD),
    accepted(story, FOOD, 5),
    invoiced(story, FOOD, 5, 11),
    paid(story, FOOD, 5),
    plan(story, year),
    dispatched(story, 0, 5),
    ordered(story, UNPAID),
    confirmedWithDamage(story, 0, 4),
    dispatched(story, 1, 4),
    accepted(story, UNPAID, 3),
    invoiced(story, UNPAID, 3, 12),
    ordered(story, UNINVOICED),
    accepted(story, UNINVOICED, 2),
    paid(story, UNINVOICED, 2),
    ...COMING.map((purchase) => ordered(story, purchase)),
    dispatched(story, 2, 1),
    dispatched(story, 3, 0),
    counted(story),
  ];
}

function founding({ ago, fundingLine }: Story, year: string): readonly Draft[] {
  const date = ago(6);
  const basis = [`示例工会〔${year}〕1号`];
  return [
    registering('second line', date, '/api/funding-lines', `设立专项资金:${fundingLine.name}`, {
      ...fundingLine,
      basis,
    }),
    {
      name: 'second appropriation',
      date,
      title: `拨入 ${APPROPRIATED} 元`,
      person: by('treasurer'),
      path: (id) => `/api/funding-lines/${id('second line')}/appropriations`,
      body: () => ({ amount: APPROPRIATED, effectiveOn: date, source: '本级经费(示例)' }),
    },
    ...ITEM_KEYS.map((key) => {
      const { code, name, measure, spec } = ITEMS[key];
      return registering(`item ${key}`, date, '/api/items', `登记物资:${name}`, {
        code,
        name,
        baseMeasure: measure,
        spec,
      });
    }),
    ...Object.entries(SUPPLIERS).map(([key, name]) => {
      return registering(`second supplier ${key}`, date, '/api/suppliers', `登记供应商:${name}`, { name });
    }),
  ];
}

function plan({ facts, ago }: Story, year: string): Draft {
  const decidedOn = ago(5);
  return {
    name: 'plan',
    date: decidedOn,
    title: '登记分配方案',
    person: by('treasurer'),
    path: () => '/api/allocation-plans',
    body: (id) => ({
      number: `示例分配〔${year}〕1号`,
      decidedOn,
      title: '困难职工帮扶物资分配方案(示例)',
      lines: facts.units.slice(0, PLANNED).flatMap(({ key }) => [
        { unit: id(`unit ${key}`), item: id('item rice'), quantity: EACH.rice },
        { unit: id(`unit ${key}`), item: id('item oil'), quantity: EACH.oil },
      ]),
    }),
  };
}

/** What the plan gives a unit, whole. */
function dispatched({ facts, ago }: Story, ordinal: number, days: number): Draft {
  const date = ago(days);
  const unit = unitOf(facts, ordinal);
  return {
    name: `second consignment ${ordinal}`,
    date,
    title: `发放:${unit.name}`,
    person: by('keeper'),
    path: () => '/api/consignments',
    body: (id) => ({
      unit: id(`unit ${unit.key}`),
      warehouse: id(`warehouse ${facts.warehouse.key}`),
      plan: id('plan'),
      effectiveOn: date,
      lines: [
        { item: id('item rice'), quantity: EACH.rice },
        { item: id('item oil'), quantity: EACH.oil },
      ],
    }),
  };
}

/** Some of the rice arrived torn: what becomes of it is to be decided. */
function confirmedWithDamage({ facts, ago }: Story, ordinal: number, days: number): Draft {
  const date = ago(days);
  const unit = unitOf(facts, ordinal);
  const signatory = '签收人(示例)';
  const households = EACH.rice - DAMAGED;
  const goods = [{ ...priced(['rice', EACH.rice]), damaged: DAMAGED }, priced(['oil', EACH.oil])];
  return {
    name: `second consignment ${ordinal} confirmed`,
    date,
    title: `签收:${unit.name}`,
    person: by('coordinator', [unit.code]),
    path: (id) => `/api/consignments/${id(`second consignment ${ordinal}`)}/confirmation`,
    body: () => ({
      effectiveOn: date,
      lines: [
        { line: 1, good: EACH.rice - DAMAGED, damaged: DAMAGED, reason: '包装破损' },
        { line: 2, good: EACH.oil },
      ],
      signatory,
      households,
    }),
    papers: [office.signedSlip({ date, unit: unit.name, signatory, goods, reached: `${households} 户次` })],
  };
}

/** Two fewer were found than the book has; another person signs that. */
function counted({ facts, ago }: Story): Draft {
  const [, quantity] = UNPAID.lines[0] ?? [undefined, 0];
  return {
    name: 'count',
    date: ago(0),
    title: '盘点:洗衣液',
    person: by('keeper'),
    path: () => '/api/stock-adjustments',
    body: (id) => ({
      warehouse: id(`warehouse ${facts.warehouse.key}`),
      effectiveOn: ago(0),
      lines: [{ lot: lotId(id(`${UNPAID.name} accepted`), 1), book: quantity, counted: quantity - 2 }],
      reason: '月末盘点(示例)',
    }),
  };
}

function unitOf({ units }: Facts, ordinal: number): Facts['units'][number] {
  const unit = units[ordinal];
  if (unit === undefined) throw new Error(`the demonstration has no unit ${ordinal}`);
  return unit;
}
