import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatYuan, MAX_AMOUNT, parseYuan } from '../../shared/domain/amount.ts';
import {
  isScientific,
  READERS,
  type Read,
  readAmount,
  readDate,
  readNumber,
  readPrice,
  readQuantity,
  readText,
  written,
} from '../../web/form/typed.ts';

const valueIn = (read: Read) => (read !== undefined && 'value' in read ? read.value : undefined);
const flawIn = (read: Read) => (read !== undefined && 'flaw' in read ? read.flaw : undefined);

describe('an amount', () => {
  test.each([
    ['1234.5', '1234.50'],
    ['1,234.50', '1234.50'],
    ['１，２３４．５０', '1234.50'],
    ['￥1,234.50', '1234.50'],
    ['¥ 1234.50', '1234.50'],
    ['1234.50元', '1234.50'],
    ['12。5', '12.50'],
    ['.5', '0.50'],
    ['007', '7.00'],
    ['12.5000', '12.50'],
    ['1 234.50', '1234.50'],
  ])('%s is %s yuan', (typed, yuan) => {
    expect(valueIn(readAmount(typed))).toBe(yuan);
  });

  test.each([
    ['1,23', 'thousands'],
    ['12,345,67', 'thousands'],
    ['1.234', 'fen'],
    ['-5', 'below-zero'],
    ['−5', 'below-zero'],
    ['5块', 'not-a-number'],
    ['1.2.3', 'not-a-number'],
    ['.', 'not-a-number'],
    ['2.5E+19', 'scientific'],
    ['１ｅ５', 'scientific'],
    ['10000000000', 'too-large'],
  ])('%s is none: %s', (typed, flaw) => {
    expect(flawIn(readAmount(typed))).toBe(flaw);
  });

  test('nothing typed is nothing read', () => {
    expect(['', '  ', '￥'].map(readAmount)).toEqual([undefined, undefined, undefined]);
  });

  test('is read back from how it is written out, to the fen, whatever its size', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, MAX_AMOUNT), (fen) => {
        const shown = written('amount', formatYuan(fen));
        expect(parseYuan(valueIn(readAmount(shown)) ?? '')).toBe(fen);
      }),
    );
  });

  test('is the same in every width, with and without thousands', () => {
    const wide = (text: string) => text.replace(/[!-~]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0));
    fc.assert(
      fc.property(fc.bigInt(0n, MAX_AMOUNT), (fen) => {
        const text = formatYuan(fen);
        for (const typed of [wide(text), written('amount', text), wide(written('amount', text)), `￥${text}元`]) {
          expect(valueIn(readAmount(typed))).toBe(text);
        }
      }),
    );
  });
});

describe('a quantity and a price', () => {
  test('a quantity is whole, and whole it is with zeros behind the point', () => {
    expect(['１２００', '1,200', '3.0', '0'].map(readQuantity).map(valueIn)).toEqual(['1200', '1200', '3', '0']);
    expect(['1.5', '1000000000001', '3箱'].map(readQuantity).map(flawIn)).toEqual([
      'whole',
      'too-large',
      'not-a-number',
    ]);
  });

  test('a price has as many places as were agreed, and is above zero', () => {
    expect(['0.625', '216', '1。5'].map(readPrice).map(valueIn)).toEqual(['0.625', '216.00', '1.50']);
    expect(['0', '0.00', '1.00000000000001'].map(readPrice).map(flawIn)).toEqual(['zero', 'zero', 'price']);
  });
});

describe('a date', () => {
  test.each([
    '2026-11-28',
    '2026/11/28',
    '2026.11.28',
    '20261128',
    '2026年11月28日',
    '２０２６／１１／２８',
    '2026。11。28',
    '2026/11/28 00:00:00',
  ])('%s is the 28th of November', (typed) => {
    expect(valueIn(readDate(typed))).toBe('2026-11-28');
  });

  test('one digit is enough for a month and a day', () => {
    expect(valueIn(readDate('2026/1/5'))).toBe('2026-01-05');
  });

  test('one that does not exist is told apart from what is no date', () => {
    expect(['2026-02-29', '2026-13-01', '1991-12-31'].map(readDate).map(flawIn)).toEqual(
      Array.from({ length: 3 }, () => 'no-such-date'),
    );
    expect(['28.11.2026', '46354', 'heute'].map(readDate).map(flawIn)).toEqual(
      Array.from({ length: 3 }, () => 'not-a-date'),
    );
  });
});

describe('words and numbers of papers', () => {
  test('digits that a spreadsheet rounded are refused', () => {
    expect(flawIn(readText('2.5E+19'))).toBe('scientific');
    expect(flawIn(readNumber('2.01120E+19'))).toBe('scientific');
    expect(['2E+19', '2.5e19', '2.5E-3'].map(isScientific)).toEqual([true, true, true]);
    expect(['E19', '2E', '1E2B', '2号E1'].map(isScientific)).toEqual([false, false, false, false]);
  });

  test('a number of a paper keeps its zeros, and has one width', () => {
    expect(valueIn(readNumber(' ００１２ ３４ '))).toBe('001234');
  });
});

test('what was written out once is not written otherwise the second time', () => {
  const readers = fc.constantFrom('amount', 'quantity', 'price', 'date', 'text', 'number');
  const typed = fc.oneof(fc.string(), fc.stringMatching(/^[￥¥]?[0-9０-９,，.。/年月日-]{0,14}$/u));
  fc.assert(
    fc.property(readers, typed, (reader, text) => {
      const once = written(reader, text);
      expect(written(reader, once)).toBe(once);
      expect(valueIn(READERS[reader](once))).toBe(valueIn(READERS[reader](text)));
    }),
  );
});
