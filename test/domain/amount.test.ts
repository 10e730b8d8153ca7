import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatYuan, MAX_AMOUNT, parseSum, parseYuan } from '../../shared/domain/amount.ts';

describe('an amount', () => {
  it.each([
    ['0.00', 0n],
    ['0.01', 1n],
    ['0.10', 10n],
    ['1619170.00', 161_917_000n],
    ['9999999999.99', MAX_AMOUNT],
  ])('%s is read as fen', (text, fen) => {
    expect(parseYuan(text)).toBe(fen);
    expect(formatYuan(fen)).toBe(text);
  });

  it.each([
    '',
    '1',
    '1.0',
    '1.000',
    '.50',
    '1.',
    '01.00',
    '00.00',
    '-1.00',
    '+1.00',
    '1,000.00',
    '1e30',
    '1e3.00',
    '0x10',
    '0x10.00',
    ' 1.00',
    '1.00\n',
    '１.００',
    '¥1.00',
    'NaN',
    'Infinity',
    '10000000000.00',
  ])('%j is none', (text) => {
    expect(parseYuan(text)).toBeUndefined();
  });

  it('as a sum may lie below zero or be longer than a field, and is written the same', () => {
    for (const fen of [0n, -1n, -2_000n, MAX_AMOUNT + 1n]) expect(parseSum(formatYuan(fen))).toBe(fen);
    for (const text of ['', '-', '1', '01.00', '--1.00', '1.000']) expect(parseSum(text)).toBeUndefined();
  });

  it.each([
    [-1n, '-0.01'],
    [-99n, '-0.99'],
    [-100n, '-1.00'],
    [123_456_789_012_345_678n, '1234567890123456.78'],
  ])('as a sum may be negative, or longer than a field: %s', (fen, text) => {
    expect(formatYuan(fen)).toBe(text);
    expect(parseSum(text)).toBe(fen);
  });

  it('is no sum in any other form', () => {
    expect(['', '1', '-1.0', '+1.00', '01.00', '1,000.00', '--1.00', '¥1.00'].map(parseSum)).toEqual(
      Array.from({ length: 8 }),
    );
  });

  it('is what was written, whatever it is', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: MAX_AMOUNT }), (fen) => {
        expect(parseYuan(formatYuan(fen))).toBe(fen);
      }),
    );
  });
});
