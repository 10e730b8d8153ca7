import { available, cash, source } from '../../shared/domain/account.ts';
import type { Lot, StateKind, StateOf } from '../../shared/domain/books.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import type { Id } from '../../shared/domain/id.ts';
import { encodeEntry } from '../../shared/schemas/entry.ts';
import type { Append, Change } from '../../shared/storage/ports/ledger.ts';

export const NOW = 1_609_142_400_000;
export const HASH = 'zrgwcCXgx8GWUAu0vWjXKFuIjzjkv6t/Q9n51ftuyTc=';

/** The nth id: ids of rising numbers rise, and their last digits go round. */
export function id(number: number): Id {
  return `01768c2e-6b00-7000-8000-${number.toString(16).padStart(12, '0')}`;
}

export const LINE = id(0xf1);
export const UNIT = id(0xf2);
export const ITEM = id(0xf3);
export const WAREHOUSE = id(0xf4);
export const SUPPLIER = id(0xf5);
export const PURCHASE = id(0xf6);
export const CONSIGNMENT = id(0xf7);

export function appropriation(number: number, recordedAt = NOW): Entry<'appropriation'> {
  return {
    id: id(number),
    kind: 'appropriation',
    effectiveOn: '2020-12-28',
    recordedAt,
    actor: { subject: 'treasurer', role: 'treasurer' },
    refs: { fundingLines: [LINE] },
    facts: { source: '区总工会' },
    transfers: [
      { from: source(1), to: available(1), quantity: 0n, value: 10_000n },
      { from: source(1), to: cash(1), quantity: 0n, value: 10_000n },
    ],
    evidence: [],
  };
}

export function append(number: number, changes: readonly Change[] = [], recordedAt = NOW): Append {
  const entry = appropriation(number, recordedAt);
  return { entry, canonical: encodeEntry(entry), requestHash: HASH, changes };
}

export const openLine = (line: Id = LINE): Change => ({
  change: 'open-line',
  id: line,
  code: 'FY2020-防疫',
  name: '疫情防控专项资金',
});

export const funds = (available: bigint, cash = 0n, line: Id = LINE, on = '2020-12-28'): Change => ({
  change: 'funds',
  fundingLine: line,
  on,
  available,
  cash,
});

export function lot(ordinal: number, stock: bigint, lost = 0n, more: Partial<Lot> = {}): Lot {
  return {
    id: `${id(0xa0)}.${ordinal}`,
    item: ITEM,
    fundingLine: LINE,
    warehouse: WAREHOUSE,
    inKind: false,
    receivedOn: '2020-12-20',
    expiresOn: '2022-12-20',
    stock: { quantity: stock, value: stock * 150n },
    lows: [{ from: '2020-12-20', quantity: stock, value: stock * 150n }],
    lost: { quantity: lost, value: lost * 150n },
    ...more,
  };
}

/** A state of every kind of document. */
export const STATES: { readonly [K in StateKind]: StateOf[K] } = {
  unit: {
    fields: { code: 'SY-01', name: '石园街道总工会', parent: UNIT, region: '石园街道' },
    closed: false,
    phone: id(9),
  },
  item: {
    fields: {
      code: 'KZ-01',
      name: '一次性医用口罩',
      spec: '17.5×9.5 cm',
      grade: 'YY/T 0969',
      baseMeasure: '只',
      packs: [{ measure: '箱', of: 2_000n }],
      perishable: true,
    },
    closed: false,
  },
  supplier: { fields: { name: '供货商', uscc: '91350211M000100Y43' }, closed: true },
  warehouse: { fields: { code: 'CK-1', name: '一号库' }, closed: false },
  tariff: {
    fields: { code: 'WW-1', name: '困难职工慰问', basis: '总工发〔2020〕1号', cap: 4_000_000n, per: 'year' },
    closed: false,
  },
  plan: {
    fields: {
      number: '2020-12',
      decidedOn: '2020-12-25',
      title: '第一批物资分配方案',
      lines: [{ unit: UNIT, item: ITEM, quantity: 1_000_000_000_000n }],
    },
    closed: false,
  },
  member: { fields: { subject: 'auth0|5f7c', roles: ['buyer', 'coordinator'], units: ['SY-01'] }, closed: false },
  threshold: { fields: { spending: 'payment', approvalAbove: 1_000_000n, cashAbove: 0n }, closed: false },
  purchase: {
    days: { openedOn: '2020-12-20', fed: { 'committed/2': '2020-12-21', 'supplier/1': '2020-12-22' } },
    shares: [
      {
        line: 1,
        fundingLine: 1,
        committed: { quantity: 50n, value: 7_500n },
        accepted: { quantity: 0n, value: 0n },
      },
      {
        line: 20,
        fundingLine: 2,
        committed: { quantity: 0n, value: 0n },
        accepted: { quantity: 999_999_999_999n, value: 123_456_789_012_345_678n },
      },
    ],
    paid: [0n],
    laterInvoices: 1,
  },
  invoice: {
    status: 'booked',
    supplier: id(7),
    amount: -10_000n,
    corrects: id(8),
    corrected: 0n,
    allocations: [{ purchase: id(6), amount: -7_500n, corrected: 0n }],
  },
  consignment: {
    days: { openedOn: '2020-12-20', fed: { 'held/1': '2020-12-28', 'unit/1': '2020-12-28' } },
    parts: [
      {
        transit: { quantity: 0n, value: 0n },
        held: { quantity: 3n, value: 450n },
        delivered: { quantity: 97n, value: 14_550n },
      },
    ],
    confirmation: id(8),
    confirmedBy: 'coordinator',
    coverage: { people: 600n, households: 0n, sites: 3n },
  },
  disbursement: {
    days: { openedOn: '2020-12-28', fed: {} },
    remaining: 35_000_000n,
    coverage: { people: 30n, households: 0n, sites: 0n },
  },
  benefit: { counter: 'uzQ0', paid: 100_000n },
  adjustment: { status: 'posted' },
  receipt: { lots: 3 },
  stockMove: { lots: 3 },
  period: { month: '2020-12' },
};
