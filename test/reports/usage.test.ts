import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { State } from '../../shared/domain/account.ts';
import type { Posting } from '../../shared/domain/posting.ts';
import { Cube } from '../../shared/reports/cube.ts';
import { usage } from '../../shared/reports/usage.ts';
import { DIMENSIONS, type Dimension } from '../../shared/schemas/report-queries.ts';
import type { Usage } from '../../shared/schemas/reports.ts';
import { anyPosting, GOODS_STATES } from './any-posting.ts';
import { told, winter } from './winter.ts';

const office = await winter();
const { postings: POSTINGS, register } = await told(office);
const [LINE_B, RICE, TOWN] = [office.id('line-2'), office.id('rice'), office.id('town')];
const limit = 10_000;

const GROUPINGS = fc.subarray([...DIMENSIONS], { minLength: 1 });

describe('the use of funds', () => {
  it('tells by unit, funding line and item what each unit got of which money', () => {
    const found = usage(Cube.of(POSTINGS), register, { by: ['unit', 'fundingLine', 'item'], limit });
    const atUnits = found?.rows.filter(({ unit }) => unit !== null);
    expect(
      atUnits?.map((row) => [
        row.unit?.code,
        row.fundingLine?.code,
        row.item?.code,
        row.quantity,
        row.value,
        row.disbursed,
      ]),
    ).toEqual([
      ['U1', 'A', 'W1', 25, '75.00', '0.00'],
      ['U1', 'B', 'W1', 20, '16.00', '0.00'],
      ['U1', 'B', undefined, 0, '0.00', '150.00'],
      ['U2', 'A', 'W2', 0, '0.00', '0.00'],
    ]);
    expect(atUnits?.at(-1)?.bought.transit).toEqual({ quantity: 4, value: '40.00' });
    expect(atUnits?.[0]?.bought.held).toEqual({ quantity: 2, value: '6.00' });
  });

  it('tells by month what changed in it', () => {
    const found = usage(Cube.of(POSTINGS), register, { by: ['month'], limit });
    expect(found?.rows.map(({ month, value, benefits, available }) => [month, value, benefits, available])).toEqual([
      ['2020-12', '91.00', '60.00', '890.00'],
      ['2021-01', '0.00', '0.00', '-100.00'],
    ]);
    expect(found?.total).toMatchObject({ quantity: 45, value: '91.00', disbursed: '150.00', available: '790.00' });
  });

  it('takes one unit, line or item alone', () => {
    expect(
      usage(Cube.of(POSTINGS), register, { by: ['item'], unit: TOWN, fundingLine: LINE_B, limit })?.total,
    ).toMatchObject({
      quantity: 20,
      value: '16.00',
      disbursed: '150.00',
      available: '0.00',
    });
    expect(usage(Cube.of(POSTINGS), register, { by: ['unit'], item: RICE, limit })?.total).toMatchObject({
      bought: { stock: { quantity: 6, value: '60.00' }, transit: { quantity: 4, value: '40.00' } },
    });
  });

  it('adds up to the accounts of the ledger, whatever it is told apart by', () => {
    fc.assert(
      fc.property(fc.array(anyPosting, { maxLength: 40 }), GROUPINGS, (postings, by) => {
        expect(sumOfRows(usage(Cube.of(postings), register, { by, limit }))).toEqual(balances(postings));
      }),
    );
  });

  it('adds up over its pages too', () => {
    const by: Dimension[] = ['unit', 'item', 'month'];
    const all = usage(Cube.of(POSTINGS), register, { by, limit })?.rows ?? [];
    const paged: Usage['rows'] = [];
    for (let next: { cursor?: string } | undefined = {}; next !== undefined; ) {
      const page: Usage | undefined = usage(Cube.of(POSTINGS), register, { by, limit: 2, ...next });
      paged.push(...(page?.rows ?? []));
      next = page?.next === undefined ? undefined : { cursor: page.next };
    }
    expect(paged).toEqual(all);
    expect(all.length).toBeGreaterThan(4);
  });
});

type Balances = Record<string, { quantity: bigint; value: bigint }>;

function add(balances: Balances, state: string, quantity: bigint, value: bigint): void {
  const old = balances[state] ?? { quantity: 0n, value: 0n };
  balances[state] = { quantity: old.quantity + quantity, value: old.value + value };
}

/** The same sums straight from the movements. */
function balances(postings: readonly Posting[]): Balances {
  const sums: Balances = {};
  for (const { from, to, item, quantity, value, inKind } of postings.flatMap(({ movements }) => movements)) {
    const name = (state: State) =>
      item === undefined || state === 'available' ? `money ${state}` : `${inKind} ${state}`;
    const moved = (state: State) => (name(state).startsWith('money') ? 0n : quantity);
    add(sums, name(from), -moved(from), -value);
    add(sums, name(to), moved(to), value);
  }
  return real(sums);
}

function sumOfRows(found: Usage | undefined): Balances {
  const sums: Balances = {};
  for (const row of found?.rows ?? []) {
    add(sums, 'money available', 0n, fen(row.available));
    // What a row undid of other months is in none of its own.
    const { disbursed = '0.00', benefits = '0.00' } = row.undoneEarlier ?? {};
    add(sums, 'money unit', 0n, fen(row.disbursed) - fen(disbursed));
    add(sums, 'money person', 0n, fen(row.benefits) - fen(benefits));
    for (const inKind of [false, true]) {
      const goods = inKind ? row.inKind : row.bought;
      for (const state of GOODS_STATES) {
        const { quantity, value } = goods[state === 'unit' ? 'delivered' : state];
        add(sums, `${inKind} ${state}`, BigInt(quantity), fen(value));
      }
    }
  }
  return real(sums);
}

function fen(yuan: string): bigint {
  return BigInt(yuan.replace('.', ''));
}

/** Accounts of the ledger with something in them; where it came from lies outside. */
function real(sums: Balances): Balances {
  return Object.fromEntries(
    Object.entries(sums).filter(
      ([state, { quantity, value }]) => !/source|giver|found/.test(state) && (quantity !== 0n || value !== 0n),
    ),
  );
}
