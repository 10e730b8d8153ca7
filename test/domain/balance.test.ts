import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Balance,
  isNothing,
  isOverdrawn,
  minus,
  NOTHING,
  plus,
  take,
  takeUpTo,
} from '../../shared/domain/balance.ts';

/** What is taken of a balance by one quantity after another. */
function takeAll(
  balance: Balance,
  quantities: readonly bigint[],
): { readonly taken: Balance[]; readonly rest: Balance } {
  let rest = balance;
  const taken = quantities.map((quantity) => {
    const part = take(rest, quantity);
    rest = minus(rest, part);
    return part;
  });
  return { taken, rest };
}

describe('taking out of a balance', () => {
  it('leaves no fen of 7 items for 100.00 sent 3 + 3 + 1', () => {
    const { taken, rest } = takeAll({ quantity: 7n, value: 10_000n }, [3n, 3n, 1n]);
    expect(taken.map(({ value }) => value)).toEqual([4_285n, 4_286n, 1_429n]);
    expect(rest).toEqual(NOTHING);
  });

  it('takes the floor of the share, and the rest with the last', () => {
    expect(take({ quantity: 3n, value: 2n }, 1n)).toEqual({ quantity: 1n, value: 0n });
    expect(take({ quantity: 3n, value: 2n }, 3n)).toEqual({ quantity: 3n, value: 2n });
    expect(take({ quantity: 3n, value: 0n }, 2n)).toEqual({ quantity: 2n, value: 0n });
  });

  it('takes nothing as nothing, and nothing out of nothing', () => {
    expect(take({ quantity: 3n, value: 2n }, 0n)).toEqual(NOTHING);
    expect(take(NOTHING, 0n)).toEqual(NOTHING);
  });

  it('is exact beyond what a float can hold', () => {
    expect(take({ quantity: 3n, value: 30_000_000_000_000_000_001n }, 1n).value).toBe(10_000_000_000_000_000_000n);
  });

  it('never takes more than there is, nor less than nothing', () => {
    expect(() => take({ quantity: 3n, value: 2n }, 4n)).toThrow(RangeError);
    expect(() => take({ quantity: 3n, value: 2n }, -1n)).toThrow(RangeError);
  });

  it('adds up to the whole, however it is taken', () => {
    const quantities = fc.array(fc.bigInt({ min: 0n, max: 1_000n }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(quantities, fc.bigInt({ min: 0n, max: 999_999_999_999n }), (parts, value) => {
        const quantity = parts.reduce((sum, part) => sum + part, 0n);
        fc.pre(quantity > 0n);
        const { taken, rest } = takeAll({ quantity, value }, parts);
        expect(rest).toEqual(NOTHING);
        expect(taken.reduce(plus, NOTHING)).toEqual({ quantity, value });
        for (const part of taken) expect(isOverdrawn(part)).toBe(false);
      }),
    );
  });
});

describe('taking up to a quantity', () => {
  it.each([
    [0n, NOTHING],
    [6n, { quantity: 6n, value: 8_571n }],
    [7n, { quantity: 7n, value: 10_000n }],
    [8n, { quantity: 7n, value: 10_000n }],
  ])('takes as much of %s as there is', (wanted, taken) => {
    expect(takeUpTo({ quantity: 7n, value: 10_000n }, wanted)).toEqual(taken);
  });

  it('takes nothing where there is nothing, and never less than that', () => {
    expect(takeUpTo(NOTHING, 5n)).toEqual(NOTHING);
    expect(() => takeUpTo({ quantity: 7n, value: 10_000n }, -1n)).toThrow(RangeError);
  });
});

describe('a balance', () => {
  it('is nothing only where it holds neither goods nor value', () => {
    expect(isNothing(NOTHING)).toBe(true);
    expect(isNothing({ quantity: 0n, value: 1n })).toBe(false);
    expect(isNothing({ quantity: 1n, value: 0n })).toBe(false);
  });

  it('is overdrawn where either of the two is below zero', () => {
    expect(isOverdrawn({ quantity: 0n, value: 0n })).toBe(false);
    expect(isOverdrawn({ quantity: -1n, value: 1n })).toBe(true);
    expect(isOverdrawn({ quantity: 1n, value: -1n })).toBe(true);
  });
});
