import { type Entry, isKind } from './entry.ts';

/**
 * The commitment to what somebody who signs in is called, where an entry has one: it was said by their sign-in, or for
 * a member by whoever granted the roles. Names of signatories and of those who got something are none of these.
 */
export function nameCommittedIn(entry: Entry): string | undefined {
  const isOfMember = (isKind(entry, 'registration') || isKind(entry, 'amendment')) && entry.facts.type === 'member';
  return isOfMember || isKind(entry, 'naming') ? entry.blinded?.name : undefined;
}
