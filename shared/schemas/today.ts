import type { CalendarDate } from '../domain/calendar.ts';

/**
 * Whether a date lies in the future depends on the clock, but the schemas are built once. So the date of the clock
 * stands here for as long as one parse takes; a parse is synchronous, hence two requests never see each other's.
 * Outside of one every existing date passes, which is what a form in a browser wants of the same schemas.
 */
let today: CalendarDate = '9999-12-31';

export function isFuture(date: CalendarDate): boolean {
  return date > today;
}

export function on<T>(date: CalendarDate, parse: () => T): T {
  const before = today;
  today = date;
  try {
    return parse();
  } finally {
    today = before;
  }
}
