import type { Fen } from './amount.ts';
import { type CalendarDate, daysAfter } from './calendar.ts';
import type { Id } from './id.ts';

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

/** The thresholds that are in force, by what they are of. */
export type Thresholds = ReadonlyMap<Spending, Threshold>;

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
