import { describe, expect, it } from 'vitest';
import { cash, countLoss, found, stock, supplier } from '../../shared/domain/account.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import { usesOf } from '../../shared/domain/in-use.ts';
import type { InUse } from '../../shared/domain/refusal.ts';
import type { RegistryKind } from '../../shared/domain/registry.ts';
import { mirror } from '../../shared/domain/reversal.ts';
import { at, id, postingsOf, transfer } from '../reports/entries.ts';
import * as story from './story.ts';
import {
  LINE_A,
  LINE_B,
  MASK,
  OPENED,
  PURCHASE,
  RICE,
  RICE_OF_B,
  SUPPLIER,
  TOWN,
  VILLAGE,
  WAREHOUSE,
} from './story.ts';

function uses(type: RegistryKind, name: string, entries: readonly Entry[] = OPENED): InUse[] {
  return usesOf(type, name, postingsOf(entries));
}

function paid(number: number, ordinal: number, value: bigint): Entry {
  return at(number, {
    kind: 'payment',
    effectiveOn: '2020-12-28',
    refs: { purchase: PURCHASE, fundingLines: [LINE_A, LINE_B] },
    facts: { method: '转账' },
    transfers: [transfer(cash(ordinal), supplier(ordinal), value)],
  });
}

describe('what keeps from being closed', () => {
  it('a funding line is what is on order, in stock, on its way or held of it', () => {
    expect(uses('fundingLine', LINE_A)).toEqual([{ what: 'stock', quantity: 60n, value: 6_000n }]);
    expect(uses('fundingLine', LINE_B, [...OPENED, story.confirmation])).toEqual([
      { what: 'committed', quantity: 10n, value: 1_000n },
      { what: 'stock', quantity: 52n, value: 1_420n },
      { what: 'held', quantity: 5n, value: 50n },
    ]);
  });

  it('an item is what is on order, in stock, on its way or held of it', () => {
    expect(uses('item', MASK)).toEqual([
      { what: 'committed', quantity: 10n, value: 1_000n },
      { what: 'stock', quantity: 100n, value: 6_400n },
      { what: 'transit', quantity: 40n, value: 3_100n },
    ]);
    expect(uses('item', RICE)).toEqual([{ what: 'stock', quantity: 10n, value: 1_000n }]);
  });

  it('a warehouse is what lies there, and what left it and may come back', () => {
    expect(uses('warehouse', WAREHOUSE)).toEqual([
      { what: 'stock', quantity: 110n, value: 7_400n },
      { what: 'transit', quantity: 40n, value: 3_100n },
    ]);
  });

  it('a unit is what is on its way to it and what is held for it, not what it has', () => {
    expect(uses('unit', TOWN)).toEqual([{ what: 'transit', quantity: 40n, value: 3_100n }]);
    expect(uses('unit', TOWN, [...OPENED, story.confirmation])).toEqual([{ what: 'held', quantity: 5n, value: 50n }]);
    expect(uses('unit', VILLAGE)).toEqual([]);
  });

  it('a supplier is what is on order with it, and what is accepted and not paid', () => {
    expect(uses('supplier', SUPPLIER)).toEqual([
      { what: 'committed', quantity: 10n, value: 1_000n },
      { what: 'unpaid', value: 10_000n },
    ]);
    expect(uses('supplier', SUPPLIER, [...OPENED, story.payment, story.supplierReturn])).toEqual([
      { what: 'committed', quantity: 14n, value: 1_400n },
      { what: 'unpaid', value: 7_100n },
    ]);
    expect(uses('supplier', SUPPLIER, [...OPENED, paid(40, 1, 6_000n), paid(41, 2, 4_000n)])).toEqual([
      { what: 'committed', quantity: 10n, value: 1_000n },
    ]);
  });

  it('a supplier is what one purchase still owes, however much was paid above what another one brought', () => {
    const { order, acceptance } = story;
    const other = { ...order, id: id(50) };
    const brought = { ...acceptance, id: id(51), refs: { ...acceptance.refs, purchase: other.id } };
    const lots = brought.transfers.map((one) =>
      one.to.state === 'stock' ? { ...one, to: stock(one.to.lot.replace(acceptance.id, brought.id)) } : one,
    );
    const entries = [...OPENED, other, { ...brought, transfers: lots }, paid(40, 1, 30_000n)];
    expect(uses('supplier', SUPPLIER, entries)).toContainEqual({ what: 'unpaid', value: 10_000n });
  });

  it('a supplier is again what was paid, once the payment is reversed', () => {
    const payment = paid(40, 1, 10_000n);
    const reversal = at(41, {
      kind: 'reversal',
      effectiveOn: '2020-12-28',
      refs: { ...payment.refs, entry: payment.id },
      facts: { reason: '录入有误', kind: 'payment' },
      transfers: mirror(payment.transfers),
    });
    expect(uses('supplier', SUPPLIER, [...OPENED, payment])).not.toContainEqual(
      expect.objectContaining({ what: 'unpaid' }),
    );
    expect(uses('supplier', SUPPLIER, [...OPENED, payment, reversal])).toContainEqual({
      what: 'unpaid',
      value: 10_000n,
    });
  });

  it('a tariff or a plan is nothing', () => {
    expect([...uses('tariff', id(9)), ...uses('plan', id(10))]).toEqual([]);
  });

  it.each(['fundingLine', 'item', 'warehouse', 'unit', 'supplier'] as const)('another %s is nothing', (type) => {
    expect(uses(type, id(99))).toEqual([]);
  });

  it('is goods without value as well', () => {
    const finding = at(40, {
      kind: 'adjustment',
      effectiveOn: '2020-12-28',
      refs: { adjustment: story.COUNT, warehouse: WAREHOUSE },
      facts: { counter: 'keeper-1' },
      transfers: [
        transfer(stock(RICE_OF_B), countLoss(RICE_OF_B), 1_000n, 10n),
        transfer(found, stock(RICE_OF_B), 0n, 1n),
      ],
    });
    expect(uses('item', RICE, [...OPENED, finding])).toEqual([{ what: 'stock', quantity: 1n, value: 0n }]);
  });

  it('is no money: a disbursement and a benefit leave nothing open', () => {
    expect(uses('unit', VILLAGE, [story.disbursement, story.benefit])).toEqual([]);
    expect(uses('fundingLine', LINE_B, [story.disbursement])).toEqual([]);
  });
});
