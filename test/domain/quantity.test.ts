import { describe, expect, it } from 'vitest';
import { inPacks, MAX_QUANTITY, measuresOf, packSize, writePacked, writeWhole } from '../../shared/domain/quantity.ts';

const MASKS = {
  baseMeasure: '个',
  packs: [
    { measure: '盒', of: 20n },
    { measure: '箱', of: 240n },
  ],
};

describe('a measure', () => {
  it.each([
    [undefined, 1n],
    ['个', 1n],
    ['盒', 20n],
    ['箱', 240n],
    [' 箱', 240n],
    ['箱\u200b', 240n],
  ])('named %s holds %s of the base measure', (measure, size) => {
    expect(packSize({ item: MASKS }, measure)).toBe(size);
  });

  it.each(['件', '', '箱箱'])('that the item does not know (%j) holds no number of them', (measure) => {
    expect(packSize({ item: MASKS }, measure)).toBeUndefined();
  });

  it('of an item without packs is its base measure alone', () => {
    const suits = { baseMeasure: '件', packs: [] };
    expect(packSize({ item: suits }, undefined)).toBe(1n);
    expect(packSize({ item: suits }, '箱')).toBeUndefined();
  });
});

describe('packs', () => {
  const box = { measure: '箱', of: 240n };

  it('hold what they held when the line was given, whatever became of the item', () => {
    expect(packSize({ item: MASKS, packs: { measure: '箱', of: 12n } }, '箱')).toBe(12n);
    expect(packSize({ item: { ...MASKS, packs: [] }, packs: box }, '箱')).toBe(240n);
    expect(measuresOf({ item: { ...MASKS, packs: [] }, packs: box })).toEqual(['个', '箱']);
    expect(measuresOf({ item: MASKS, packs: box })).toEqual(['个', '箱', '盒']);
  });

  it('are told of a quantity that is a whole number of them', () => {
    expect(inPacks(480n, box)).toEqual({ quantity: 2n, ...box });
    expect(inPacks(481n, box)).toBeUndefined();
    expect(inPacks(481n, undefined)).toBeUndefined();
  });

  it.each([
    ['40 箱 (9,600 片)', 9_600n, '片', box],
    ['3 箱 (36 袋)', 36n, '袋', { measure: '箱', of: 12n }],
    ['-1 箱 (-240 片)', -240n, '片', box],
    ['9,601 片', 9_601n, '片', box],
    ['9,600 片', 9_600n, '片', undefined],
  ] as const)('are printed beside what they come to: %s', (printed, quantity, baseMeasure, pack) => {
    expect(writePacked(quantity, baseMeasure, pack)).toBe(printed);
  });

  it.each([
    [0n, '0'],
    [999n, '999'],
    [1_000n, '1,000'],
    [-1_234_567n, '-1,234,567'],
  ])('%s is printed as %s', (number, printed) => {
    expect(writeWhole(number)).toBe(printed);
  });
});

it('a quantity in one field is at most 10 to the 12th', () => {
  expect(MAX_QUANTITY).toBe(1_000_000_000_000n);
});
