import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Balance, isOverdrawn, least, minus, NOTHING, plus } from '../../shared/domain/balance.ts';
import { type HeldDay, hasEveryStretch, mayBeLowsOf } from '../../shared/domain/held-days.ts';
import { bearableOn, firstBearing, type Low, type Lows, MOST_LOWS, moved } from '../../shared/domain/lows.ts';

interface Dated extends Balance {
  readonly on: string;
}

const DAYS = Array.from(
  { length: 40 },
  (_, at) => `2020-${at < 20 ? '06' : '07'}-${String((at % 20) + 1).padStart(2, '0')}`,
);
const balance = (quantity: bigint): Balance => ({ quantity, value: quantity * 3n });

/** What an account really holds at the end of a day. */
function heldOn(entered: readonly Dated[], day: string): Balance {
  return entered.filter(({ on }) => on <= day).reduce<Balance>(plus, NOTHING);
}

const asked = fc.array(fc.record({ on: fc.constantFrom(...DAYS), quantity: fc.bigInt({ min: -60n, max: 100n }) }), {
  maxLength: 120,
});

/** Everything that comes, and of what would leave as much as is borne. */
function entering(all: readonly { readonly on: string; readonly quantity: bigint }[]): {
  lows: Lows;
  entered: Dated[];
} {
  let lows: Lows = [];
  const entered: Dated[] = [];
  for (const { on, quantity } of all) {
    const change = balance(quantity);
    if (quantity < 0n && isOverdrawn(plus(bearableOn(lows, on), change))) continue;
    lows = moved(lows, on, change);
    entered.push({ on, ...change });
  }
  return { lows, entered };
}

/** What came and left on each day, whatever the order was. */
function daysIn(entered: readonly Dated[]): HeldDay[] {
  return DAYS.flatMap((on): HeldDay[] => {
    const own = entered.filter((one) => one.on === on);
    const sum = (sign: bigint) => own.filter(({ quantity }) => quantity * sign > 0n).reduce<Balance>(plus, NOTHING);
    return own.length === 0 ? [] : [{ on, came: sum(1n), left: minus(NOTHING, sum(-1n)) }];
  });
}

describe('what an account bears by day', () => {
  it('lets it fall below zero on no day', () => {
    fc.assert(
      fc.property(asked, (all) => {
        const { entered } = entering(all);
        for (const day of DAYS) expect(isOverdrawn(heldOn(entered, day))).toBe(false);
      }),
    );
  });

  it('is told in few stretches, never higher than it is, and in the end as it is', () => {
    fc.assert(
      fc.property(asked, (all) => {
        const { lows, entered } = entering(all);
        expect(lows.length).toBeLessThanOrEqual(MOST_LOWS);
        expect(lows.map(({ from }) => from)).toEqual([...new Set(lows.map(({ from }) => from))].sort());
        for (const [at, day] of DAYS.entries()) {
          const held = DAYS.slice(at).map((on) => heldOn(entered, on).quantity);
          expect(held.every((quantity) => bearableOn(lows, day).quantity <= quantity)).toBe(true);
        }
        const total = heldOn(entered, '9999');
        if (lows.length > 0) expect(bearableOn(lows, '9999')).toEqual(total);
      }),
    );
  });

  it('is exactly what is there while nothing comes on a day before one on which something left', () => {
    const inOrder = asked.map((all) =>
      all.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : Number(b.quantity - a.quantity))),
    );
    fc.assert(
      fc.property(inOrder, (all) => {
        const { lows, entered } = entering(all);
        expect(bearableOn(lows, DAYS.at(-1) ?? '')).toEqual(heldOn(entered, '9999'));
      }),
    );
  });

  it('says from which day on it bears it, and on the day before it does not', () => {
    fc.assert(
      fc.property(asked, fc.bigInt({ min: 1n, max: 120n }), (all, quantity) => {
        const { lows } = entering(all);
        const needs = balance(quantity);
        const first = firstBearing(lows, needs);
        for (const day of DAYS) {
          const isBorne = !isOverdrawn(minus(bearableOn(lows, day), needs));
          expect(isBorne).toBe(first !== undefined && day >= first);
        }
      }),
    );
  });

  it('wrongly refuses few of those that come late', () => {
    const lines = fc.sample(asked, { numRuns: 300, seed: 2020 });
    const counted = { asked: 0, wrongly: 0 };
    for (const all of lines) {
      let lows: Lows = [];
      const entered: Dated[] = [];
      for (const { on, quantity } of all) {
        const change = balance(quantity);
        if (quantity < 0n) {
          const isTrue = DAYS.filter((day) => day >= on).every(
            (day) => !isOverdrawn(plus(heldOn(entered, day), change)),
          );
          const isLet = !isOverdrawn(plus(bearableOn(lows, on), change));
          expect(isTrue || !isLet).toBe(true);
          counted.asked += 1;
          if (isTrue && !isLet) counted.wrongly += 1;
          if (!isLet) continue;
        }
        lows = moved(lows, on, change);
        entered.push({ on, ...change });
      }
    }
    expect(counted.wrongly / counted.asked).toBeLessThan(0.02);
  });
});

describe('stretches beside what came and left', () => {
  it('are such as may be, in whatever order it was recorded', () => {
    fc.assert(
      fc.property(asked, (all) => {
        const { lows, entered } = entering(all);
        const days = daysIn(entered);
        expect([mayBeLowsOf(lows, days), hasEveryStretch(lows, days)]).toEqual([true, true]);
      }),
    );
  });

  it('are not where one bears more than there is, or the last another sum than there is', () => {
    fc.assert(
      fc.property(asked, fc.nat(), fc.bigInt({ min: 1n, max: 50n }), (all, which, more) => {
        const { lows, entered } = entering(all);
        const at = which % Math.max(1, lows.length);
        const days = daysIn(entered);
        const raised = lows.map((low, place) => (place === at ? { ...low, ...plus(low, balance(more)) } : low));
        const next = lows[at + 1]?.from ?? '9999';
        const own = lows[at];
        if (own === undefined) return;
        const lowest = DAYS.filter((day) => day >= own.from && day < next)
          .map((day) => heldOn(entered, day).quantity)
          .reduce(least);
        const isTooHigh = own.quantity + more > lowest || at === lows.length - 1;
        expect(!mayBeLowsOf(raised, days) || !isTooHigh).toBe(true);
        const lowered = lows.with(-1, {
          ...lows[lows.length - 1],
          ...plus(lows[lows.length - 1] ?? NOTHING, balance(-more)),
        } as Low);
        expect(mayBeLowsOf(lowered, days)).toBe(false);
      }),
    );
  });

  it('are not where one is lower than anything explains, is of another day, or is gone', () => {
    const entered = [
      { on: '2020-06-01', ...balance(10n) },
      { on: '2020-06-05', ...balance(20n) },
      { on: '2020-06-07', ...balance(-4n) },
    ];
    const days = daysIn(entered);
    const told = (first: bigint, on = '2020-06-05'): Lows => [
      { from: '2020-06-01', ...balance(first) },
      { from: on, ...balance(26n) },
    ];
    expect([6n, 8n, 10n].map((first) => mayBeLowsOf(told(first), days))).toEqual([true, true, true]);
    expect([5n, 11n].map((first) => mayBeLowsOf(told(first), days))).toEqual([false, false]);
    expect(mayBeLowsOf(told(6n, '2020-06-06'), days)).toBe(false);
    expect(mayBeLowsOf(told(6n).toReversed(), days)).toBe(false);
    expect(hasEveryStretch(told(6n).slice(1), days)).toBe(false);
    expect(mayBeLowsOf([], days)).toBe(false);
  });
});
