import { describe, expect, test } from 'vitest';
import { exportedAs } from '../../web/reports/exported-as.ts';
import { figuresIn, standingIn, tellsAny, type Used, undoneIn, undoneOf, usedFor } from '../../web/reports/used.ts';

const NOTHING = { quantity: 0, value: '0.00' };
const GOODS = {
  received: NOTHING,
  found: NOTHING,
  committed: NOTHING,
  spent: NOTHING,
  stock: NOTHING,
  transit: NOTHING,
  held: NOTHING,
  delivered: NOTHING,
  loss: NOTHING,
};
const USED: Used = {
  entries: '/api/entries?fundingLine=1',
  value: '0.00',
  disbursed: '0.00',
  benefits: '0.00',
  available: '0.00',
  bought: GOODS,
  inKind: GOODS,
};

describe('a row of the use of funds', () => {
  test('tells bought goods and gifts together, below zero too', () => {
    const used = {
      ...USED,
      available: '-324384.00',
      bought: { ...GOODS, stock: { quantity: 5, value: '12.30' } },
      inKind: { ...GOODS, stock: { quantity: 1, value: '-0.40' } },
    };
    expect([usedFor('stock', used), usedFor('available', used)]).toEqual(['11.90', '-324384.00']);
    expect(figuresIn([USED, used])).toEqual(['available', 'stock', 'delivered']);
    expect([tellsAny(USED), tellsAny(used)]).toEqual([false, true]);
  });

  test('tells what it undid of others apart, with the other sign', () => {
    const used = {
      ...USED,
      value: '100.00',
      undoneEarlier: { quantity: 3, value: '30.00', disbursed: '0.00', benefits: '0.00' },
    };
    expect([usedFor('delivered', used), undoneOf('delivered', used), undoneOf('stock', used)]).toEqual([
      '100.00',
      '-30.00',
      '0.00',
    ]);
    expect(undoneIn([USED, used])).toEqual(['delivered']);
  });

  test('opens the entries that change what stands there', () => {
    expect(standingIn('/api/entries?fundingLine=1&from=2020-12-01', 'stock')).toBe(
      '/api/entries?fundingLine=1&from=2020-12-01&stands=stock',
    );
    expect(standingIn('/api/entries', 'delivered', 'gifts')).toBe('/api/entries?stands=delivered&origin=gifts');
  });
});

describe('a report as a file', () => {
  test('keeps the filters that the file takes, and tells which it does not', () => {
    const asked = { item: '1', warehouse: '2', from: '2020-12-01', cursor: 'x' };
    expect(exportedAs('stock-card', asked)).toEqual({
      request: { kind: 'stock-card', item: '1', from: '2020-12-01' },
      lost: ['warehouse'],
    });
  });

  test('is the ledger of deliveries where it is of a unit or an item, else that of funds', () => {
    expect(exportedAs('usage', { by: 'month', fundingLine: '1' })?.request).toEqual({
      kind: 'fund-usage',
      fundingLine: '1',
    });
    expect(exportedAs('usage', { unit: '1', below: 'true', tree: 'now' })).toEqual({
      request: { kind: 'distribution', unit: '1', below: 'true' },
      lost: [],
    });
  });

  test('is none until it is said what it is of', () => {
    expect([exportedAs('unit', {}), exportedAs('stock-card', { from: '2020-12-01' })]).toEqual([undefined, undefined]);
  });
});
