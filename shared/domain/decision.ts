import type { Lot } from './books.ts';
import type { CalendarDate } from './calendar.ts';
import type { Draft, Transfer } from './entry.ts';
import type { Id, LotId } from './id.ts';
import { type Books, type Funds, post } from './post.ts';
import { refsOf } from './refs.ts';
import { invalid, type Refusal } from './refusal.ts';

/** What a command decided: the draft of its entry and the books as they are after it. */
export interface Decision {
  readonly draft: Draft;
  readonly books: Books;
  readonly funds: ReadonlyMap<Id, Funds>;
}

export type Verdict = Decision | Refusal;

/**
 * Closes a decision whose rules were checked: posts its transfers to the books that they touch. The ordinals of funding
 * lines count in those that the draft names. An overdraft here is a bug of the rule before it, never an answer to a caller;
 * that an account bears it only from a later day on is one.
 */
export function decide(draft: Draft, touched: Omit<Partial<Books>, 'fundingLines'> = {}): Verdict {
  const before = { fundingLines: refsOf(draft).fundingLines ?? [], lots: new Map<LotId, Lot>(), ...touched };
  const { books, funds, overdrafts, notBefore } = post(draft.transfers, before, draft.effectiveOn, draft.coverage);
  if (overdrafts.length > 0) {
    throw new Error(`a ${draft.kind} was decided that overdraws ${overdrafts.map((o) => o.account.state).join(', ')}`);
  }
  if (notBefore !== undefined) return tooEarly(notBefore);
  return { draft, books, funds };
}

/** Closes a decision that moves nothing. */
export function statement(draft: Draft): Decision {
  return { draft, books: { fundingLines: [], lots: new Map() }, funds: new Map() };
}

/** That an account bears it from a later day on. */
export function tooEarly(first: CalendarDate): Refusal {
  return invalid([{ pointer: '/effectiveOn', code: 'too-early', allowed: first }]);
}

/** Leaves out transfers that move nothing at all. One of value zero that moves goods is legal. */
export function moving(transfers: readonly Transfer[]): Transfer[] {
  return transfers.filter((transfer) => transfer.quantity !== 0n || transfer.value !== 0n);
}
