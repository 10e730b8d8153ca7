import { isBlank, type Typed } from './cells.ts';
import { defined } from './given.ts';
import type { Reading } from './reading.ts';

/** Who allowed something, by which document, when. */

export const APPROVAL_FIELDS = ['document', 'decidedOn', 'approver'] as const;
export type ApprovalField = (typeof APPROVAL_FIELDS)[number];

type Fields = Readonly<Partial<Record<ApprovalField, Typed>>>;

/** All of it, so that the schema says what lacks. */
export function approvalOf({ document, decidedOn, approver }: Fields, reading: Reading): object {
  return defined({
    document: reading.text('/approval/document', document),
    decidedOn: reading.text('/approval/decidedOn', decidedOn, 'date'),
    approver: reading.text('/approval/approver', approver),
  });
}

/** Whether any of it was typed: where none is wanted, nothing typed is none. */
export function isApprovalTyped(fields: Fields): boolean {
  return APPROVAL_FIELDS.some((name) => !isBlank(fields[name] ?? { text: '' }));
}
