import { approvalRefusal, memberIn } from '../domain/approval.ts';
import type { CalendarDate } from '../domain/calendar.ts';
import type { Approval } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Registered } from '../domain/registry.ts';
import { subjectOf } from '../domain/subject.ts';
import type { Ledger } from '../storage/ports/ledger.ts';
import { claims } from './asked.ts';
import type { Request } from './command.ts';
import { lastNaming } from './naming.ts';

/** The approval of an entry, where it has one. */
export interface Approved {
  readonly approval: Approval | undefined;
}

interface Member {
  readonly id: Id;
  readonly state: Registered<'member'> | undefined;
}

type Reading = Pick<Ledger, 'read'>;

/**
 * The approval as an entry keeps it. Whoever is told by their sign-in is a member, and kept by their id, so that papers
 * print their name. Nobody approves what they record, under whichever name.
 */
export async function approvalKept(
  ledger: Reading,
  request: Pick<Request<{ readonly approval?: Approval }>, 'actor' | 'signedIn' | 'body'>,
  effectiveOn: CalendarDate,
): Promise<Approved | Refusal> {
  const { approval } = request.body;
  if (approval === undefined) return { approval };
  const id = memberIn(approval);
  const member = await (id === undefined ? memberOf(ledger, approval.approver) : memberAt(ledger, id));
  const kept = member === undefined ? approval : { ...approval, approver: member.id };
  const { subject } = request.actor;
  const actor = member === undefined ? await calledBy(ledger, request) : [subject];
  return approvalRefusal(kept, { subject, actor, effectiveOn, member: member?.state }) ?? { approval: kept };
}

async function memberAt(ledger: Reading, id: Id): Promise<Member> {
  const found = await ledger.read([{ row: 'member', id }]);
  return { id, state: found.state('member', id)?.state };
}

/** The member who signs in as that subject, where one does. */
async function memberOf(ledger: Reading, subject: string): Promise<Member | undefined> {
  const { name: claim } = claims.code('member', subject);
  const by = (await ledger.read([{ row: 'claim', claim }])).claim(claim);
  if (by === undefined) return undefined;
  // Whoever was registered anew holds it by that entry.
  const entry = (await ledger.read([{ row: 'entry', id: by }])).entry(by)?.entry;
  const id = entry && subjectOf(entry)?.id;
  return id === undefined ? undefined : memberAt(ledger, id);
}

/** Whatever somebody is known under: their subject, and what the member list, their token and those before it call them. */
async function calledBy(
  ledger: Reading,
  { actor: { subject }, signedIn }: Pick<Request<unknown>, 'actor' | 'signedIn'>,
): Promise<readonly string[]> {
  const [member, last] = await Promise.all([memberOf(ledger, subject), lastNaming(ledger, subject)]);
  const named = member?.state?.name;
  const found = named === undefined ? undefined : await ledger.read([{ row: 'personal', id: named }]);
  const listed = named === undefined ? undefined : found?.personal(named)?.name?.value;
  return [subject, signedIn?.name, listed, last?.name].filter((name) => name !== undefined);
}
