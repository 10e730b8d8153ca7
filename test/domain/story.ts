import {
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
import type { Entry } from '../../shared/domain/entry.ts';
import { at, id, transfer } from '../reports/entries.ts';

/** A purchase over two funding lines, a gift and a consignment out of both, in entries that say no more than they must. */

export const LINE_A = id(1);
export const LINE_B = id(2);
export const TOWN = id(3);
export const VILLAGE = id(4);
export const MASK = id(5);
export const RICE = id(6);
export const SUPPLIER = id(7);
export const WAREHOUSE = id(8);
export const PURCHASE = id(20);
export const MASKS_OF_A = `${id(21)}.1`;
export const MASKS_OF_B = `${id(21)}.2`;
export const RICE_OF_B = `${id(21)}.3`;
export const GIFT = `${id(22)}.1`;
export const CONSIGNMENT = id(23);
export const DISBURSEMENT = id(24);
export const BENEFIT = id(25);
export const COUNT = id(26);

const on = { effectiveOn: '2020-12-28' };

export const order = at(20, {
  ...on,
  kind: 'order',
  refs: { supplier: SUPPLIER, fundingLines: [LINE_A, LINE_B] },
  facts: { lines: [{ item: MASK }, { item: RICE }] },
  transfers: [
    transfer(available(1), committed(1, 1), 6_000n, 60n),
    transfer(available(2), committed(1, 2), 4_000n, 40n),
    transfer(available(2), committed(2, 2), 1_000n, 10n),
  ],
});

export const acceptance = at(21, {
  ...on,
  kind: 'acceptance',
  refs: { purchase: PURCHASE, warehouse: WAREHOUSE, fundingLines: [LINE_A, LINE_B] },
  facts: {
    lines: [
      { line: 1, good: 90n, damaged: 10n, short: 0n },
      { line: 2, good: 10n, damaged: 0n, short: 0n },
    ],
    lots: [
      { line: 1, fundingLine: 1 },
      { line: 1, fundingLine: 2 },
      { line: 2, fundingLine: 2 },
    ],
  },
  transfers: [
    transfer(committed(1, 1), stock(MASKS_OF_A), 6_000n, 60n),
    transfer(committed(1, 2), stock(MASKS_OF_B), 3_000n, 30n),
    transfer(committed(2, 2), stock(RICE_OF_B), 1_000n, 10n),
  ],
});

export const receipt: Entry = at(22, {
  ...on,
  kind: 'receipt',
  refs: { fundingLines: [LINE_B], warehouse: WAREHOUSE },
  facts: { kind: 'donation', giver: '爱心企业', lots: [{ item: MASK }] },
  transfers: [transfer(giver, stock(GIFT), 500n, 50n)],
});

export const dispatch: Entry = at(23, {
  ...on,
  kind: 'dispatch',
  refs: { unit: TOWN, warehouse: WAREHOUSE },
  facts: { lines: [{ item: MASK, quantity: 40n }], parts: [1, 1] },
  transfers: [transfer(stock(MASKS_OF_B), transit(1), 3_000n, 30n), transfer(stock(GIFT), transit(2), 100n, 10n)],
});

export const disbursement: Entry = at(24, {
  ...on,
  kind: 'disbursement',
  refs: { fundingLines: [LINE_B], unit: VILLAGE },
  facts: { purpose: '值守慰问', method: '转账' },
  transfers: [transfer(available(1), unitMoney, 800n), transfer(cash(1), unitMoney, 800n)],
});

export const benefit: Entry = at(25, {
  ...on,
  kind: 'benefit',
  refs: { fundingLines: [LINE_A], tariff: id(9) },
  facts: { method: '银行卡', period: '2020' },
  transfers: [transfer(available(1), person, 700n), transfer(cash(1), person, 700n)],
});

export const count: Entry = at(26, {
  ...on,
  kind: 'count',
  refs: { warehouse: WAREHOUSE },
  facts: { lines: [{ lot: MASKS_OF_A, book: 60n, counted: 58n }], reason: '月末盘点' },
  transfers: [],
});

/** Every document that later entries may refer to. */
export const OPENED: readonly Entry[] = [order, acceptance, receipt, dispatch, disbursement, benefit, count];

export const appropriation: Entry = at(27, {
  ...on,
  kind: 'appropriation',
  refs: { fundingLines: [LINE_A] },
  facts: { source: '区总工会' },
  transfers: [transfer(source(1), available(1), 9_000n), transfer(source(1), cash(1), 9_000n)],
});

export const payment: Entry = at(28, {
  ...on,
  kind: 'payment',
  refs: { purchase: PURCHASE, fundingLines: [LINE_A, LINE_B] },
  facts: { method: '转账' },
  transfers: [transfer(cash(2), supplier(2), 2_500n)],
});

export const supplierReturn: Entry = at(29, {
  ...on,
  kind: 'supplier-return',
  refs: { purchase: PURCHASE, fundingLines: [LINE_A, LINE_B] },
  facts: { reason: '质量问题' },
  transfers: [transfer(stock(RICE_OF_B), committed(2, 2), 400n, 4n)],
});

export const confirmation: Entry = at(30, {
  ...on,
  kind: 'confirmation',
  refs: { consignment: CONSIGNMENT },
  facts: { lines: [{ line: 1, damaged: 5n, short: 0n, refused: 2n }] },
  transfers: [
    transfer(transit(1), delivered(1), 3_000n, 30n),
    transfer(transit(2), delivered(2), 30n, 3n),
    transfer(transit(2), held(2), 50n, 5n),
    transfer(transit(2), stock(GIFT), 20n, 2n),
  ],
});

export const resolution: Entry = at(31, {
  ...on,
  kind: 'resolution',
  refs: { consignment: CONSIGNMENT },
  facts: { reason: '破损' },
  transfers: [transfer(held(2), writtenOff(2), 40n, 4n)],
});

export const adjustment: Entry = at(32, {
  ...on,
  kind: 'adjustment',
  refs: { adjustment: COUNT, warehouse: WAREHOUSE },
  facts: { counter: 'keeper-1' },
  transfers: [transfer(stock(MASKS_OF_A), countLoss(MASKS_OF_A), 200n, 2n), transfer(found, stock(GIFT), 0n, 1n)],
});

export const takeBack: Entry = at(33, {
  ...on,
  kind: 'take-back',
  refs: { fundingLines: [LINE_B], disbursement: DISBURSEMENT },
  facts: { reason: '结余退回' },
  transfers: [transfer(unitMoney, available(1), 300n), transfer(unitMoney, cash(1), 300n)],
});
