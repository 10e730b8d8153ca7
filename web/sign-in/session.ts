import { useSyncExternalStore } from 'react';
import * as z from 'zod';
import { forgetDrafts } from '../ask/draft.ts';

/** Who is signed in in this tab: tokens lie in its storage, and go with it. */

const KEPT = 'nuanzhang.session';
const LAST_SUBJECT = 'nuanzhang.last-subject';

const session = z.object({
  accessToken: z.string(),
  /** Milliseconds since 1970. */
  until: z.number(),
  refreshToken: z.string().optional(),
  idToken: z.string().optional(),
  subject: z.string().optional(),
});
export type Session = z.infer<typeof session>;

/**
 * `ended`: a token was refused and no other is to be had. What stands on the page stays; the desk asks to sign in again.
 */
export type SignedIn = 'no' | 'yes' | 'ended';

let state: SignedIn = read() === undefined ? 'no' : 'yes';
const told = new Set<() => void>();

function tell(next: SignedIn): void {
  state = next;
  for (const each of told) each();
}

export function read(): Session | undefined {
  const text = sessionStorage.getItem(KEPT);
  if (text === null) return undefined;
  try {
    return session.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Another person on the same machine finds nothing of what the one before typed. */
export function begin(begun: Session): void {
  const last = sessionStorage.getItem(LAST_SUBJECT);
  if (last !== null && last !== begun.subject) forgetDrafts();
  if (begun.subject !== undefined) sessionStorage.setItem(LAST_SUBJECT, begun.subject);
  sessionStorage.setItem(KEPT, JSON.stringify(begun));
  tell('yes');
}

/** Lets go of it where the page goes too, so that nothing on the page changes before. */
export function drop(): void {
  sessionStorage.removeItem(KEPT);
  forgetDrafts();
}

export function end(how: 'no' | 'ended'): void {
  sessionStorage.removeItem(KEPT);
  if (how === 'no') forgetDrafts();
  tell(how);
}

export function useSignedIn(): SignedIn {
  return useSyncExternalStore(
    (each) => {
      told.add(each);
      return () => told.delete(each);
    },
    () => state,
  );
}
