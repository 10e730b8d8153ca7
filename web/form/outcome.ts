import { Problem } from '../ask/problem.ts';
import { type Wrong, wrongIn } from './faults.ts';

/** What became of what was sent. */
export type Outcome =
  | { readonly as: 'none' }
  | { readonly as: 'sending' }
  /** Fields are wrong; the server's own words, where it was asked. */
  | { readonly as: 'wrong'; readonly wrong: readonly Wrong[] }
  /** A rule says no, whatever the fields say; `at` is the line that it tells of, where it does. */
  | { readonly as: 'refused'; readonly title: string; readonly detail: string; readonly at?: string }
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
      // It waits for somebody, and not for a moment.
      if (type === '/problems/storage-full') return { as: 'refused', title, detail };
      // An error inside may come after the booking; what is refused for the moment was not looked at.
      return error.status === 500 ? { as: 'lost' } : { as: 'busy', detail, seconds: retryAfterSeconds };
    case 'forbidden':
    case 'missing':
    case 'refused': {
      const wrong = wrongIn(error);
      if (wrong.length > 0) return { as: 'wrong', wrong };
      const at = lineToldOf(error);
      return { as: 'refused', title, detail, ...(at === undefined ? {} : { at }) };
    }
  }
}

/** What of a line a rule is about, where that is not the line as a whole. */
const OF_LINES: Readonly<Record<string, string>> = {
  '/problems/insufficient-stock': '/quantity',
  '/problems/above-plan': '/quantity',
  '/problems/funding-line-not-named': '/fundingLine',
};

/** The line that a refusal names, as a pointer into what was sent; the server counts lines from 1. */
function lineToldOf({ type, members: { line } }: Problem): string | undefined {
  return typeof line === 'number' ? `/lines/${line - 1}${OF_LINES[type] ?? ''}` : undefined;
}
