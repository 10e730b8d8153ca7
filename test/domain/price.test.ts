import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bears, costOf, costs, isPrice, quotient, writePrice, writeQuotient } from '../../shared/domain/price.ts';

describe('a price', () => {
  it.each(['216.00', '0.625', '1', '0.5', '9999999999.9999999999999', '0.0000000000001'])('may be %s', (text) => {
    expect(isPrice(text)).toBe(true);
  });

  it.each(['', '0', '0.00', '-1', '.5', '1.', '01', '1e3', '0.00000000000001', '10000000000', '１', ' 1', '1,000'])(
    'is not %j',
    (text) => {
      expect(isPrice(text)).toBe(false);
    },
  );

  it.each([
    ['0.625', '0.625'],
    ['216', '216.00'],
    ['0.5', '0.50'],
    ['1.130', '1.130'],
  ])('of %s is printed %s', (price, printed) => {
    expect(writePrice(price)).toBe(printed);
  });

  it.each([
    ['of 0.625 for 30,000 makes 18,750.00 and no fen less than its places allow', '0.625', 30_000n, 1_875_000n, true],
    ['to three places is off by half a thousandth a unit', '0.625', 30_000n, 1_873_500n, true],
    ['to three places is not off by more', '0.625', 30_000n, 1_873_499n, false],
    ['to the fen is off by half a fen a unit', '0.63', 30_000n, 1_875_000n, true],
    ['to the fen is not off by more', '0.63', 30_000n, 1_874_999n, false],
    ['written without its fen is one to the fen', '5', 10n, 5_006n, false],
    ['that makes no whole fen is off by half a fen', '0.625', 3n, 188n, true],
    ['that makes no whole fen is off by no more', '0.625', 3n, 189n, false],
  ])('%s', (_how, price, quantity, amount, agrees) => {
    expect(costs(price, quantity, amount)).toBe(agrees);
  });

  it('agrees with the amount that it makes to the nearest fen', () => {
    const prices = fc.stringMatching(/^[1-9]\d{0,5}(\.\d{1,13})?$/);
    fc.assert(
      fc.property(prices, fc.bigInt({ min: 1n, max: 10n ** 6n }), (price, quantity) => {
        expect(costs(price, quantity, costOf(price, quantity))).toBe(true);
        expect(costs(price, quantity, costOf(price, quantity) + quantity + 1n)).toBe(false);
      }),
    );
  });

  it('for packs is borne by pieces of them, to a fen', () => {
    expect(bears('216.00', 240n, 4_797n, 431_730n)).toBe(true);
    expect(bears('216.00', 240n, 4_797n, 431_729n)).toBe(true);
    expect(bears('216.00', 240n, 4_797n, 430_000n)).toBe(false);
    expect(bears('216.00', 1n, 4_800n, 432_000n)).toBe(false);
  });
});

describe('what one of a quantity comes to', () => {
  it.each([
    [1_875_000n, 30_000n, '0.625'],
    [10_000n, 100n, '1.00'],
    [0n, 7n, '0.00'],
    [100n, 3n, '约0.33'],
    [200n, 3n, '约0.67'],
    [100n, 700n, '约0.0014'],
    [1n, 8_192n, '约0.0000012'],
  ])('where it is %s fen for %s: %s', (value, quantity, printed) => {
    expect(writeQuotient(value, quantity)).toBe(printed);
  });

  it('is exact where it is not said to be about', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 9n }), fc.bigInt({ min: 1n, max: 10n ** 6n }), (value, quantity) => {
        const exact = quotient(value, quantity);
        if (exact === undefined) return;
        const [whole = '', fraction = ''] = exact.split('.');
        expect(BigInt(whole + fraction) * quantity * 100n).toBe(value * 10n ** BigInt(fraction.length));
      }),
    );
  });
});
