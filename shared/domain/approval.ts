import type { CalendarDate } from './calendar.ts';
import type { Approval, Entry } from './entry.ts';
import { type Id, isId } from './id.ts';
import { isSameName } from './normal-form.ts';
import { Objections } from './objections.ts';
import type { Refusal } from './refusal.ts';
import type { Registered } from './registry.ts';

/** Who decided: a member of this tracker, or whom a paper names. */
export type Approver = { readonly member: Id<'member'> } | { readonly name: string };

/** A member is told by their id: no name has its form. In the first form every approver was a name. */
export function approverOf({ form, approval }: Pick<Entry, 'form' | 'approval'>): Approver | undefined {
  if (approval === undefined) return undefined;
  const member = form === undefined ? memberIn(approval) : undefined;
  return member === undefined ? { name: approval.approver } : { member };
}

/** The member that an approval names, where it is not one on paper only. */
export function memberIn({ approver }: Approval): Id<'member'> | undefined {
  return isId(approver) ? approver : undefined;
}

export interface ApprovalState {
  /** The subject of whoever records it. */
  readonly subject: string;
  /** Whatever they are called, their subject among it. */
  readonly actor: readonly string[];
  /** The day on which what was decided takes effect. */
  readonly effectiveOn: CalendarDate;
  /** The member that it names, where they are registered. */
  readonly member: Registered<'member'> | undefined;
}

/** What is wrong with an approval: it is somebody else's, who is a member still, and no later than what it approves. */
export function approvalRefusal(approval: Approval, state: ApprovalState): Refusal | undefined {
  const { subject, actor, effectiveOn, member } = state;
  const objections = new Objections();
  if (approval.decidedOn > effectiveOn) objections.bound('/approval/decidedOn', 'decided-after', effectiveOn);
  if (memberIn(approval) === undefined) {
    if (actor.some((name) => isSameName(name, approval.approver))) objections.refuse({ refusal: 'own-approval' });
  } else if (objections.isOpen('/approval/approver', member)) {
    if (member.fields.subject === subject) objections.refuse({ refusal: 'own-approval' });
  }
  return objections.foremost();
}
