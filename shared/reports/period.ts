import type { CalendarDate } from '../domain/calendar.ts';
import type { Entry } from '../domain/entry.ts';
import type { Posting } from '../domain/posting.ts';

/** From one day to another, both included, by the date on which entries take effect. */
export interface Period {
  readonly from?: CalendarDate;
  readonly to?: CalendarDate;
}

export function isBefore(entry: Entry, { from }: Period): boolean {
  return from !== undefined && entry.effectiveOn < from;
}

export function isAfter(entry: Entry, { to }: Period): boolean {
  return to !== undefined && entry.effectiveOn > to;
}

export function during(postings: readonly Posting[], period: Period): readonly Posting[] {
  if (period.from === undefined && period.to === undefined) return postings;
  return postings.filter(({ entry }) => !isBefore(entry, period) && !isAfter(entry, period));
}

/** The order in which a ledger is read: by the date of effect, then as it was recorded. */
export function byEffect(a: Posting, b: Posting): number {
  if (a.entry.effectiveOn !== b.entry.effectiveOn) return a.entry.effectiveOn < b.entry.effectiveOn ? -1 : 1;
  return a.entry.recordedAt - b.entry.recordedAt || (a.entry.id < b.entry.id ? -1 : 1);
}
