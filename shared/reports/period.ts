import { type CalendarDate, dayAfter, lastDayOf, monthOf } from '../domain/calendar.ts';
import type { Entry } from '../domain/entry.ts';
import type { Posting } from '../domain/posting.ts';
import type { Sealed } from '../domain/voucher.ts';

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

export function isWithin(entry: Entry, period: Period): boolean {
  return !isBefore(entry, period) && !isAfter(entry, period);
}

export function during(postings: readonly Posting[], period: Period): readonly Posting[] {
  if (period.from === undefined && period.to === undefined) return postings;
  return postings.filter(({ entry }) => isWithin(entry, period));
}

/** Whether a period begins with the first day of a month and ends with the last of one, as far as it says. */
export function isOfWholeMonths({ from, to }: Period): boolean {
  return (from === undefined || from.endsWith('-01')) && (to === undefined || monthOf(dayAfter(to)) !== monthOf(to));
}

/** Whether a period has a day. */
export function isDuring(date: CalendarDate, { from, to }: Period): boolean {
  return (from === undefined || date >= from) && (to === undefined || date <= to);
}

/** What the rest of a month is called that a period cuts, beside the part of it that is meant. */
const REST = '*';

/** The month of a day, told apart by whether the period has that day where it has only some days of the month. */
export function monthIn(date: CalendarDate, period: Period): string {
  const month = monthOf(date);
  return isDuring(date, period) || !isInMonths(month, period) ? month : month + REST;
}

/** Whether a month lies in a period; of one that is cut, the part that is meant. */
export function isInMonths(
  month: string,
  { from, to }: { readonly from?: string | undefined; readonly to?: string | undefined },
): boolean {
  if (month.endsWith(REST)) return false;
  return (from === undefined || month >= monthOf(from)) && (to === undefined || month <= monthOf(to));
}

/** The days of a month that a period has. */
export function withinMonth(
  month: string,
  { from, to }: { readonly from?: CalendarDate | undefined; readonly to?: CalendarDate | undefined },
): Required<Period> {
  const [first, last] = [`${month}-01`, lastDayOf(month)];
  return { from: from === undefined || from < first ? first : from, to: to === undefined || to > last ? last : to };
}

/** The order in which a ledger is read: by the date of effect, then by the log. */
export function byEffect(a: Sealed, b: Sealed): number {
  if (a.entry.effectiveOn !== b.entry.effectiveOn) return a.entry.effectiveOn < b.entry.effectiveOn ? -1 : 1;
  return a.index - b.index;
}
