import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatYuan } from '../../shared/domain/amount.ts';
import { monthOf } from '../../shared/domain/calendar.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import type { Movement, Posting } from '../../shared/domain/posting.ts';
import { Cube, type Place } from '../../shared/reports/cube.ts';
import { cubeOf, sumsOf } from '../../shared/reports/cube-sums.ts';
import { coverageIn, type HeadlineOptions, headline } from '../../shared/reports/headline.ts';
import { type End, Holdings, holdingsBy, holdingsOf, invested } from '../../shared/reports/holdings.ts';
import { during, isDuring } from '../../shared/reports/period.ts';
import { Register } from '../../shared/reports/register.ts';
import { usage } from '../../shared/reports/usage.ts';
import { DIMENSIONS } from '../../shared/schemas/report-queries.ts';
import type { Usage } from '../../shared/schemas/reports.ts';
import type { Sums } from '../../shared/storage/ports/projection.ts';
import { createMemoryProjection } from '../in-memory.ts';
import { anyPosting } from './any-posting.ts';
import { LINE_A, LINE_B, MASK, POSTINGS, TOWN, VILLAGE } from './entries.ts';

const postings = fc.array(anyPosting, { maxLength: 40 });
const some = <T>(...values: T[]) => fc.constantFrom(undefined, ...values);
const filters = fc
  .record({
    fundingLine: some(LINE_A, LINE_B),
    unit: some(TOWN, VILLAGE),
    item: some(MASK),
    from: some('2020-11-01', '2020-12-01', '2021-01-01'),
    to: some('2020-11-30', '2020-12-31', '2021-01-31'),
  })
  .map(given);
const dimensions = fc.subarray([...DIMENSIONS], { minLength: 1 });

/** Without those that are not given. */
function given<T extends object>(options: T): { readonly [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as object;
}

/** The month that a movement undoes something of, where that is another than its own. */
function undoneBy({ undoes }: Movement, { effectiveOn }: Entry): string {
  return undoes === undefined || monthOf(undoes) === monthOf(effectiveOn) ? '' : monthOf(undoes);
}

/** Where an end of a movement belongs, told once more and otherwise. */
function placeOf(movement: Movement, end: End, entry: Entry): Place {
  const state = movement[end];
  const { unit = '', fundingLine, item = '' } = movement;
  return {
    unit: ['unit', 'transit', 'held'].includes(state) ? unit : '',
    tree: '',
    fundingLine,
    item: ['available', 'source'].includes(state) ? '' : item,
    month: monthOf(entry.effectiveOn),
    of: undoneBy(movement, entry),
  };
}

/** Sums that were added up in stretches as the projection does. */
async function projected(all: readonly Posting[], cuts: readonly number[]): Promise<ReadonlyMap<string, Sums>> {
  const projection = createMemoryProjection();
  const ends = [...new Set(cuts.map((cut) => cut % (all.length + 1))), all.length].sort((a, b) => a - b);
  let from = 0;
  for (const to of ends) {
    const step = {
      from,
      to: { size: to, root: '' },
      sums: sumsOf(all.slice(from, to)),
      register: new Map(),
      lists: new Map(),
    };
    expect(await (await projection.current()).advance(step)).toBe('advanced');
    from = to;
  }
  return (await projection.read()).sums;
}

const cuts = fc.array(fc.nat(40), { maxLength: 5 });

describe('the cube', () => {
  it('stands on what every movement says, place by place', () => {
    fc.assert(
      fc.property(postings, (all) => {
        const folded = holdingsBy(all, (movement, end, entry) =>
          movement.chain === 'cash' ? undefined : JSON.stringify(placeOf(movement, end, entry)),
        );
        const places = [...Cube.of(all).places()].map(
          ([place, holdings]) => [JSON.stringify(place), holdings] as const,
        );
        expect(new Map(places)).toEqual(folded);
      }),
    );
  });

  it('is, in stretches, what it is in one, and what its sums say', async () => {
    await fc.assert(
      fc.asyncProperty(postings, cuts, async (all, stretches) => {
        const sums = await projected(all, stretches);
        expect(sums).toEqual(sumsOf(all));
        for (const [key, holdings] of cubeOf(sums).holdings) {
          expect(holdings).toEqual(Cube.of(all).holdings.get(key));
        }
      }),
    );
  });

  it('names figures that are told apart', () => {
    for (const [key, figures] of sumsOf(POSTINGS)) {
      expect(key).toMatch(/^[hr]\|/);
      for (const name of figures.keys()) expect(name).toMatch(/^[a-z]{1,3}$/);
    }
  });
});

describe('a report of sums', () => {
  it('answers out of the projection what it answers out of the entries, by whatever it is told apart', async () => {
    await fc.assert(
      fc.asyncProperty(postings, cuts, dimensions, filters, async (all, stretches, by, asked) => {
        const register = new Register(POSTINGS);
        const options = { by, limit: 10_000, ...asked };
        const fromSums = usage(cubeOf(await projected(all, stretches)), register, options);
        expect(fromSums).toEqual(usage(Cube.of(all, asked), register, options));
        const straight = usage(totalsOf(all, asked), register, { by: ['month'], limit: 1 })?.total;
        expect(withoutQuery(changeIn(fromSums?.total))).toEqual(withoutQuery(straight));
      }),
    );
  });

  it('publishes out of the projection what the movements add up to', async () => {
    await fc.assert(
      fc.asyncProperty(postings, cuts, filters, async (all, stretches, asked) => {
        const { unit: _unit, item: _item, ...options } = asked;
        expect(headline(cubeOf(await projected(all, stretches)), options)).toMatchObject(published(all, options));
      }),
    );
  });
});

/** All that changed: what is told of the period's own, less what it undid of others. */
function changeIn(total: Usage['total'] | undefined) {
  if (total === undefined) return undefined;
  const { undoneEarlier: less, ...own } = total;
  if (less === undefined) return own;
  const yuanLess = (name: 'value' | 'disbursed' | 'benefits') => formatYuan(fen(own[name]) - fen(less[name]));
  return {
    ...own,
    quantity: own.quantity - less.quantity,
    value: yuanLess('value'),
    disbursed: yuanLess('disbursed'),
    benefits: yuanLess('benefits'),
  };
}

const fen = (yuan: string): bigint => BigInt(yuan.replace('.', ''));

/** A cube of one place, with everything in it that is meant. */
function totalsOf(
  all: readonly Posting[],
  asked: Partial<Place> & { readonly from?: string; readonly to?: string },
): Cube {
  const cube = new Cube();
  const holdings = holdingsBy(during(all, asked), (movement, end, entry) => {
    const place = placeOf(movement, end, entry);
    const isMeant = (['fundingLine', 'unit', 'item'] as const).every(
      (name) => asked[name] === undefined || asked[name] === place[name],
    );
    return isMeant ? 'all' : undefined;
  });
  cube.holdings.set('|||', holdings.get('all') ?? new Holdings());
  return cube;
}

/** The headline straight from the movements, unit by unit and entry by entry. */
function published(all: readonly Posting[], options: HeadlineOptions) {
  const { fundingLine } = options;
  const isOwn = ({ undoes }: Movement) => undoes === undefined || isDuring(undoes, options);
  const belongs = (movement: Movement) => fundingLine === undefined || movement.fundingLine === fundingLine;
  const meant = during(all, options).map(({ movements, ...posting }) => ({
    ...posting,
    movements: movements.filter(isOwn),
  }));
  const holdings = holdingsOf(meant, belongs);
  const reached = coverageIn(during(all, options), ({ movements }) => {
    return movements.every(isOwn) && (fundingLine === undefined || movements.some(belongs));
  });
  const atUnits = holdingsBy(meant, (movement, end) =>
    movement[end] === 'unit' && belongs(movement) ? movement.unit : undefined,
  );
  const units = [...atUnits.values()].filter(
    ({ budget, bought, inKind }) =>
      budget.disbursed > 0n || bought.delivered.quantity > 0n || inKind.delivered.quantity > 0n,
  );
  return {
    invested: formatYuan(invested(holdings)),
    goodsDelivered: formatYuan(holdings.bought.delivered.value),
    disbursed: formatYuan(holdings.budget.disbursed),
    benefits: formatYuan(holdings.budget.benefits),
    inKind: formatYuan(holdings.inKind.received.value),
    inKindDelivered: formatYuan(holdings.inKind.delivered.value),
    people: Number(reached.people),
    households: Number(reached.households),
    sites: Number(reached.sites),
    units: units.length,
  };
}

/** Figures apart from where their entries are listed. */
function withoutQuery(figures: object | undefined): object {
  return { ...figures, entries: undefined };
}
