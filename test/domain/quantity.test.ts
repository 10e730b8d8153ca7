import { describe, expect, it } from 'vitest';
import { MAX_QUANTITY, packSize } from '../../shared/domain/quantity.ts';

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
    expect(packSize(MASKS, measure)).toBe(size);
  });

  it.each(['件', '', '箱箱'])('that the item does not know (%j) holds no number of them', (measure) => {
    expect(packSize(MASKS, measure)).toBeUndefined();
  });

  it('of an item without packs is its base measure alone', () => {
    const suits = { baseMeasure: '件', packs: [] };
    expect(packSize(suits, undefined)).toBe(1n);
    expect(packSize(suits, '箱')).toBeUndefined();
  });
});

it('a quantity in one field is at most 10 to the 12th', () => {
  expect(MAX_QUANTITY).toBe(1_000_000_000_000n);
});
