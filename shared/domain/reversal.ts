import { supplier, writeAccount } from './account.ts';
import type { PurchaseBook } from './books.ts';
import type { Reverse } from './command.ts';
import { negatedCoverage } from './coverage.ts';
import { tooEarly, type Verdict } from './decision.ts';
import { type Entry, isKind, type Transfer } from './entry.ts';
import type { Beside, Facts } from './facts.ts';
import type { Id } from './id.ts';
import { KINDS } from './kinds.ts';
import { Objections } from './objections.ts';
import { type Books, post } from './post.ts';
import { payable } from './purchase.ts';
import type { Refusal } from './refusal.ts';
import { stated } from './stated.ts';
import { refsOnto } from './subject.ts';

export interface ReverseState {
  readonly actor: string;
  readonly entry: Entry;
  /** The reversal that it has already. */
  readonly reversedBy: Id | undefined;
  /** What goods would come back to although it is closed: a funding line, a warehouse. */
  readonly closed: readonly Refusal[];
  /** The books of its document and lots as they are now. */
  readonly books: Books;
  /** Other documents that its reversal changes. */
  readonly beside?: readonly Beside[];
}

/**
 * Reverses (冲销), by somebody who did not record it: the mirror of every transfer, last one first, coverage negated. Where what the entry brought has
 * moved on, the reversal would take an account below zero: what stands in the way is named by `inTheWayOf`.
 */
export function reverse(command: Reverse, state: ReverseState): Verdict {
  return objectionsTo(command, state).foremost() ?? undo(command, state);
}

/** The mirror of an entry, whoever asks for it; only what has moved on stands in the way of it. */
export function undo(
  command: Pick<Reverse, 'effectiveOn' | 'reason'> & { readonly withdrawn?: true },
  state: Pick<ReverseState, 'entry' | 'books' | 'beside'>,
): Verdict {
  const { entry, books } = state;
  const [short] = shortfalls(state);
  if (short) return { refusal: 'stands-in-the-way', ...short, entries: [] };
  const transfers = mirror(entry.transfers);
  const coverage = entry.coverage && negatedCoverage(entry.coverage);
  const posted = post(transfers, books, command.effectiveOn, coverage);
  if (posted.notBefore !== undefined) return tooEarly(posted.notBefore);
  const draft = {
    kind: 'reversal',
    effectiveOn: command.effectiveOn,
    refs: refsOnto(entry),
    facts: stated<Facts['reversal']>({
      reason: command.reason,
      kind: entry.kind,
      withdrawn: command.withdrawn,
      beside: state.beside === undefined || state.beside.length === 0 ? undefined : state.beside,
    }),
    transfers,
    ...(coverage ? { coverage } : {}),
  } as const;
  return { draft, books: posted.books, funds: posted.funds };
}

function objectionsTo(command: Reverse, { actor, entry, reversedBy, closed }: ReverseState): Objections {
  const objections = new Objections();
  const isSamePerson = actor === entry.actor.subject && !command.exception;
  if (isSamePerson) objections.refuse({ refusal: 'same-person', step: 'entry' });
  objections.notBefore(entry.effectiveOn, command.effectiveOn);
  objections.refuse(...closed);
  if (isKind(entry, 'correction')) {
    objections.refuse({ refusal: 'correct-the-original', correction: entry.id, original: entry.refs.entry });
  } else if (!KINDS[entry.kind].reversible) objections.refuse({ refusal: 'not-reversible', kind: entry.kind });
  if (reversedBy !== undefined) objections.refuse({ refusal: 'already-reversed', entry: entry.id, by: reversedBy });
  return objections;
}

/** An account that does not hold what a reversal would take out of it, written as in the entry. */
export type Shortfall = Pick<Extract<Refusal, { refusal: 'stands-in-the-way' }>, 'account' | 'has' | 'needs'>;

/** Every account that the mirror of an entry would take below zero, or below what was paid. */
export function shortfalls({ entry, books }: Pick<ReverseState, 'entry' | 'books'>): Shortfall[] {
  const { overdrafts, books: after } = post(mirror(entry.transfers), books, entry.effectiveOn);
  const short = overdrafts.map(({ account, has, needs }) => ({ account: writeAccount(account), has, needs }));
  return [...short, ...overpaid(entry, books.purchase, after.purchase)];
}

export function mirror(transfers: readonly Transfer[]): Transfer[] {
  return transfers.toReversed().map(({ from, to, quantity, value }) => ({ from: to, to: from, quantity, value }));
}

/** A purchase may not fall below what was paid for it: the payment has to be reversed first, unless no money came back. */
function overpaid(entry: Entry, before: PurchaseBook | undefined, after: PurchaseBook | undefined): Shortfall[] {
  if (!before || !after || entry.kind === 'payment' || entry.kind === 'refund') return [];
  return after.paid.flatMap((paid, at): Shortfall[] => {
    const left = payable(after, at + 1);
    if (left >= 0n || payable(before, at + 1) <= left) return [];
    return [
      {
        account: writeAccount(supplier(at + 1)),
        has: { quantity: 0n, value: paid + left },
        needs: { quantity: 0n, value: paid },
      },
    ];
  });
}
