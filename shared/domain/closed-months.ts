import { type CalendarDate, dateInShanghai, firstDayAfter, monthOf } from './calendar.ts';
import { decide, type Verdict } from './decision.ts';
import { type BelongsTo, type Entry, isKind } from './entry.ts';
import type { Id } from './id.ts';
import { invalid, type Refusal } from './refusal.ts';

/** How far the months are closed, and by which entry. */
export interface ClosedThrough {
  readonly month: string;
  readonly by: Id;
}

/** After so long a closure holds everywhere: what was under way when it was recorded may still land before. */
export const CLOSED_AFTER_MS = 60_000;

/** Closes a month that is over, and every one before it. */
export function closePeriod(month: string, now: number, closed: ClosedThrough | undefined): Verdict {
  const from = firstDayAfter(month);
  const today = dateInShanghai(now);
  if (from > today) return { refusal: 'period-not-over', month, from };
  if (closed !== undefined && month <= closed.month) {
    return { refusal: 'period-already-closed', month, closedThrough: closed.month, by: closed.by };
  }
  return decide({ kind: 'period-closure', effectiveOn: today, refs: {}, facts: { month }, transfers: [] });
}

/** What is wrong with the date on which something takes effect, and with the closed month it is said to belong to. */
export function periodRefusal(
  effectiveOn: CalendarDate,
  belongsTo: BelongsTo | undefined,
  closed: ClosedThrough | undefined,
): Refusal | undefined {
  const month = monthOf(effectiveOn);
  if (closed !== undefined && month <= closed.month) {
    return { refusal: 'period-closed', month, closedThrough: closed.month, by: closed.by };
  }
  if (belongsTo === undefined || (closed !== undefined && belongsTo.month <= closed.month)) return undefined;
  return invalid([{ pointer: '/belongsTo/month', code: 'period-open' }]);
}

/** The closures of a log as they go by, and whether an entry keeps to them. */
export class ClosedMonths {
  readonly #closures: { readonly month: string; readonly recordedAt: number }[] = [];

  /** Enters an entry; gives the month in which it should not have taken effect, where it should not. */
  enter(entry: Entry): string | undefined {
    if (isKind(entry, 'period-closure')) {
      this.#closures.push({ month: entry.facts.month, recordedAt: entry.recordedAt });
    }
    if (this.#closures.length === 0) return undefined;
    const month = monthOf(entry.effectiveOn);
    const isClosed = this.#closures.some(
      (closure) => month <= closure.month && entry.recordedAt > closure.recordedAt + CLOSED_AFTER_MS,
    );
    return isClosed ? month : undefined;
  }
}
