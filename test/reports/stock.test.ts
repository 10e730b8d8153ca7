import { describe, expect, it } from 'vitest';
import { stock } from '../../shared/reports/stock.ts';
import { stockCard } from '../../shared/reports/stock-card.ts';
import { nthId } from '../commands/office.ts';
import { told, winter } from './winter.ts';

const office = await winter();
const { postings, register } = await told(office);
const [MASK, RICE, LINE_B] = [office.id('masks'), office.id('rice'), office.id('line-2')];
const [MASKS_BOUGHT, RICE_BOUGHT, MASKS_GIVEN] = [office.lot('bought'), office.lot('bought', 2), office.lot('given')];
const limit = 100;

describe('the stock card of an item', () => {
  it('shows what came in and went out, with quantity and value after each', () => {
    const card = stockCard(postings, register, { item: MASK, limit });
    const rows = card?.rows.map((row) => [
      row.kind,
      [row.in.quantity, row.in.value],
      [row.out.quantity, row.out.value],
      [row.balance.quantity, row.balance.value],
    ]);
    expect(rows).toEqual([
      ['acceptance', [80, '240.00'], [0, '0.00'], [80, '240.00']],
      ['receipt', [50, '40.00'], [0, '0.00'], [130, '280.00']],
      ['dispatch', [0, '0.00'], [50, '106.00'], [80, '174.00']],
      ['resolution', [1, '3.00'], [0, '0.00'], [81, '177.00']],
      ['adjustment', [2, '0.00'], [3, '9.00'], [80, '168.00']],
      ['supplier-return', [0, '0.00'], [5, '15.00'], [75, '153.00']],
    ]);
    expect(card).toMatchObject({ in: { quantity: 133, value: '283.00' }, out: { quantity: 58, value: '130.00' } });
  });

  it('opens with what was there before its period', () => {
    expect(stockCard(postings, register, { item: MASK, from: '2020-12-08', to: '2020-12-31', limit })).toMatchObject({
      opening: { quantity: 130, value: '280.00' },
      closing: { quantity: 81, value: '177.00' },
    });
  });

  it('can be of one funding line', () => {
    expect(stockCard(postings, register, { item: MASK, fundingLine: LINE_B, limit })).toMatchObject({
      closing: { quantity: 32, value: '24.00' },
    });
  });
});

describe('the stock', () => {
  it('lists every lot with its line, its papers and its value', () => {
    const found = stock(postings, register, { limit });
    expect(found?.lots).toMatchObject([
      { lot: MASKS_BOUGHT, inKind: false, quantity: 43, value: '129.00', receivedOn: '2020-12-05', batch: 'P-7' },
      { lot: MASKS_GIVEN, inKind: true, quantity: 32, value: '24.00', fundingLine: { code: 'B' } },
      { lot: RICE_BOUGHT, quantity: 6, value: '60.00', expiresOn: '2021-06-30', item: { baseMeasure: '袋' } },
    ]);
    expect(found?.value).toBe('213.00');
  });

  it('can be of one item, and leaves out lots that are used up', () => {
    expect(stock(postings, register, { item: RICE, limit })).toMatchObject({
      lots: [{ lot: RICE_BOUGHT }],
      value: '60.00',
      items: [{ item: { code: 'W2' }, quantity: 6, reserved: 0, free: 6 }],
    });
    expect(stock(postings.slice(0, 12), register, { limit })).toEqual({ lots: [], value: '0.00', items: [] });
  });

  it('can be of what expires by a day, with its value alone', () => {
    expect(stock(postings, register, { expiresBy: '2021-06-30', limit })).toMatchObject({
      lots: [{ lot: RICE_BOUGHT }],
      value: '60.00',
    });
    expect(stock(postings, register, { expiresBy: '2021-06-29', limit })).toMatchObject({ lots: [], value: '0.00' });
  });

  it('has every item beside the lots of a warehouse, as plans name none', () => {
    expect(stock(postings, register, { warehouse: nthId(99), limit })).toMatchObject({
      lots: [],
      value: '0.00',
      items: [{ quantity: 75 }, { quantity: 6 }],
    });
  });
});
