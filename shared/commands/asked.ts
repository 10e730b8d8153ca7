import type { Fen } from '../domain/amount.ts';
import type { CalendarDate } from '../domain/calendar.ts';
import { tooEarly } from '../domain/decision.ts';
import type { Draft } from '../domain/entry.ts';
import type { Invoice } from '../domain/facts.ts';
import type { Id } from '../domain/id.ts';
import { normalForm } from '../domain/normal-form.ts';
import type { Funds } from '../domain/post.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { RegistryKind } from '../domain/registry.ts';
import type { Spending } from '../domain/threshold.ts';
import type { ClaimName } from '../storage/ports/guard-names.ts';
import type { Change, Outcome } from '../storage/ports/ledger.ts';

/** What an append failed in that a rule can tell of. */
export type Failed = Exclude<Outcome, { readonly outcome: 'appended' | 'stale' | 'repeated' }>;

/** A change that an append is asked for, and what is told where it cannot be. */
export interface Asked {
  readonly change: Change;
  /** The refusal, where what failed is this change; stale where it has to be decided again. */
  readonly refused?: (failed: Failed) => Refusal | 'stale' | undefined;
}

/** A change that can only be stale. */
export const plain = (change: Change): Asked => ({ change });

type Short = Extract<Failed, { readonly outcome: 'short' }>;

/** What is told of a funding line, by how the request names it and what it asks of it. */
export interface LineTold {
  readonly unknown: (fundingLine: Id) => Refusal;
  readonly closed: (fundingLine: Id) => Refusal;
  readonly short: (stands: Short, asked: Funds) => Refusal;
}

/** Of a line that the body names, and that is to bear something. */
export const IN_BODY: LineTold = {
  unknown: () => ({ refusal: 'invalid', errors: [{ pointer: '/fundingLine', code: 'unknown-reference' }] }),
  closed: (fundingLine) => ({ refusal: 'funding-line-closed', fundingLine }),
  short: ({ fundingLine, available, cash }, asked) => {
    const left = { available: available + asked.available, cash: cash + asked.cash };
    return left.available < 0n
      ? { refusal: 'insufficient-funds', fundingLine, available, shortfall: -left.available }
      : { refusal: 'insufficient-cash', fundingLine, cash, shortfall: -left.cash };
  },
};

/** Of a line that the path names. */
export const IN_PATH: LineTold = {
  ...IN_BODY,
  unknown: (fundingLine) => ({ refusal: 'not-found', kind: 'fundingLine', id: fundingLine }),
};

/** Of a line that a reversal would take something back from. */
export const IN_REVERSAL: LineTold = {
  ...IN_BODY,
  short: ({ fundingLine, available, cash }, asked) => {
    const [account, has, needs] =
      available + asked.available < 0n ? ['available', available, -asked.available] : ['cash', cash, -asked.cash];
    return {
      refusal: 'stands-in-the-way',
      account: `${account}/${fundingLine}`,
      has: { quantity: 0n, value: has },
      needs: { quantity: 0n, value: needs },
      entries: [],
    };
  },
};

/** Adds to what a funding line has, or takes from it. */
export function moveFunds(fundingLine: Id, on: CalendarDate, { available, cash }: Funds, told: LineTold): Asked {
  return ofLine({ change: 'funds', fundingLine, on, available, cash }, fundingLine, told, { available, cash });
}

export function closeLine(id: Id): Asked {
  return ofLine({ change: 'close-line', id }, id, {
    ...IN_PATH,
    closed: (fundingLine) => ({ refusal: 'already-closed', kind: 'fundingLine', id: fundingLine }),
    short: ({ available, cash }) => ({
      refusal: 'still-in-use',
      uses: [...standing('available', available), ...standing('cash', cash)],
    }),
  });
}

export function reopenLine(id: Id): Asked {
  return ofLine({ change: 'reopen-line', id }, id, IN_PATH);
}

function standing<W extends 'available' | 'cash'>(what: W, value: Fen) {
  return value === 0n ? [] : [{ what, value }];
}

function ofLine(change: Change, fundingLine: Id, told: LineTold, asked: Funds = { available: 0n, cash: 0n }): Asked {
  return {
    change,
    refused(failed) {
      if (!('fundingLine' in failed) || failed.fundingLine !== fundingLine) return undefined;
      if (failed.outcome === 'short')
        return failed.from === undefined ? told.short(failed, asked) : tooEarly(failed.from);
      return failed.outcome === 'closed-line' ? told.closed(fundingLine) : told.unknown(fundingLine);
    },
  };
}

/** Counts, never above a ceiling where there is one. */
export function count(counter: string, by: bigint): Asked;
export function count(counter: string, by: bigint, ceiling: bigint, above: (stands: bigint) => Refusal): Asked;
export function count(counter: string, by: bigint, most?: bigint, above?: (stands: bigint) => Refusal): Asked {
  return countOn(undefined, counter, by, most === undefined || above === undefined ? undefined : { most, above });
}

/** Up to where something may be counted, and what is told above it. */
export interface Ceiling {
  readonly most: bigint;
  readonly above: (stands: bigint) => Refusal;
}

/** The same on a day, where what is counted off again is free from a day on. */
export function countOn(on: CalendarDate | undefined, counter: string, by: bigint, ceiling?: Ceiling): Asked {
  const capped = ceiling === undefined ? {} : { ceiling: ceiling.most };
  return {
    change: { change: 'count', counter, by, ...capped, ...(on === undefined ? {} : { on }) },
    refused(failed) {
      if (failed.outcome !== 'above-ceiling' || failed.counter !== counter) return undefined;
      return failed.from === undefined ? ceiling?.above(failed.stands) : tooEarly(failed.from);
    },
  };
}

/** Counts one more where a counter that only rises stands as it was read: of several at once the others decide again. */
export function countFrom(read: bigint, counter: string): Asked {
  return {
    change: { change: 'count', counter, by: 1n, ceiling: read + 1n },
    refused: (failed) => (failed.outcome === 'above-ceiling' && failed.counter === counter ? 'stale' : undefined),
  };
}

/** A name that only one entry may hold, in its normal form, and what is told where another one holds it. */
export interface Claim {
  readonly name: ClaimName;
  readonly taken: (by: Id) => Refusal;
}

export const claims = {
  /** The subject of a sign-in is the issuer's word for somebody: two that differ in a letter's case are two persons. */
  code: (type: RegistryKind, code: string): Claim => ({
    name: `code/${type}/${type === 'member' ? code : normalForm(code)}`,
    taken: (holder) => ({ refusal: 'duplicate-code', code, kind: type, holder }),
  }),
  threshold: (spending: Spending): Claim => ({
    name: `threshold/${spending}`,
    taken: (threshold) => ({ refusal: 'threshold-set', spending, threshold }),
  }),
  invoice: ({ code = '', number }: { readonly code?: string; readonly number: string }): Claim => ({
    name: `invoice/${normalForm(code)}/${normalForm(number)}`,
    taken: (entry) => ({ refusal: 'invoice-already-booked', number, entry }),
  }),
  /** Under each number that its paper has: one fully digital invoice may have two. */
  numbersOf: ({ digitalNumber, ...invoice }: Pick<Invoice, 'code' | 'number' | 'digitalNumber'>): Claim[] => {
    const own = claims.invoice(invoice);
    const digital = digitalNumber === undefined ? own : claims.invoice({ number: digitalNumber });
    return digital.name === own.name ? [own] : [own, digital];
  },
  reversal: (entry: Id): Claim => ({
    name: `reversal/${entry}`,
    taken: (by) => ({ refusal: 'already-reversed', entry, by }),
  }),
  erasure: (entry: Id): Claim => ({
    name: `erasure/${entry}`,
    taken: (by) => ({ refusal: 'already-erased', entry, by }),
  }),
  period: (month: string): Claim => ({
    name: `period/${month}`,
    taken: (by) => ({ refusal: 'period-already-closed', month, closedThrough: month, by }),
  }),
};

/** The names of the invoices that an entry books, or that a draft of it would. */
export function invoicesOf({ facts }: Pick<Draft, 'facts'>): Claim[] {
  return 'invoice' in facts && facts.invoice !== undefined ? claims.numbersOf(facts.invoice) : [];
}

export function take({ name, taken }: Claim): Asked {
  return {
    change: { change: 'claim', claim: name },
    refused: (failed) => (failed.outcome === 'claimed' && failed.claim === name ? taken(failed.by) : undefined),
  };
}

export function release({ name }: Claim): Asked {
  return plain({ change: 'release', claim: name });
}
