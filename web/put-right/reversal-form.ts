import * as z from 'zod';
import { APPROVAL_FIELDS, approvalOf, isApprovalTyped } from '../form/approval.ts';
import { ofText, typed } from '../form/cells.ts';
import { defined, given } from '../form/given.ts';
import { type Made, Reading } from '../form/reading.ts';

/** A reversal (冲销) as it is typed, and as it is sent. */

const FIELDS = ['reason', 'effectiveOn', ...APPROVAL_FIELDS, 'note', 'exception'] as const;
export type ReversalField = (typeof FIELDS)[number];

export const reversalDraft = z.object({ fields: z.partialRecord(z.enum(FIELDS), typed) });
export type ReversalDraft = z.infer<typeof reversalDraft>;

/** Nothing but the day. */
export function emptyReversal(today: string): ReversalDraft {
  return { fields: { effectiveOn: ofText(today) } };
}

export function reversalOf({ fields }: ReversalDraft): Made {
  const reading = new Reading();
  const body = {
    reason: reading.text('/reason', fields.reason),
    effectiveOn: reading.text('/effectiveOn', fields.effectiveOn, 'date'),
    approval: isApprovalTyped(fields) ? approvalOf(fields, reading) : undefined,
    exception: given({ reason: reading.text('/exception/reason', fields.exception) }),
    note: reading.text('/note', fields.note),
  };
  return { body: defined(body), unreadable: reading.unreadable };
}
