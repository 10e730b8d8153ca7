import * as z from 'zod';
import { typed } from '../form/cells.ts';
import { defined, given } from '../form/given.ts';
import { type Made, Reading } from '../form/reading.ts';

/** The closing of a month as it is typed, and as it is sent. */

const FIELDS = ['note', 'exception'] as const;
export type MonthField = (typeof FIELDS)[number];

export const closeMonthDraft = z.object({ fields: z.partialRecord(z.enum(FIELDS), typed) });
export type CloseMonthDraft = z.infer<typeof closeMonthDraft>;

export function monthClosingOf({ fields }: CloseMonthDraft): Made {
  const reading = new Reading();
  const body = {
    exception: given({ reason: reading.text('/exception/reason', fields.exception) }),
    note: reading.text('/note', fields.note),
  };
  return { body: defined(body), unreadable: reading.unreadable };
}
