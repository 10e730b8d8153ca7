import { describe, expect, it } from 'vitest';
import { dateInShanghai, daysBetween, isCalendarDate, monthOf } from '../../shared/domain/calendar.ts';

describe('a date', () => {
  it.each(['1992-01-01', '2020-02-29', '2000-02-29', '2020-12-31', '9999-12-31'])('%s exists', (text) => {
    expect(isCalendarDate(text)).toBe(true);
  });

  it.each([
    '2021-02-29',
    '1900-02-29',
    '2020-02-30',
    '2020-04-31',
    '2020-13-01',
    '2020-00-10',
    '2020-01-00',
    '1991-12-31',
    '2020-1-1',
    '20200101',
    '2020/01/01',
    '2020-01-01T00:00:00Z',
    ' 2020-01-01',
    '2020-01-01\n',
    '+02020-01-01',
    '',
  ])('%j does not exist', (text) => {
    expect(isCalendarDate(text)).toBe(false);
  });

  it('begins in Shanghai eight hours before it does in Greenwich', () => {
    expect(dateInShanghai(Date.parse('2020-02-28T15:59:59.999Z'))).toBe('2020-02-28');
    expect(dateInShanghai(Date.parse('2020-02-28T16:00:00.000Z'))).toBe('2020-02-29');
    expect(dateInShanghai(Date.parse('2020-12-31T16:00:00.000Z'))).toBe('2021-01-01');
  });

  it('belongs to a month', () => {
    expect(monthOf('2020-12-28')).toBe('2020-12');
  });

  it('lies a whole number of days from another', () => {
    expect(daysBetween('2020-02-28', '2020-03-01')).toBe(2);
    expect(daysBetween('2021-02-28', '2021-03-01')).toBe(1);
    expect(daysBetween('2020-03-01', '2020-02-28')).toBe(-2);
    expect(daysBetween('2020-03-01', '2020-03-01')).toBe(0);
  });
});
