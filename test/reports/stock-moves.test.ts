import { describe, expect, it } from 'vitest';
import { reverse } from '../../shared/commands/reverse.ts';
import { Cube } from '../../shared/reports/cube.ts';
import { stock } from '../../shared/reports/stock.ts';
import { stockCard } from '../../shared/reports/stock-card.ts';
import { usage } from '../../shared/reports/usage.ts';
import { OTHER_TREASURER } from '../commands/office.ts';
import { moved, movedBack, movedOn } from './moved.ts';
import { on, told, winter } from './winter.ts';

const office = await movedOn();
const { postings, register } = await told(office);
const [WAREHOUSE, ANNEX, MASK] = [office.id('warehouse'), office.id('annex'), office.id('masks')];
const MASKS_BOUGHT = office.lot('bought');
const RICE_BOUGHT = office.lot('bought', 2);
const MASKS_GIVEN = office.lot('given');
const [MOVED_BOUGHT, MOVED_GIVEN, MOVED_RICE] = [office.lot('move'), office.lot('move', 2), office.lot('move', 3)];
const BACK_GIVEN = office.lot('back');
const limit = 100;

describe('the stock after moves', () => {
  it('lists moved lots where they are, with batch and expiry, received on the day they moved', () => {
    const found = stock(postings, register, { limit });
    const [here, there] = [{ warehouse: { id: WAREHOUSE } }, { warehouse: { id: ANNEX } }];
    expect(found?.lots).toMatchObject([
      { ...here, lot: MASKS_BOUGHT, quantity: 33, value: '99.00', receivedOn: '2020-12-05', batch: 'P-7' },
      { ...here, lot: MASKS_GIVEN, quantity: 20, value: '15.00', receivedOn: '2020-12-07', inKind: true },
      { ...there, lot: MOVED_BOUGHT, quantity: 6, value: '18.00', receivedOn: '2021-01-09', batch: 'P-7' },
      { ...there, lot: MOVED_GIVEN, quantity: 3, value: '2.25', receivedOn: '2021-01-09', inKind: true },
      { ...here, lot: BACK_GIVEN, quantity: 5, value: '3.75', receivedOn: '2021-01-10', inKind: true },
      { ...here, lot: RICE_BOUGHT, quantity: 4, value: '40.00', expiresOn: '2021-06-30', receivedOn: '2020-12-05' },
      { ...there, lot: MOVED_RICE, quantity: 2, value: '20.00', expiresOn: '2021-06-30', receivedOn: '2021-01-09' },
    ]);
    expect(found?.lots[2]).toMatchObject({ inKind: false, fundingLine: { code: 'A' } });
    expect(found?.lots[3]).toMatchObject({ fundingLine: { code: 'B' } });
    expect(found?.lots[3]).not.toHaveProperty('batch');
    expect(found?.value).toBe('198.00');
  });

  it('can be of one warehouse', () => {
    expect(stock(postings, register, { warehouse: ANNEX, limit })).toMatchObject({
      lots: [{ lot: MOVED_BOUGHT }, { lot: MOVED_GIVEN }, { lot: MOVED_RICE }],
      value: '40.25',
    });
    expect(stock(postings, register, { warehouse: WAREHOUSE, limit })?.value).toBe('157.75');
  });
});

describe('the stock card after moves', () => {
  const rowsIn = (warehouse: string) =>
    stockCard(postings, register, { item: MASK, warehouse, from: '2021-01-09', limit })?.rows.map((row) => [
      row.kind,
      [row.in.quantity, row.in.value],
      [row.out.quantity, row.out.value],
      [row.balance.quantity, row.balance.value],
    ]);

  it('has them going out of one warehouse and into the other', () => {
    expect(rowsIn(WAREHOUSE)).toEqual([
      ['stock-move', [0, '0.00'], [22, '39.00'], [53, '114.00']],
      ['stock-move', [5, '3.75'], [0, '0.00'], [58, '117.75']],
    ]);
    expect(rowsIn(ANNEX)).toEqual([
      ['stock-move', [22, '39.00'], [0, '0.00'], [22, '39.00']],
      ['stock-move', [0, '0.00'], [5, '3.75'], [17, '35.25']],
      ['dispatch', [0, '0.00'], [4, '3.00'], [13, '32.25']],
      ['supplier-return', [0, '0.00'], [4, '12.00'], [9, '20.25']],
    ]);
  });

  it('is of all warehouses together what it was without them', () => {
    const moves = stockCard(postings, register, { item: MASK, from: '2021-01-09', to: '2021-01-10', limit });
    expect(moves).toMatchObject({
      opening: { quantity: 75, value: '153.00' },
      closing: { quantity: 75, value: '153.00' },
    });
    for (const row of moves?.rows ?? []) expect(row.in).toEqual(row.out);
  });
});

describe('what a move is not', async () => {
  const before = await told(await winter());

  it('is goods received or sent: usage stays what it was', async () => {
    const after = await told(await movedBack());
    const usageOf = (one: typeof before) =>
      usage(Cube.of(one.postings), one.register, { by: ['fundingLine', 'item'], limit });
    expect(usageOf(after)).toEqual(usageOf(before));
  });

  it('is anything once it is reversed', async () => {
    const undone = await moved();
    await on(undone, '2021-01-12', OTHER_TREASURER, reverse, { reason: '录入有误' }, { on: 'move' });
    const after = await told(undone);
    expect(stock(after.postings, after.register, { limit })).toEqual(
      stock(before.postings, before.register, { limit }),
    );
    const annex = stockCard(after.postings, after.register, { item: MASK, warehouse: ANNEX, limit });
    expect(annex).toMatchObject({ closing: { quantity: 0, value: '0.00' } });
  });
});
