import * as z from 'zod';
import { typed } from '../form/cells.ts';
import { defined, given } from '../form/given.ts';
import { type Made, Reading } from '../form/reading.ts';

/** The closing of a purchase as it is typed, and as it is sent. */

const FIELDS = ['reason', 'note', 'exception'] as const;
export type CloseField = (typeof FIELDS)[number];

export const closeDraft = z.object({ fields: z.partialRecord(z.enum(FIELDS), typed) });
export type CloseDraft = z.infer<typeof closeDraft>;

export function closingOf({ fields }: CloseDraft): Made {
  const reading = new Reading();
  const body = {
    reason: reading.text('/reason', fields.reason),
    exception: given({ reason: reading.text('/exception/reason', fields.exception) }),
    note: reading.text('/note', fields.note),
  };
  return { body: defined(body), unreadable: reading.unreadable };
}
