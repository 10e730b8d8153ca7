import * as z from 'zod';
import type { Outcome } from '../form/outcome.ts';

/**
 * What became of each of several things that are sent one after another, each under its own key: kept with the draft, so
 * that a reload goes on where it was, and nothing that is booked is sent again.
 */

const wrong = z.array(z.object({ at: z.string(), told: z.string() }));

export const fate = z.discriminatedUnion('as', [
  z.object({ as: z.literal('waiting') }),
  z.object({ as: z.literal('sending') }),
  z.object({ as: z.literal('booked') }),
  /** No answer came: it may be booked or not, and is sent again under the same key. */
  z.object({ as: z.literal('lost') }),
  /** By a rule, with its words; or in its fields. */
  z.object({ as: z.literal('refused'), title: z.string(), detail: z.string(), wrong }),
  /** The key was used for what stood there before. */
  z.object({ as: z.literal('sent-before') }),
]);
export type Fate = z.infer<typeof fate>;

interface Fated {
  readonly key: string;
  readonly fate: Fate;
}

/** As they stand once the page is there again: whoever left while one was sent does not know of it. */
export function reopened<T extends Fated>(all: readonly T[]): readonly T[] {
  return all.map((one) => (one.fate.as === 'sending' ? { ...one, fate: { as: 'lost' as const } } : one));
}

export function withFate<T extends Fated>(all: readonly T[], key: string, fate: Fate): readonly T[] {
  return all.map((one) => (one.key === key ? { ...one, fate } : one));
}

/** Whether it is to be sent when all are: what is booked never is, and what was sent as another thing waits for a word. */
export function isToSend({ fate: { as } }: Fated): boolean {
  return as !== 'booked' && as !== 'sent-before';
}

/** What was refused is not, once it is changed. */
export function forgiven<T extends Fated>(all: readonly T[], key: string): readonly T[] {
  return all.map((one) =>
    one.key === key && one.fate.as === 'refused' ? { ...one, fate: { as: 'waiting' as const } } : one,
  );
}

export interface Settled {
  readonly fate: Fate;
  /** Why none after it is sent now: the same would become of it. */
  readonly stops?: Outcome;
}

/** What an outcome means for the one that was sent, and for those after it. */
export function settledBy(outcome: Outcome, before: Fate): Settled {
  switch (outcome.as) {
    case 'none':
      return { fate: { as: 'booked' } };
    case 'refused':
      return { fate: { as: 'refused', title: outcome.title, detail: outcome.detail, wrong: [] } };
    case 'wrong':
      return { fate: { as: 'refused', title: '', detail: '', wrong: [...outcome.wrong] } };
    case 'sent-before':
      return { fate: { as: 'sent-before' } };
    case 'lost':
      return { fate: { as: 'lost' }, stops: outcome };
    case 'sending':
    case 'offline':
    case 'busy':
    case 'signed-out':
      // Nothing became of it: whether it was lost before is as open as it was.
      return { fate: before.as === 'lost' ? before : { as: 'waiting' }, stops: outcome };
  }
}
