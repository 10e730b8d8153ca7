import { Problem } from '../ask/problem.ts';
import { type Wrong, wrongIn } from './faults.ts';

/** What became of what was sent. */
export type Outcome =
  | { readonly as: 'none' }
  | { readonly as: 'sending' }
  /** Fields are wrong; the server's own words, where it was asked. */
  | { readonly as: 'wrong'; readonly wrong: readonly Wrong[] }
  /** A rule says no, whatever the fields say. */
  | { readonly as: 'refused'; readonly title: string; readonly detail: string }
  /** Nothing went out. */
  | { readonly as: 'offline' }
  /** It may be booked or not. */
  | { readonly as: 'lost' }
  | { readonly as: 'busy'; readonly detail: string; readonly seconds: number | undefined }
  | { readonly as: 'signed-out' }
  /** The key was used before, for what this draft said then. */
  | { readonly as: 'sent-before' };

/** What an error of a sending means for whoever sent it. `wasOffline` is what the browser said before. */
export function outcomeOf(error: unknown, wasOffline: boolean): Outcome {
  if (!(error instanceof Problem)) return { as: 'lost' };
  const { why, type, title, detail, retryAfterSeconds } = error;
  if (type === '/problems/key-reused') return { as: 'sent-before' };
  switch (why) {
    case 'unauthenticated':
      return { as: 'signed-out' };
    case 'unreachable':
      return wasOffline ? { as: 'offline' } : { as: 'lost' };
    case 'unreadable':
      return { as: 'lost' };
    case 'busy':
      // An error inside may come after the booking; what is refused for the moment was not looked at.
      return error.status === 500 ? { as: 'lost' } : { as: 'busy', detail, seconds: retryAfterSeconds };
    case 'forbidden':
    case 'missing':
    case 'refused': {
      const wrong = wrongIn(error);
      return wrong.length > 0 ? { as: 'wrong', wrong } : { as: 'refused', title, detail };
    }
  }
}
