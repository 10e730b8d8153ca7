import { approverOf } from '../domain/approval.ts';
import { type Approval, type Entry, isKind } from '../domain/entry.ts';
import type { PaidSpending } from '../domain/threshold.ts';

type PaidOut = Entry<PaidSpending>;

/** Whether money went out that nobody is said to have approved. In the first form that was nothing to be said of. */
export function isUnapproved(entry: Entry): entry is PaidOut {
  const isPaidOut = isKind(entry, 'payment') || isKind(entry, 'disbursement') || isKind(entry, 'benefit');
  return isPaidOut && entry.form === undefined && entry.approval === undefined;
}

/** What went out. */
export function paidOut({ transfers }: PaidOut): bigint {
  return transfers.reduce((sum, { from, value }) => (from.state === 'cash' ? sum + value : sum), 0n);
}

/** The approval of an entry that names no member. In the first form none could. */
export function onPaperOnly(entry: Entry): Approval | undefined {
  const approver = entry.form === undefined ? approverOf(entry) : undefined;
  return approver !== undefined && 'name' in approver ? entry.approval : undefined;
}
