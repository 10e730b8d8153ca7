import type { CalendarDate } from './calendar.ts';

/**
 * What is counted against a ceiling, such as a plan's. Where that has days, no day may be above the ceiling: what comes
 * back on a day leaves room from then on, and for no day before it. A counter does not keep those days; it keeps all that
 * was ever added, and when something last came back. What is of that day or later counts what stands, and what is of an
 * earlier one counts as if nothing had come back: so it may be refused before its day, and is never wrongly let through.
 */
export interface Counter {
  readonly stands: bigint;
  /** All that was ever added on days. */
  readonly added: bigint;
  /** The day on which something that has a day was last counted off, as it was recorded; '' where none was. */
  readonly freedOn: CalendarDate;
}

export const UNCOUNTED: Counter = { stands: 0n, added: 0n, freedOn: '' };

/** An addition, on a day where it has one, or what is counted off. */
export interface Counting {
  readonly by: bigint;
  readonly ceiling?: bigint;
  readonly on?: CalendarDate;
}

/** The counter after it. */
export function counted(counter: Counter, { by, on }: Counting, recordedOn: CalendarDate): Counter {
  const stands = counter.stands + by;
  if (on === undefined) return { ...counter, stands };
  if (by >= 0n) return { ...counter, stands, added: counter.added + by };
  return { ...counter, stands, freedOn: recordedOn > counter.freedOn ? recordedOn : counter.freedOn };
}

/** The first day on which the counter takes it, '' where it takes it on any; undefined where it never does. */
export function takesFrom(
  { stands, added, freedOn }: Counter,
  { by, ceiling, on }: Counting,
): CalendarDate | undefined {
  if (stands + by < 0n) return undefined;
  if (ceiling === undefined) return '';
  if (stands + by > ceiling) return undefined;
  return on === undefined || by <= 0n || added + by <= ceiling ? '' : freedOn;
}
