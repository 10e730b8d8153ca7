/** A calendar date `YYYY-MM-DD` in Asia/Shanghai. Dates of that shape compare as strings. */
export type CalendarDate = string;

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const MINUTE = 60_000;
const DAY = 86_400_000;
/** China has kept UTC+8 without summer time since 1992, well before any entry. */
const SHANGHAI_OFFSET = 8 * 60 * MINUTE;

/** True for a date that exists ("2021-02-29" does not), from 1992 on. */
export function isCalendarDate(text: string): boolean {
  const match = DATE.exec(text);
  if (!match || text < '1992-01-01') return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(text);
}

/** The date in Shanghai at an instant in milliseconds since 1970 UTC. */
export function dateInShanghai(ms: number): CalendarDate {
  return new Date(ms + SHANGHAI_OFFSET).toISOString().slice(0, 10);
}

/** `2020-12` of `2020-12-28`. */
export function monthOf(date: CalendarDate): string {
  return date.slice(0, 7);
}

/** Whole days from one date to another; negative where the second lies before the first. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY);
}
