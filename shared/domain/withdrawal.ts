import type { CalendarDate } from './calendar.ts';
import { type ClosedThrough, dayBeside } from './closed-months.ts';
import type { Withdraw } from './command.ts';
import type { Verdict } from './decision.ts';
import type { Entry } from './entry.ts';
import type { Id } from './id.ts';
import { Objections } from './objections.ts';
import { type ReverseState, undo } from './reversal.ts';

/** So long after it was recorded an order or a dispatch can be withdrawn. */
export const WITHDRAWN_WITHIN_MS = 24 * 3_600_000;

export interface WithdrawState extends ReverseState {
  readonly entry: Entry<'order'> | Entry<'dispatch'>;
  /** Whoever asks. */
  readonly actor: string;
  /** In milliseconds since 1970 UTC, and the day that it is. */
  readonly now: number;
  readonly today: CalendarDate;
  readonly closedThrough: ClosedThrough | undefined;
  /** Whether anything was recorded on the document after its opening; papers and corrections are no step of it. */
  readonly isFollowed: boolean;
  /** What of that stands, the newest first: a reversal and what it undid do not. */
  readonly following: readonly Id[];
}

interface Recorded {
  readonly id: Id;
  readonly kind: string;
  readonly recordedAt: number;
  readonly actor: { readonly subject: string };
}

/**
 * Until when a person may withdraw the document that the entry `opening` opened, as far as all its entries tell; undefined
 * where they may not. Whether its month and papers let them, the command says.
 */
export function withdrawnUntil(
  entries: readonly Recorded[],
  { opening, by, now }: { readonly opening: Id; readonly by: string; readonly now: number },
): number | undefined {
  const first = entries.find(({ id }) => id === opening);
  if (first === undefined || first.actor.subject !== by) return undefined;
  const isFollowed = entries.some(({ id, kind }) => id !== opening && kind !== 'attachment' && kind !== 'correction');
  const until = first.recordedAt + WITHDRAWN_WITHIN_MS;
  return isFollowed || now > until ? undefined : until;
}

/**
 * Withdraws (撤回) one's own order or dispatch: as of its own day, exactly what a reversal of it would undo. Whoever made the
 * slip takes it back before anybody built on it, and may record it right on the same day; after that, somebody else reverses.
 */
export function withdraw({ reason }: Withdraw, state: WithdrawState): Verdict {
  const { entry, actor, now, today, closedThrough, isFollowed, following, reversedBy, closed } = state;
  const objections = new Objections();
  const until = entry.recordedAt + WITHDRAWN_WITHIN_MS;
  if (reversedBy !== undefined) objections.refuse({ refusal: 'already-reversed', entry: entry.id, by: reversedBy });
  else if (isFollowed) objections.refuse({ refusal: 'something-followed', entries: following });
  if (actor !== entry.actor.subject) objections.refuse({ refusal: 'not-recorded-by-you', entry: entry.id });
  if (now > until) objections.refuse({ refusal: 'withdrawal-over', until });
  objections.refuse(...closed);
  const effectiveOn = dayBeside(entry, today, closedThrough);
  return objections.foremost() ?? undo({ reason, effectiveOn, withdrawn: true }, state);
}
