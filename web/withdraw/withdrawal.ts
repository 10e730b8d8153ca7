import * as z from 'zod';
import { BLANK, type Typed, typed } from '../form/cells.ts';
import { defined } from '../form/given.ts';
import { type Made, Reading } from '../form/reading.ts';

/** A withdrawal as it is typed, and as it is sent. */

const FIELDS = ['reason', 'note'] as const;
export type FieldName = (typeof FIELDS)[number];

export const withdrawalDraft = z.object({ fields: z.partialRecord(z.enum(FIELDS), typed) });
export type WithdrawalDraft = z.infer<typeof withdrawalDraft>;

export const EMPTY: WithdrawalDraft = { fields: {} };

export function fieldOfWithdrawal({ fields }: WithdrawalDraft, name: FieldName): Typed {
  return fields[name] ?? BLANK;
}

export function withdrawalOf({ fields }: WithdrawalDraft): Made {
  const reading = new Reading();
  const body = defined({
    reason: reading.text('/reason', fields.reason),
    note: reading.text('/note', fields.note),
  });
  return { body, unreadable: reading.unreadable };
}
