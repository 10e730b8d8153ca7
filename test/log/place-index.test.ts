import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PlaceIndex } from '../../shared/log/journal/place-index.ts';
import { ids } from '../schemas/entries.ts';

describe('the index of places', () => {
  it('gives each id its place, as a map would, and no place twice', () => {
    fc.assert(
      fc.property(fc.array(ids, { maxLength: 50 }), (some) => {
        const index = new PlaceIndex();
        const map = new Map<string, number>();
        for (const id of some) {
          expect(index.add(id)).toBe(!map.has(id));
          if (!map.has(id)) map.set(id, map.size);
        }
        expect(index.size).toBe(map.size);
        for (const id of some) expect(index.find(id)).toBe(map.get(id));
      }),
    );
  });

  it('keeps every place while it grows, and ids that differ in one digit apart', () => {
    const index = new PlaceIndex();
    const nth = (number: number) => `0190c3a8-0000-7000-8000-${number.toString(16).padStart(12, '0')}`;
    for (let number = 0; number < 20_000; number += 1) index.add(nth(number));
    expect([0, 1, 4_095, 4_096, 19_999].map((number) => index.find(nth(number)))).toEqual([0, 1, 4_095, 4_096, 19_999]);
    expect(index.find(nth(20_000))).toBeUndefined();
    expect(index.find('0190c3a8-0000-7000-8001-000000000000')).toBeUndefined();
  });
});
