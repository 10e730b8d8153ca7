import { describe, expect, it } from 'vitest';
import { unitStatement } from '../../shared/reports/unit-statement.ts';
import { told, winter } from './winter.ts';

const office = await winter();
const { postings, register } = await told(office);
const [LINE_A, TOWN, VILLAGE] = [office.id('line'), office.id('town'), office.id('village')];
const asked = { unit: TOWN, below: false, prices: true };

describe('the statement of a unit', () => {
  it('shows goods by item, value by funding line, money and coverage', () => {
    expect(unitStatement(postings, register, asked)).toMatchObject({
      unit: { code: 'U1' },
      goods: [{ item: { code: 'W1' }, delivered: 45, transit: 0, held: 2, value: '91.00' }],
      funding: [
        { fundingLine: { code: 'A' }, goods: '75.00', inKind: '0.00', disbursed: '0.00' },
        { fundingLine: { code: 'B' }, goods: '0.00', inKind: '16.00', disbursed: '150.00' },
      ],
      disbursed: '150.00',
      coverage: { people: 15, households: 4, sites: 2 },
    });
  });

  it('takes in what lies below the unit only where asked', () => {
    const { goods } = unitStatement(postings, register, { ...asked, below: true });
    expect(goods.map(({ item, transit }) => [item.code, transit])).toEqual([
      ['W1', 0],
      ['W2', 4],
    ]);
  });

  it('shows what a reversed disbursement left, which is nothing', () => {
    expect(unitStatement(postings, register, { ...asked, unit: VILLAGE })).toMatchObject({
      goods: [{ item: { code: 'W2' }, delivered: 0, transit: 4 }],
      disbursed: '0.00',
      coverage: { people: 0, households: 0, sites: 0 },
    });
  });

  it('tells no price and no funding line where prices are not to be told', () => {
    const told = unitStatement(postings, register, { ...asked, prices: false });
    expect(told).not.toHaveProperty('funding');
    expect(told.goods[0]).not.toHaveProperty('value');
    expect(told.goods[0]).toMatchObject({ delivered: 45 });
  });

  it('can be of one funding line', () => {
    expect(unitStatement(postings, register, { ...asked, fundingLine: LINE_A })).toMatchObject({
      goods: [{ delivered: 25 }],
      disbursed: '0.00',
      coverage: { people: 10 },
    });
  });
});
