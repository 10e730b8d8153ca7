import { type Balance, isNothing, isWithin, minus, NOTHING, plus } from './balance.ts';
import type { CalendarDate } from './calendar.ts';
import { type Lows, MOST_LOWS } from './lows.ts';

/** What came to an account on a day and what left it, entry by entry: an entry that does both only does what is left. */
export interface HeldDay {
  readonly on: CalendarDate;
  readonly came: Balance;
  readonly left: Balance;
}

/**
 * Whether stretches may be those of an account to which that came, and which that left, by rising days. Which they are
 * depends on the order in which things were recorded, and which two of many were told as one; so they need not be those
 * that another order makes. What can be demanded whatever the order was:
 *
 * - each begins on a day on which something came, there are no more than are kept, and the last one holds all there is;
 * - none is higher than what the account holds on any day until the next one begins: or it would bear too much;
 * - where so few days were fed that no two were ever told as one, none is lower than what had come by its first day
 *   less all that ever left. With more than that, lower stretches cannot be told from those that were told as one: they
 *   let nothing through that is not there.
 */
export function mayBeLowsOf(lows: Lows, days: readonly HeldDay[]): boolean {
  const fed = days.filter(({ came }) => !isNothing(came)).map(({ on }) => on);
  if (
    lows.length > MOST_LOWS ||
    lows.some(({ from }, at) => !fed.includes(from) || from <= (lows[at - 1]?.from ?? ''))
  ) {
    return false;
  }
  const left = days.reduce((sum, day) => plus(sum, day.left), NOTHING);
  const came = cameBy(days, '9999');
  const all = minus(came, left);
  const last = lows.at(-1) ?? NOTHING;
  if (last.quantity !== all.quantity || last.value !== all.value) return false;
  const held = heldOn(days);
  return lows.every((low, at) => {
    const next = lows[at + 1]?.from;
    const then = held.filter(({ on }) => on >= low.from && (next === undefined || on < next));
    const isBorne = then.every((day) => isWithin(low, day));
    return isBorne && (fed.length > MOST_LOWS || isWithin(minus(cameBy(days, low.from), left), low));
  });
}

/** Whether as many days have a stretch of their own as may have: an account whose row is never taken out keeps them. */
export function hasEveryStretch(lows: Lows, days: readonly HeldDay[]): boolean {
  const fed = days.filter(({ came }) => !isNothing(came)).length;
  return fed > MOST_LOWS || lows.length === fed;
}

function cameBy(days: readonly HeldDay[], until: CalendarDate): Balance {
  return days.reduce((sum, { on, came }) => (on <= until ? plus(sum, came) : sum), NOTHING);
}

/** What stands at the end of each day on which something moved. */
function heldOn(days: readonly HeldDay[]): (Balance & Pick<HeldDay, 'on'>)[] {
  let held = NOTHING;
  return days.map(({ on, came, left }) => {
    held = minus(plus(held, came), left);
    return { on, ...held };
  });
}
