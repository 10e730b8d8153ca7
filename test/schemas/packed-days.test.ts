import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { packDays, packLows, unpackDays, unpackLows } from '../../shared/schemas/packing.ts';

const days = fc
  .integer({ min: 0, max: 15_000 })
  .map((at) => new Date(Date.UTC(1992, 0, 1 + at)).toISOString().slice(0, 10));
const states = fc.constantFrom('committed', 'supplier', 'transit', 'held', 'unit');
const accounts = fc
  .tuple(states, fc.integer({ min: 1, max: 40 }))
  .map(([state, place]) => `${state}/${place}` as const);

test('the days of a document are read as they were written', () => {
  const fed = fc.dictionary(accounts, days, { maxKeys: 60, noNullPrototype: true });
  fc.assert(
    fc.property(days, fed, (openedOn, each) => {
      expect(unpackDays(packDays({ openedOn, fed: each }))).toEqual({ openedOn, fed: each });
    }),
  );
});

test('the days of a document fit a few characters where neighbours share them', () => {
  const each = (state: string) => Array.from({ length: 20 }, (_, at) => [`${state}/${at + 1}`, '2020-12-30']);
  const fed = Object.fromEntries([...each('held'), ...each('unit'), ['transit/3', '2021-01-04']]);
  expect(packDays({ openedOn: '2020-12-28', fed })).toBe('865;867,hu1-20;86c,t3');
});

test.each(['', '865;867', '865;867,x1', '865;867,h0', '865;867,h1-', '865;867,h1-2-3', '86Z', '865;867,1'])(
  'what are no days (%j) are refused',
  (text) => {
    expect(() => unpackDays(text)).toThrow(SyntaxError);
  },
);

test('the stretches of a lot are read as they were written, below zero too', () => {
  const numbers = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
  const lows = fc.array(fc.record({ from: days, quantity: numbers, value: numbers }), { maxLength: 12 });
  fc.assert(
    fc.property(lows, (all) => {
      expect(unpackLows(packLows(all))).toEqual(all);
    }),
  );
});
