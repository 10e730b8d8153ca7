import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { daysAfter } from '../../shared/domain/calendar.ts';
import { isWholeDate, readDateTyped } from '../../shared/domain/date-typed.ts';

describe('a date that is typed', () => {
  test.each([
    '2020-12-30',
    '2020/12/30',
    '2020.12.30',
    '20201230',
    '2020年12月30日',
    '２０２０－１２－３０',
    '２０２０１２３０',
    ' 2020 - 12 - 30 ',
    '2020–12–30',
  ])('is read in the form %s', (text) => {
    expect(readDateTyped(text)).toEqual({ date: '2020-12-30' });
    expect(isWholeDate(text)).toBe(true);
  });

  test('may leave out zeros, and is waited for then', () => {
    expect(readDateTyped('2020-1-2')).toEqual({ date: '2020-01-02' });
    expect(isWholeDate('2020-1-2')).toBe(false);
  });

  test('is none where nothing is typed', () => {
    expect(readDateTyped('　')).toEqual({ date: undefined });
  });

  test.each(['2020-12', '12/30/2020', '2020-12/30', '昨天', '202012301'])('is told to be in no form: %s', (text) => {
    expect(readDateTyped(text)).toEqual({ wrong: 'form' });
  });

  test.each(['2021-02-29', '2020-13-01', '20200431', '1949-10-01'])('is told to be no such day: %s', (text) => {
    expect(readDateTyped(text)).toEqual({ wrong: 'no-such-date' });
  });

  test('is the same in every form, whatever day it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), fc.constantFrom('-', '/', '.', ''), (days, by) => {
        const date = daysAfter('1992-01-01', days);
        expect(readDateTyped(date.replaceAll('-', by))).toEqual({ date });
      }),
    );
  });
});
