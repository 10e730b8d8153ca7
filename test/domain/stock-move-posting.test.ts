import { describe, expect, it } from 'vitest';
import { committed, stock, transit } from '../../shared/domain/account.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import { birthOf, lotId } from '../../shared/domain/id.ts';
import { inTheWayOf } from '../../shared/domain/in-the-way.ts';
import { RecentOpenings } from '../../shared/domain/openings.ts';
import { type Movement, neededBy, Resolver } from '../../shared/domain/posting.ts';
import { mirror } from '../../shared/domain/reversal.ts';
import { at, id, postingsOf, transfer } from '../reports/entries.ts';
import { GIFT, LINE_A, LINE_B, MASK, MASKS_OF_A, OPENED, PURCHASE, TOWN, WAREHOUSE } from './story.ts';

const ANNEX = id(10);
const MOVE = id(40);
const [MOVED, MOVED_GIFT] = [lotId(MOVE, 1), lotId(MOVE, 2)];
const share = { purchase: PURCHASE, line: 1, fundingLine: 1 };

const move: Entry = at(40, {
  kind: 'stock-move',
  effectiveOn: '2020-12-29',
  refs: { warehouse: WAREHOUSE },
  facts: {
    to: ANNEX,
    lots: [
      { from: MASKS_OF_A, birth: MASKS_OF_A, item: MASK, fundingLine: LINE_A, share },
      { from: GIFT, birth: GIFT, item: MASK, fundingLine: LINE_B },
    ],
  },
  transfers: [
    transfer(stock(MASKS_OF_A), transit(1), 1_000n, 10n),
    transfer(transit(1), stock(MOVED), 1_000n, 10n),
    transfer(stock(GIFT), transit(2), 200n, 20n),
    transfer(transit(2), stock(MOVED_GIFT), 200n, 20n),
  ],
});

const again: Entry = at(41, {
  kind: 'stock-move',
  effectiveOn: '2020-12-29',
  refs: { warehouse: ANNEX },
  facts: { to: WAREHOUSE, lots: [{ from: MOVED, birth: MASKS_OF_A, item: MASK, fundingLine: LINE_A, share }] },
  transfers: [transfer(stock(MOVED), transit(1), 400n, 4n), transfer(transit(1), stock(lotId(id(41), 1)), 400n, 4n)],
});

const returned: Entry = at(42, {
  kind: 'supplier-return',
  effectiveOn: '2020-12-29',
  refs: { purchase: PURCHASE, fundingLines: [LINE_A, LINE_B] },
  facts: { reason: '质量问题' },
  transfers: [transfer(stock(lotId(id(41), 1)), committed(1, 1), 100n, 1n)],
});

const sent: Entry = at(43, {
  kind: 'dispatch',
  effectiveOn: '2020-12-29',
  refs: { unit: TOWN, warehouse: ANNEX },
  facts: { lines: [{ item: MASK, quantity: 3n }], parts: [1] },
  transfers: [transfer(stock(MOVED_GIFT), transit(1), 30n, 3n)],
});

const reversal: Entry = at(44, {
  kind: 'reversal',
  effectiveOn: '2020-12-30',
  refs: { warehouse: WAREHOUSE, stockMove: MOVE, entry: MOVE },
  facts: { reason: '录入有误', kind: 'stock-move' },
  transfers: mirror(move.transfers),
});

const STORY = [...OPENED, move, again, returned, sent];

function movementsOf(entry: Entry): readonly Movement[] {
  const resolver = new Resolver();
  const place = STORY.indexOf(entry);
  for (const before of place < 0 ? STORY : STORY.slice(0, place)) resolver.resolve(before);
  return resolver.resolve(entry).movements;
}

const ofA = { chain: 'budget', fundingLine: LINE_A, inKind: false, item: MASK };
const ofGift = { chain: 'budget', fundingLine: LINE_B, inKind: true, item: MASK };

describe('the posting of a stock move', () => {
  it('goes out of the one warehouse by the one lot, and into the other by the new one', () => {
    const movements = movementsOf(move);
    expect(movements).toMatchObject([
      { ...ofA, lot: MASKS_OF_A, from: 'stock', to: 'transit', fromAccount: `stock/${MASKS_OF_A}`, value: 1_000n },
      { ...ofA, lot: MOVED, from: 'transit', to: 'stock', toAccount: `stock/${MOVED}`, quantity: 10n },
      { ...ofGift, lot: GIFT, from: 'stock', to: 'transit', fromAccount: `stock/${GIFT}`, quantity: 20n },
      { ...ofGift, lot: MOVED_GIFT, from: 'transit', to: 'stock', toAccount: `stock/${MOVED_GIFT}`, value: 200n },
    ]);
    expect(movements.map(({ birth }) => birth)).toEqual([MASKS_OF_A, MASKS_OF_A, GIFT, GIFT]);
    expect(movements[0]?.warehouse).toBe(WAREHOUSE);
    expect(movements[1]?.warehouse).toBe(ANNEX);
    expect(movements[0]?.toAccount).toBe(movements[1]?.fromAccount);
    for (const movement of movements) {
      expect(movement).not.toHaveProperty('consignment');
      expect(movement).not.toHaveProperty('unit');
    }
  });

  it('has accounts on the way that no other entry has', () => {
    const ways = [move, again, sent].map((entry) => movementsOf(entry)[0]?.toAccount);
    expect(new Set(ways).size).toBe(3);
  });

  it('keeps the birth of a lot that is moved again, sent or returned', () => {
    expect(movementsOf(again)).toMatchObject([
      { ...ofA, lot: MOVED, birth: MASKS_OF_A, warehouse: ANNEX },
      { ...ofA, lot: lotId(id(41), 1), birth: MASKS_OF_A, warehouse: WAREHOUSE },
    ]);
    expect(movementsOf(returned)).toMatchObject([
      { ...ofA, birth: MASKS_OF_A, warehouse: WAREHOUSE, purchase: PURCHASE, to: 'committed' },
    ]);
    expect(movementsOf(sent)).toMatchObject([{ ...ofGift, birth: GIFT, warehouse: ANNEX, unit: TOWN }]);
  });

  it('is turned about by its reversal, the last movement first', () => {
    const turned = movementsOf(move)
      .toReversed()
      .map((movement) => ({
        ...movement,
        from: movement.to,
        to: movement.from,
        fromAccount: movement.toAccount,
        toAccount: movement.fromAccount,
      }));
    expect(movementsOf(reversal)).toStrictEqual(turned);
  });

  it.each([move, again, returned, sent, reversal].map((entry) => [entry.kind, entry] as const))(
    'takes what it needs and no more, with everything else forgotten: a %s',
    (_kind, entry) => {
      const openings = new RecentOpenings();
      for (let missing = neededBy(entry, openings); missing.length > 0; missing = neededBy(entry, openings)) {
        for (const one of missing) openings.keep(STORY.find((other) => other.id === one) ?? entry);
      }
      expect(new Resolver(openings).resolve(entry).movements).toEqual(movementsOf(entry));
    },
  );

  it('of a return of a moved lot has at hand what brought the lot, which the ledger of acceptances tells by it', () => {
    const openings = new RecentOpenings();
    for (let missing = neededBy(returned, openings); missing.length > 0; missing = neededBy(returned, openings)) {
      for (const one of missing) openings.keep(STORY.find((other) => other.id === one) ?? returned);
    }
    expect(openings.find(birthOf(MASKS_OF_A))?.kind).toBe('acceptance');
  });
});

describe('what stands in the way of reversing a stock move', () => {
  it('is what took from the lots that it brought', () => {
    const postings = postingsOf(STORY);
    expect(inTheWayOf(move, [`stock/${MOVED}`], postings)).toEqual([again.id]);
    expect(inTheWayOf(move, [`stock/${MOVED_GIFT}`], postings)).toEqual([sent.id]);
    expect(inTheWayOf(again, [`stock/${lotId(id(41), 1)}`], postings)).toEqual([returned.id]);
    const born = STORY.find((entry) => entry.id === birthOf(MASKS_OF_A));
    expect(born && inTheWayOf(born, [`stock/${MASKS_OF_A}`], postings)).toEqual([move.id]);
  });
});
