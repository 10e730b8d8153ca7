import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Lot } from '../../shared/domain/books.ts';
import { firstExpiredFirst } from '../../shared/domain/picking.ts';
import { id } from '../reports/entries.ts';
import { lot } from './books.ts';

const IN_ORDER: readonly Lot[] = [
  lot(`${id(25)}.1`, { expiresOn: '2021-01-31', receivedOn: '2020-12-30' }),
  lot(`${id(26)}.1`, { expiresOn: '2021-06-30', receivedOn: '2020-12-01' }),
  lot(`${id(24)}.1`, { expiresOn: '2021-06-30', receivedOn: '2020-12-02' }),
  lot(`${id(24)}.2`, { expiresOn: '2021-06-30', receivedOn: '2020-12-02' }),
  lot(`${id(25)}.2`, { expiresOn: '2021-06-30', receivedOn: '2020-12-02' }),
  lot(`${id(23)}.1`, { receivedOn: '2020-11-01' }),
  lot(`${id(22)}.1`, { receivedOn: '2020-11-02' }),
];

const byExpiry = firstExpiredFirst(({ expiresOn }) => expiresOn);

describe('lots', () => {
  it('go first-expired first, of equals the one received first, what never expires last', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...IN_ORDER], { minLength: IN_ORDER.length }), (lots) => {
        expect(lots.sort(byExpiry).map((one) => one.id)).toEqual(IN_ORDER.map((one) => one.id));
      }),
    );
  });

  it('are equal to themselves alone', () => {
    for (const one of IN_ORDER) {
      expect(IN_ORDER.filter((other) => byExpiry(one, other) === 0)).toEqual([one]);
    }
  });
});
