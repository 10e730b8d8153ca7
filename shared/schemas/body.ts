import type * as z from 'zod';
import type { CalendarDate } from '../domain/calendar.ts';
import { type Fault, faultsOf } from './fault.ts';
import { on } from './today.ts';

export type Parsed<T> = { readonly value: T } | { readonly faults: readonly Fault[] };

/** Reads what a request says on the date of the clock, or tells everything that is wrong with it. */
export function parse<T>(schema: z.ZodType<T>, input: unknown, today: CalendarDate): Parsed<T> {
  const parsed = on(today, () => schema.safeParse(input));
  return parsed.success ? { value: parsed.data } : { faults: faultsOf(parsed.error, input) };
}
