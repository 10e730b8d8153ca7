/** A calendar date `YYYY-MM-DD` in Asia/Shanghai. Dates of that shape compare as strings. */
export type CalendarDate = string;

export const DATE = /^\d{4}-\d{2}-\d{2}$/;
/** Days of the months, of February in a leap year. */
const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const MINUTE = 60_000;
const DAY = 86_400_000;
/** China has kept UTC+8 without summer time since 1992, well before any entry. */
const SHANGHAI_OFFSET = 8 * 60 * MINUTE;

/** True for a date that exists ("2021-02-29" does not), from 1992 on. */
export function isCalendarDate(text: string): boolean {
  return text >= '1992-01-01' && isDay(text);
}

/** True for a date that exists, of whatever year: somebody's date of birth. */
export function isDay(text: string): boolean {
  if (!DATE.test(text)) return false;
  const year = Number(text.slice(0, 4));
  const month = Number(text.slice(5, 7));
  const day = Number(text.slice(8));
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (month === 2 && day === 29) return isLeap;
  return day >= 1 && day <= (DAYS[month - 1] ?? 0);
}

/** The date in Shanghai at an instant in milliseconds since 1970 UTC. */
export function dateInShanghai(ms: number): CalendarDate {
  return new Date(ms + SHANGHAI_OFFSET).toISOString().slice(0, 10);
}

/** 2020-12-28 10:00: the minute in Shanghai at an instant in milliseconds since 1970 UTC. */
export function momentInShanghai(ms: number): string {
  return new Date(ms + SHANGHAI_OFFSET).toISOString().slice(0, 16).replace('T', ' ');
}

/** When a date begins in Shanghai, in milliseconds since 1970 UTC. */
export function startOfDay(date: CalendarDate): number {
  return Date.parse(`${date}T00:00:00Z`) - SHANGHAI_OFFSET;
}

/** `2020-12` of `2020-12-28`. */
export function monthOf(date: CalendarDate): string {
  return date.slice(0, 7);
}

const MONTH = /^\d{4}-\d{2}$/;

/** True for a month `YYYY-MM` that exists, from 1992 on. Months of that shape compare as strings. */
export function isMonth(text: string): boolean {
  return MONTH.test(text) && isCalendarDate(`${text}-01`);
}

/** The first day of the month after it. */
export function firstDayAfter(month: string): CalendarDate {
  const year = Number(month.slice(0, 4));
  const next = Number(month.slice(5)) % 12;
  return `${next === 0 ? year + 1 : year}-${String(next + 1).padStart(2, '0')}-01`;
}

/** The last day of a month. */
export function lastDayOf(month: string): CalendarDate {
  return dayBefore(firstDayAfter(month));
}

/** The date before it. */
export function dayBefore(date: CalendarDate): CalendarDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) - DAY).toISOString().slice(0, 10);
}

/** The later of two dates, of which the first may be none. */
export function laterOf(one: CalendarDate | undefined, other: CalendarDate): CalendarDate {
  return one === undefined || one < other ? other : one;
}

/** The date after it. */
export function dayAfter(date: CalendarDate): CalendarDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + DAY).toISOString().slice(0, 10);
}

/** The date so many days after it. */
export function daysAfter(date: CalendarDate, days: number): CalendarDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** Whole days from one date to another; negative where the second lies before the first. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);
}
