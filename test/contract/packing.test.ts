import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as packing from '../../shared/schemas/packing.ts';

const number = fc.oneof(
  fc.constant(0n),
  fc.bigInt({ min: 0n, max: 10n ** 12n }),
  fc.bigInt({ min: 0n, max: 36n ** 20n }),
);
const balance = fc.record({ quantity: number, value: number }, { noNullPrototype: true });
const ordinal = fc.integer({ min: 1, max: 999 });
const share = fc.record(
  { line: ordinal, fundingLine: ordinal, committed: balance, accepted: balance },
  { noNullPrototype: true },
);
const part = fc.record({ transit: balance, held: balance, delivered: balance }, { noNullPrototype: true });

describe('packed numbers', () => {
  it('come out as they went in', () => {
    fc.assert(
      fc.property(fc.array(share), fc.array(part), fc.array(number), balance, (shares, parts, amounts, one) => {
        expect(packing.unpackShares(packing.packShares(shares))).toStrictEqual(shares);
        expect(packing.unpackParts(packing.packParts(parts))).toStrictEqual(parts);
        expect(packing.unpackAmounts(packing.packAmounts(amounts))).toStrictEqual(amounts);
        expect(packing.unpackBalance(packing.packBalance(one))).toStrictEqual(one);
      }),
      { seed: 2020 },
    );
  });

  it('are never below zero', () => {
    expect(() => packing.packAmounts([-1n])).toThrow(RangeError);
    expect(() => packing.packBalance({ quantity: 0n, value: -1n })).toThrow(RangeError);
  });

  it.each(['', '5', '5,6,7', '05,6', '-5,6', '5,Z', '5.0,6', ' 5,6', `${'z'.repeat(25)},1`])(
    'are not read from %j as a balance',
    (text) => {
      expect(() => packing.unpackBalance(text)).toThrow(SyntaxError);
    },
  );
});
