import { type CalendarDate, dateInShanghai, dayBefore, firstDayAfter, lastDayOf, monthOf } from './calendar.ts';
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

/** What is wrong with the date on which something takes effect, and with the earlier one that it is said to be of. */
export function periodRefusal(
  effectiveOn: CalendarDate,
  belongsTo: BelongsTo | undefined,
  closed: ClosedThrough | undefined,
): Refusal | undefined {
  const month = monthOf(effectiveOn);
  if (closed !== undefined && month <= closed.month) {
    const from = firstDayAfter(closed.month);
    return { refusal: 'period-closed', month, closedThrough: closed.month, from, by: closed.by };
  }
  if (belongsTo === undefined || dayOf(belongsTo) < effectiveOn) return undefined;
  const pointer = 'month' in belongsTo ? '/belongsTo/month' : '/belongsTo/date';
  return invalid([{ pointer, code: 'too-late', allowed: dayBefore(effectiveOn) }]);
}

/** When what puts an entry right takes effect: with the entry while its month is open, so that periods are told right. */
export function dayBeside(
  { effectiveOn }: Entry,
  today: CalendarDate,
  closed: ClosedThrough | undefined,
): CalendarDate {
  return closed === undefined || monthOf(effectiveOn) > closed.month ? effectiveOn : today;
}

/** The day that something late is of. */
export function dayOf(belongsTo: BelongsTo): CalendarDate {
  return 'date' in belongsTo ? belongsTo.date : lastDayOf(belongsTo.month);
}

/** The day that the paper of an entry is of: what comes late is as old as its paper. */
export function ownDay({ belongsTo, effectiveOn }: Pick<Entry, 'belongsTo' | 'effectiveOn'>): CalendarDate {
  return belongsTo === undefined ? effectiveOn : dayOf(belongsTo);
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
