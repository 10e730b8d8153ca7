import { describe, expect, it } from 'vitest';
import { statement } from '../../shared/reports/statement.ts';
import { told, winter } from './winter.ts';

const office = await winter();
const { postings, register } = await told(office);
const [LINE_A, LINE_B, SUPPLIER] = [office.id('line'), office.id('line-2'), office.id('supplier')];
const [TOWN, VILLAGE] = [office.id('town'), office.id('village')];
const whole = { chain: 'cash', limit: 100 } as const;

function rowsOf(fundingLine: string, options: Partial<Parameters<typeof statement>[2]> = {}) {
  const found = statement(postings, register, { ...whole, ...options, fundingLine });
  return found?.rows.map(({ date, income, expense, balance }) => [date, income, expense, balance]);
}

describe('the statement of a funding line', () => {
  it('is of its cash, row by row, with a reversal in red in the column it reverses', () => {
    expect(rowsOf(LINE_B)).toEqual([
      ['2020-12-02', '500.00', '0.00', '500.00'],
      ['2020-12-11', '0.00', '200.00', '300.00'],
      ['2020-12-12', '50.00', '0.00', '350.00'],
      ['2021-01-04', '0.00', '100.00', '250.00'],
      ['2021-01-07', '0.00', '30.00', '220.00'],
      ['2021-01-08', '0.00', '-30.00', '250.00'],
    ]);
  });

  it('names who gave or got it, and never the person of a benefit', () => {
    const a = statement(postings, register, { ...whole, fundingLine: LINE_A });
    expect(a?.rows.map(({ summary, counterparty, number }) => [summary, counterparty, number])).toEqual([
      ['拨入：上级拨付', { kind: 'source', id: null, name: '上级拨付' }, '000010'],
      ['付款：转账', { kind: 'supplier', id: SUPPLIER, name: '示例供应商' }, '000014'],
      ['发放慰问金：困难慰问', { kind: 'person', id: null, name: '' }, '000021'],
    ]);
    const b = statement(postings, register, { ...whole, fundingLine: LINE_B });
    expect(b?.rows.slice(1).map(({ summary, counterparty }) => [summary, counterparty?.id ?? null])).toEqual([
      ['拨付：甲镇，一线慰问', TOWN],
      ['收回拨付：甲镇，结余退回', TOWN],
      ['缴回：年终清算', null],
      ['拨付：乙村，值守慰问', VILLAGE],
      ['冲销拨付：账号有误', VILLAGE],
    ]);
  });

  it('is of what is available where the budget is asked for', () => {
    expect(rowsOf(LINE_A, { chain: 'budget' })).toEqual([
      ['2020-12-01', '1000.00', '0.00', '1000.00'],
      ['2020-12-03', '0.00', '400.00', '600.00'],
      ['2020-12-13', '0.00', '60.00', '540.00'],
    ]);
  });

  it('opens with everything before its period and closes before everything after it', () => {
    const options = { ...whole, fundingLine: LINE_B, from: '2020-12-12', to: '2021-01-04' };
    expect(statement(postings, register, options)).toMatchObject({
      opening: '300.00',
      income: '50.00',
      expense: '100.00',
      closing: '250.00',
    });
    expect(rowsOf(LINE_B, { from: '2020-12-12', to: '2021-01-04' })?.map(([date]) => date)).toEqual([
      '2020-12-12',
      '2021-01-04',
    ]);
  });

  it('orders rows by date of effect whatever the order of recording', () => {
    const shuffled = [...postings].reverse();
    const options = { ...whole, fundingLine: LINE_B };
    expect(statement(shuffled, register, options)).toEqual(statement(postings, register, options));
  });

  it('goes on page by page with the balance carried, and knows no cursor but its own', () => {
    const first = statement(postings, register, { ...whole, fundingLine: LINE_B, limit: 4 });
    expect(first).toMatchObject({ closing: '250.00', next: office.id('given-back') });
    const second = statement(postings, register, {
      ...whole,
      fundingLine: LINE_B,
      limit: 4,
      cursor: office.id('given-back'),
    });
    expect(second?.rows.map(({ balance }) => balance)).toEqual(['220.00', '250.00']);
    expect(second).not.toHaveProperty('next');
    expect(
      statement(postings, register, { ...whole, fundingLine: LINE_B, cursor: office.id('money') }),
    ).toBeUndefined();
  });
});
