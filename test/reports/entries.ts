import {
  type Account,
  available,
  cash,
  committed,
  countLoss,
  delivered,
  found,
  giver,
  held,
  person,
  source,
  stock,
  supplier,
  transit,
  unitMoney,
  writtenOff,
} from '../../shared/domain/account.ts';
import type { Draft, Entry, Envelope, Transfer } from '../../shared/domain/entry.ts';
import { type Id, lotId } from '../../shared/domain/id.ts';
import { Resolver } from '../../shared/domain/posting.ts';
import type { RegistryFieldsOf, RegistryKind } from '../../shared/domain/registry.ts';
import { allWithUndone } from '../../shared/domain/undone.ts';
import type { Sealed } from '../../shared/domain/voucher.ts';

/**
 * Entries written by hand, with literal ids and clocks, and a ledger of them in which goods are in every state: for what
 * is beneath the commands, such as the log, which seals any entry, and what single entries do to accounts. Reports and
 * ledgers are of what commands record (`winter.ts`).
 */

/** 2021-01-10T00:00:00Z, which is 08:00 in Shanghai. */
export const T0 = 1_610_236_800_000;

export function id(number: number): Id {
  return `01944d3a-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
}

export function at<D extends Draft>(number: number, draft: D, envelope: Partial<Envelope> = {}): D & Envelope {
  const actor = { subject: 'treasurer-1', role: 'treasurer' };
  return { ...draft, id: id(number), recordedAt: T0 + number * 1_000, actor, evidence: [], ...envelope };
}

export function transfer(from: Account, to: Account, value: bigint, quantity = 0n): Transfer {
  return { from, to, quantity, value };
}

export function postingsOf(entries: readonly Entry[]): Sealed[] {
  const resolver = new Resolver();
  return entries.map((entry, index) => ({ ...resolver.resolve(entry), index }));
}

export const LINE_A = id(1);
export const LINE_B = id(2);
export const TOWN = id(3);
export const VILLAGE = id(4);
export const MASK = id(5);
export const RICE = id(6);
export const SUPPLIER = id(7);
export const WAREHOUSE = id(8);
const TARIFF = id(9);
export const MASKS_BOUGHT = lotId(id(13), 1);
const RICE_BOUGHT = lotId(id(13), 2);
const MASKS_GIVEN = lotId(id(15), 1);

const registered = [
  at(1, registration('fundingLine', { code: 'A', name: '防疫专项', basis: ['厅字〔2020〕3号'] })),
  at(2, registration('fundingLine', { code: 'B', name: '送温暖', basis: [] })),
  at(3, registration('unit', { code: 'U1', name: '甲镇' })),
  at(4, registration('unit', { code: 'U2', name: '乙村', parent: TOWN })),
  at(5, registration('item', { code: 'W1', name: '口罩', baseMeasure: '个', packs: [] })),
  at(6, registration('item', { code: 'W2', name: '大米', baseMeasure: '袋', packs: [] })),
  at(7, registration('supplier', { name: '示例供应商' })),
  at(8, registration('warehouse', { code: 'CK', name: '总库' })),
  at(9, registration('tariff', { code: 'T1', name: '困难慰问', basis: '办法', cap: 100_000n, per: 'year' })),
];

/** Two lines, one purchase, a gift, and everything that can become of them. Values in fen. */
export const ENTRIES: readonly Entry[] = [
  ...registered,
  at(10, {
    kind: 'appropriation',
    effectiveOn: '2020-12-01',
    refs: { fundingLines: [LINE_A] },
    facts: { source: '上级拨付' },
    transfers: [transfer(source(1), available(1), 100_000n), transfer(source(1), cash(1), 100_000n)],
  }),
  at(11, {
    kind: 'appropriation',
    effectiveOn: '2020-12-02',
    refs: { fundingLines: [LINE_B] },
    facts: { source: '本级经费' },
    transfers: [transfer(source(1), available(1), 50_000n), transfer(source(1), cash(1), 50_000n)],
  }),
  at(12, {
    kind: 'order',
    effectiveOn: '2020-12-03',
    refs: { supplier: SUPPLIER, fundingLines: [LINE_A] },
    facts: { lines: [{ item: MASK }, { item: RICE }], emergency: { basis: '财办库〔2020〕23号', from: '2020-01-26' } },
    transfers: [
      transfer(available(1), committed(1, 1), 30_000n, 100n),
      transfer(available(1), committed(2, 1), 10_000n, 10n),
    ],
  }),
  at(13, {
    kind: 'acceptance',
    effectiveOn: '2020-12-05',
    refs: { purchase: id(12), warehouse: WAREHOUSE, fundingLines: [LINE_A] },
    facts: {
      lines: [
        { line: 1, good: 80n, damaged: 0n, short: 20n },
        { line: 2, good: 10n, damaged: 0n, short: 0n },
      ],
      lots: [
        { line: 1, fundingLine: 1, number: 'P-7' },
        { line: 2, fundingLine: 1, expiresOn: '2021-06-30' },
      ],
    },
    transfers: [
      transfer(committed(1, 1), stock(MASKS_BOUGHT), 24_000n, 80n),
      transfer(committed(2, 1), stock(RICE_BOUGHT), 10_000n, 10n),
    ],
  }),
  at(14, {
    kind: 'payment',
    effectiveOn: '2020-12-06',
    refs: { purchase: id(12), fundingLines: [LINE_A] },
    facts: { method: '转账' },
    transfers: [transfer(cash(1), supplier(1), 15_000n)],
  }),
  at(15, {
    kind: 'receipt',
    effectiveOn: '2020-12-07',
    refs: { fundingLines: [LINE_B], warehouse: WAREHOUSE },
    facts: { kind: 'donation', giver: '爱心企业', lots: [{ item: MASK }] },
    transfers: [transfer(giver, stock(MASKS_GIVEN), 4_000n, 50n)],
  }),
  at(16, {
    kind: 'dispatch',
    effectiveOn: '2020-12-08',
    refs: { unit: TOWN, warehouse: WAREHOUSE },
    facts: { lines: [{ item: MASK, quantity: 50n }], parts: [1, 1] },
    transfers: [
      transfer(stock(MASKS_BOUGHT), transit(1), 9_000n, 30n),
      transfer(stock(MASKS_GIVEN), transit(2), 1_600n, 20n),
    ],
  }),
  at(17, {
    kind: 'confirmation',
    effectiveOn: '2020-12-09',
    refs: { consignment: id(16) },
    facts: { lines: [{ line: 1, damaged: 5n, short: 0n, refused: 0n }] },
    transfers: [
      transfer(transit(1), delivered(1), 7_500n, 25n),
      transfer(transit(1), held(1), 1_500n, 5n),
      transfer(transit(2), delivered(2), 1_600n, 20n),
    ],
    coverage: { people: 10n, households: 4n },
  }),
  at(18, {
    kind: 'dispatch',
    effectiveOn: '2020-12-10',
    refs: { unit: VILLAGE, warehouse: WAREHOUSE },
    facts: { lines: [{ item: RICE, quantity: 4n }], parts: [1] },
    transfers: [transfer(stock(RICE_BOUGHT), transit(1), 4_000n, 4n)],
  }),
  at(19, {
    kind: 'disbursement',
    effectiveOn: '2020-12-11',
    refs: { fundingLines: [LINE_B], unit: TOWN },
    facts: { purpose: '一线慰问', method: '转账' },
    transfers: [transfer(available(1), unitMoney, 20_000n), transfer(cash(1), unitMoney, 20_000n)],
    coverage: { people: 5n, sites: 2n },
  }),
  at(20, {
    kind: 'take-back',
    effectiveOn: '2020-12-12',
    refs: { fundingLines: [LINE_B], disbursement: id(19) },
    facts: { reason: '结余退回' },
    transfers: [transfer(unitMoney, available(1), 5_000n), transfer(unitMoney, cash(1), 5_000n)],
  }),
  at(21, {
    kind: 'benefit',
    effectiveOn: '2020-12-13',
    refs: { fundingLines: [LINE_A], tariff: TARIFF },
    facts: { method: '银行卡', period: '2020' },
    transfers: [transfer(available(1), person, 6_000n), transfer(cash(1), person, 6_000n)],
  }),
  at(22, {
    kind: 'resolution',
    effectiveOn: '2020-12-14',
    refs: { consignment: id(16) },
    facts: { reason: '破损' },
    transfers: [transfer(held(1), stock(MASKS_BOUGHT), 300n, 1n), transfer(held(1), writtenOff(1), 600n, 2n)],
  }),
  at(23, {
    kind: 'give-back',
    effectiveOn: '2021-01-04',
    refs: { fundingLines: [LINE_B] },
    facts: { reason: '年终清算' },
    transfers: [transfer(available(1), source(1), 10_000n), transfer(cash(1), source(1), 10_000n)],
  }),
  at(24, {
    kind: 'count',
    effectiveOn: '2021-01-05',
    refs: { warehouse: WAREHOUSE },
    facts: {
      lines: [
        { lot: MASKS_BOUGHT, book: 51n, counted: 48n },
        { lot: MASKS_GIVEN, book: 30n, counted: 32n },
      ],
      reason: '月末盘点',
    },
    transfers: [],
  }),
  at(25, {
    kind: 'adjustment',
    effectiveOn: '2021-01-05',
    refs: { adjustment: id(24), warehouse: WAREHOUSE },
    facts: { counter: 'keeper-1' },
    transfers: [
      transfer(stock(MASKS_BOUGHT), countLoss(MASKS_BOUGHT), 900n, 3n),
      transfer(found, stock(MASKS_GIVEN), 0n, 2n),
    ],
  }),
  at(26, {
    kind: 'supplier-return',
    effectiveOn: '2021-01-06',
    refs: { purchase: id(12), fundingLines: [LINE_A] },
    facts: { reason: '质量问题' },
    transfers: [transfer(stock(MASKS_BOUGHT), committed(1, 1), 1_500n, 5n)],
  }),
  at(27, {
    kind: 'disbursement',
    effectiveOn: '2021-01-07',
    refs: { fundingLines: [LINE_B], unit: VILLAGE },
    facts: { purpose: '值守慰问', method: '转账' },
    transfers: [transfer(available(1), unitMoney, 3_000n), transfer(cash(1), unitMoney, 3_000n)],
    coverage: { people: 3n },
  }),
  at(28, {
    kind: 'reversal',
    effectiveOn: '2021-01-08',
    refs: { fundingLines: [LINE_B], unit: VILLAGE, disbursement: id(27), entry: id(27) },
    facts: { reason: '账号有误', kind: 'disbursement' },
    transfers: [transfer(unitMoney, cash(1), 3_000n), transfer(unitMoney, available(1), 3_000n)],
    coverage: { people: -3n },
  }),
];

/** They say what they undo. */
export const POSTINGS: readonly Sealed[] = allWithUndone(postingsOf(ENTRIES));

type Registration = Extract<Draft, { kind: 'registration' }>;

export function registration<K extends RegistryKind>(type: K, fields: RegistryFieldsOf[K]): Registration {
  const facts = { type, fields } as Registration['facts'];
  return { kind: 'registration', effectiveOn: '2020-12-01', refs: {}, facts, transfers: [] };
}
