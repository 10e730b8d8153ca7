import * as z from 'zod';
import { paperOfDraft, typed } from '../form/cells.ts';
import { defined, given } from '../form/given.ts';
import { type Made, Reading } from '../form/reading.ts';

/** Papers that come later, as they are added and sent. */

const FIELDS = ['note', 'exception'] as const;
export type AttachmentField = (typeof FIELDS)[number];

export const attachmentDraft = z.object({
  fields: z.partialRecord(z.enum(FIELDS), typed),
  papers: z.array(paperOfDraft),
});
export type AttachmentDraft = z.infer<typeof attachmentDraft>;

export const EMPTY: AttachmentDraft = { fields: {}, papers: [] };

export function attachmentOf({ fields, papers }: AttachmentDraft): Made {
  const reading = new Reading();
  const body = {
    evidence: papers,
    exception: given({ reason: reading.text('/exception/reason', fields.exception) }),
    note: reading.text('/note', fields.note),
  };
  return { body: defined(body), unreadable: reading.unreadable };
}
