import type { Draft, Transfer } from './entry.ts';
import type { Id } from './id.ts';
import { type Books, type Funds, post } from './post.ts';
import { type FieldError, invalid, type Refusal } from './refusal.ts';

/** What a command decided: the draft of its entry and the books as they are after it. */
export interface Decision {
  readonly draft: Draft;
  readonly books: Books;
  readonly funds: ReadonlyMap<Id, Funds>;
}

export type Verdict = Decision | Refusal;

/**
 * Closes a decision whose rules were checked: posts its transfers. An overdraft here is a bug of the rule before it,
 * never an answer to a caller.
 */
export function decide(draft: Draft, before: Books): Decision {
  const { books, funds, overdrafts } = post(draft.transfers, before);
  if (overdrafts.length > 0) {
    throw new Error(`a ${draft.kind} was decided that overdraws ${overdrafts.map((o) => o.account.state).join(', ')}`);
  }
  return { draft, books, funds };
}

/** Leaves out transfers that move nothing at all. One of value zero that moves goods is legal. */
export function moving(transfers: readonly Transfer[]): Transfer[] {
  return transfers.filter((transfer) => transfer.quantity !== 0n || transfer.value !== 0n);
}

/** Gathers the field errors of a request so that all are told at once. */
export class FieldErrors {
  readonly #errors: FieldError[] = [];

  add(pointer: string, code: FieldError['code'], allowed?: string): void {
    this.#errors.push(allowed === undefined ? { pointer, code } : { pointer, code, allowed });
  }

  refusal(): Refusal | undefined {
    return this.#errors.length === 0 ? undefined : invalid(this.#errors);
  }
}
