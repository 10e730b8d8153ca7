import type { Fen } from './amount.ts';
import { type CalendarDate, daysAfter } from './calendar.ts';
import type { Approval } from './entry.ts';
import type { Id } from './id.ts';
import type { Refusal } from './refusal.ts';

/** What has a payee: payments to one supplier, disbursements to one unit, benefits to one person. */
export const PAID_SPENDINGS = ['payment', 'disbursement', 'benefit'] as const;
export type PaidSpending = (typeof PAID_SPENDINGS)[number];

/** The kinds of spending that have a threshold; each is the kind of entry that does it. */
export const SPENDINGS = ['order', ...PAID_SPENDINGS] as const;
export type Spending = (typeof SPENDINGS)[number];

/** Above what a kind of spending needs an approval, and above what it is not paid in cash. */
export interface ThresholdFields {
  readonly spending: Spending;
  readonly approvalAbove?: Fen;
  readonly cashAbove?: Fen;
}

/** A threshold as it is in force. */
export interface Threshold {
  readonly id: Id<'threshold'>;
  readonly fields: ThresholdFields;
}

/** By which threshold something was measured, and so counted; and how far it goes beyond what may be cash, with a reason. */
export interface Measured {
  readonly threshold: Id<'threshold'>;
  readonly overCash?: { readonly above: Fen; readonly together: Fen };
}

/** What is paid to one payee within so many days counts together. */
export const TOGETHER_DAYS = 7;

/** The first days of every span of seven days that holds a day: what counts together is the most that one of them has. */
export function spansAround(day: CalendarDate): readonly CalendarDate[] {
  return Array.from({ length: TOGETHER_DAYS }, (_, at) => daysAfter(day, at + 1 - TOGETHER_DAYS));
}

/** The last day of the span that begins on a day. */
export function lastOfSpan(from: CalendarDate): CalendarDate {
  return daysAfter(from, TOGETHER_DAYS - 1);
}

/** What is to be spent, as far as a threshold asks. */
export interface Outlay {
  readonly amount: Fen;
  readonly isCash: boolean;
  readonly approval?: Approval | undefined;
  readonly exception?: { readonly reason: string } | undefined;
}

/** What else counts together with it: of all that was paid, and of what was paid in cash. */
export interface Beside {
  readonly all: Fen;
  readonly cash: Fen;
}

/** How far an outlay may go before a limit is passed; undefined where none is set, or it was set aside. */
export interface Room {
  readonly all: Fen | undefined;
  readonly cash: Fen | undefined;
  readonly overCash: Measured['overCash'];
}

/** Measures an outlay: an approval lets anything pass that needs one, and a reason lets cash pass, which is listed. */
export function roomUnder({ fields }: Threshold, outlay: Outlay, { all, cash }: Beside): Room | Refusal {
  const { spending, approvalAbove, cashAbove } = fields;
  const { amount, isCash, approval, exception } = outlay;
  const needed = approval === undefined ? approvalAbove : undefined;
  if (needed !== undefined && all + amount > needed) return approvalNeeded(spending, amount, needed, all);
  const ceiling = isCash ? cashAbove : undefined;
  if (ceiling === undefined || cash + amount <= ceiling) return { all: needed, cash: ceiling, overCash: undefined };
  if (exception === undefined) return cashAboveThreshold(spending, amount, ceiling, cash);
  return { all: needed, cash: undefined, overCash: { above: ceiling, together: cash + amount } };
}

export function approvalNeeded(spending: Spending, amount: Fen, threshold: Fen, beside: Fen): Refusal {
  return { refusal: 'approval-needed', spending, amount, threshold, together: beside + amount };
}

export function cashAboveThreshold(spending: Spending, amount: Fen, threshold: Fen, beside: Fen): Refusal {
  return { refusal: 'cash-above-threshold', spending, amount, threshold, together: beside + amount };
}
