import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { State } from '../../shared/domain/account.ts';
import type { Posting } from '../../shared/domain/posting.ts';
import { meantPage } from '../../shared/projection/entries-meant.ts';
import { Cube } from '../../shared/reports/cube.ts';
import { headline } from '../../shared/reports/headline.ts';
import { changeOf } from '../../shared/reports/headline-figures.ts';
import { usage } from '../../shared/reports/usage.ts';
import { HEADLINE_FIGURES } from '../../shared/schemas/entries-meant.ts';
import { listQueries } from '../../shared/schemas/lists.ts';
import { DIMENSIONS } from '../../shared/schemas/report-queries.ts';
import type { Usage } from '../../shared/schemas/reports.ts';
import { told, winter } from './winter.ts';

const office = await winter();
const { postings, register } = await told(office);
const whole = await office.journal.whole();
const byId = new Map<string, Posting>(postings.map((posting) => [posting.entry.id, posting]));

/** The entries that a query lists, as its parameters are read. */
function listedBy(query: string): Posting[] {
  const asked = Object.fromEntries(new URL(query, 'http://tracker.example').searchParams);
  const { limit: _limit, cursor: _cursor, ...meant } = listQueries.entry.parse(asked);
  const { items } = meantPage(whole, meant, { limit: 100 });
  return items.flatMap(({ entry }) => byId.get(entry.id) ?? []);
}

/** Whether an end of something that it moves is where the row is. */
function movesSomethingOf({ movements }: Posting, { unit, item }: Partial<Usage['rows'][number]>): boolean {
  const ends = movements.flatMap((movement) => [
    { state: movement.from, movement },
    { state: movement.to, movement },
  ]);
  return ends.some(({ state, movement }) => {
    if (movement.chain === 'cash') return false;
    const isAtUnit = UNITS.some((one) => one === state);
    const isOfItem = movement.item !== undefined && state !== 'available' && state !== 'source';
    return (unit !== null || !isAtUnit) && (item !== null || !isOfItem);
  });
}

const fen = (yuan: string) => BigInt(yuan.replace('.', ''));
const PERIODS = [{}, { to: '2020-12-31' }, { from: '2020-12-09', to: '2021-01-07' }, { from: '2021-01-01' }] as const;
const UNITS = ['unit', 'transit', 'held'] as const;

describe('the query of a row lists its entries', () => {
  it('of the use of funds, whatever it is told apart by, in any period, also where that undid something of another', () => {
    const groupings = fc.subarray([...DIMENSIONS], { minLength: 1 });
    fc.assert(
      fc.property(groupings, fc.constantFrom(...PERIODS), fc.boolean(), (by, period, ofTown) => {
        const unit = ofTown ? { unit: office.id('town'), below: true } : {};
        const options = { by, ...period, ...unit, limit: 1_000 };
        const found = usage(Cube.of(postings, period, register), register, options);
        for (const row of found?.rows ?? []) {
          if (row.unit === null || row.item === null) {
            expect(listedBy(row.entries).every((posting) => movesSomethingOf(posting, row))).toBe(true);
          }
          const sum = (state: State) => {
            let value = 0n;
            for (const movement of listedBy(row.entries).flatMap(({ movements }) => movements)) {
              const at = UNITS.some((one) => one === state) ? (movement.unit ?? null) : null;
              const isRow =
                movement.chain !== 'cash' &&
                (row.fundingLine === undefined || row.fundingLine.id === movement.fundingLine) &&
                (row.item === undefined || (row.item?.id ?? null) === (movement.item ?? null)) &&
                (row.unit === undefined || (row.unit?.id ?? null) === at);
              if (isRow && movement.to === state) value += movement.value;
              if (isRow && movement.from === state) value -= movement.value;
            }
            return value;
          };
          const undone = row.undoneEarlier ?? { value: '0.00', disbursed: '0.00', benefits: '0.00' };
          const own = fen(row.value) + fen(row.disbursed) - fen(undone.value) - fen(undone.disbursed);
          expect([row.entries, sum('unit')]).toEqual([row.entries, own]);
          expect(sum('transit')).toBe(fen(row.bought.transit.value) + fen(row.inKind.transit.value));
          if (!ofTown) expect(sum('person')).toBe(fen(row.benefits) - fen(undone.benefits));
        }
        if (!ofTown) expect(found?.rows.length).toBeGreaterThan(0);
      }),
      { numRuns: 60 },
    );
  });

  it.each(PERIODS)('of each figure of the headline of %j', (period) => {
    const figures = headline(Cube.of(postings, period, register), period);
    for (const figure of HEADLINE_FIGURES) {
      if (figure === 'units') continue;
      const number = (of: { readonly [F in typeof figure]: string | number }) => {
        const value = of[figure];
        return typeof value === 'string' ? fen(value) : BigInt(value);
      };
      const sum = listedBy(figures.entries[figure]).reduce((all, posting) => all + changeOf(posting, figure), 0n);
      const undone = (figures.undoneEarlier ?? []).reduce((all, effect) => all + number(effect), 0n);
      expect([figure, sum]).toEqual([figure, number(figures) - undone]);
    }
  });
});
