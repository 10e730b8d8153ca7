import type { Fen } from './amount.ts';
import { type Balance, isOverdrawn, isWithin, least, minus, NOTHING, plus } from './balance.ts';
import type { CalendarDate } from './calendar.ts';

/**
 * No account is below zero on any day, by the date things happened as well as by the order in which they were recorded.
 * Money or goods come to an account on few days and leave it on many; so it keeps, for each day on which something came,
 * the least that it holds on any day until the next such day. Between two of them things only leave: that least is what
 * is there at the end. What leaves on a day is taken from that of its own and of every later stretch, each of which has
 * to bear it.
 *
 * What came on a day in the middle of a stretch splits it, and of its first part no more is known than that it holds no
 * less than the whole did. So a stretch may be told lower than it is, and never higher: nothing is wrongly let through.
 */
export interface Low extends Balance {
  readonly from: CalendarDate;
}

/** By rising days. Before the first there is nothing. The last one holds all that there is. */
export type Lows = readonly Low[];

/** Stretches that one account keeps; beyond it old ones are told as one, by the lower of them. */
export const MOST_LOWS = 12;

/** What may be taken out on that day: as much as there is on every day from it on. */
export function bearableOn(lows: Lows, day: CalendarDate): Balance {
  const first = stretchOf(lows, day);
  if (first < 0) return NOTHING;
  return lows.slice(first).reduce<Balance>(lower, lows[first] ?? NOTHING);
}

/** The first day on which an account bears that something leaves it; undefined where it bears it on none. */
export function firstBearing(lows: Lows, needs: Balance): CalendarDate | undefined {
  let first: CalendarDate | undefined;
  for (const low of lows.toReversed()) {
    if (isOverdrawn(minus(low, needs))) return first;
    first = low.from;
  }
  return first;
}

/** A stretch as it is after something moved, made from one as it was. */
export interface Shift {
  readonly from: CalendarDate;
  /** The first day of the stretch that it is made from; undefined where it is made from nothing. */
  readonly of: CalendarDate | undefined;
  /** Where two were told as one: the other of them, which is no lower. */
  readonly over?: CalendarDate;
  readonly change: Balance;
}

/**
 * What becomes of the stretches of an account when something comes to it, or leaves it, on a day. Where that is one too
 * many, two are told as one: the first two of which the later one is the lower, which loses nothing, or else the first two.
 */
export function shifts(lows: Lows, day: CalendarDate, change: Balance): readonly Shift[] {
  const isComing = change.quantity > 0n || change.value > 0n;
  const at = stretchOf(lows, day);
  const kept = lows.map(({ from }, index): Shift => {
    const isLater = isComing ? from >= day : index >= at;
    return { from, of: from, change: isLater ? change : NOTHING };
  });
  if (!isComing || lows[at]?.from === day) return kept;
  const split = kept.toSpliced(at + 1, 0, { from: day, of: lows[at]?.from, change });
  return split.length <= MOST_LOWS ? split : toldAsOne(split, lows);
}

/** The stretches after something came or left. */
export function moved(lows: Lows, day: CalendarDate, change: Balance): Lows {
  const lowOf = (of: CalendarDate | undefined): Balance => lows.find((low) => low.from === of) ?? NOTHING;
  return shifts(lows, day, change).map(({ from, of, over, change: by }) => {
    const before = over === undefined ? lowOf(of) : lower(lowOf(of), lowOf(over));
    return { from, ...plus(before, by) };
  });
}

/** What a funding line bears, chain by chain. */
export interface LineLows {
  readonly available: Lows;
  readonly cash: Lows;
}

/** What moves in both chains of a funding line. */
interface Moving {
  readonly available: Fen;
  readonly cash: Fen;
}

export function ofMoney(value: Fen): Balance {
  return { quantity: 0n, value };
}

/** What a funding line bears after something moved in it. */
export function movedOnLine(lows: LineLows, day: CalendarDate, { available, cash }: Moving): LineLows {
  const chain = (of: Lows, value: Fen): Lows => (value === 0n ? of : moved(of, day, ofMoney(value)));
  return { available: chain(lows.available, available), cash: chain(lows.cash, cash) };
}

/**
 * The first day on which a funding line bears what moves: undefined where it never does. What it bears on any day it
 * bears from '' on.
 */
export function lineBears(lows: LineLows, { available, cash }: Moving): CalendarDate | undefined {
  const days = [
    available < 0n ? firstBearing(lows.available, ofMoney(-available)) : '',
    cash < 0n ? firstBearing(lows.cash, ofMoney(-cash)) : '',
  ];
  return days.reduce(
    (last, day) => (last === undefined || day === undefined ? undefined : last < day ? day : last),
    '',
  );
}

/** Two neighbours as one, of those that the change leaves alone or changes alike. */
function toldAsOne(split: readonly Shift[], lows: Lows): readonly Shift[] {
  const lowOf = ({ of }: Shift): Balance => lows.find((low) => low.from === of) ?? NOTHING;
  const pairs = split.slice(1).flatMap((second, at) => {
    const first = split[at];
    return first !== undefined && first.of !== second.of && first.change === second.change
      ? [{ at, first, second }]
      : [];
  });
  const lossless = pairs.find(({ first, second }) => isWithin(lowOf(second), lowOf(first)));
  const pair = lossless ?? pairs[0];
  if (pair === undefined) throw new Error('no two stretches can be told as one');
  const { at, first, second } = pair;
  const [below, above] = lossless === undefined ? [first, second] : [second, first];
  const one = { from: first.from, of: below.of, change: first.change };
  return split.toSpliced(at, 2, above.of === undefined ? one : { ...one, over: above.of });
}

/** The stretch in which a day lies: the last one that begins by then, or −1. */
function stretchOf(lows: Lows, day: CalendarDate): number {
  return lows.findLastIndex(({ from }) => from <= day);
}

function lower(a: Balance, b: Balance): Balance {
  return { quantity: least(a.quantity, b.quantity), value: least(a.value, b.value) };
}
