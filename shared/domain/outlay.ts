import type { Fen } from './amount.ts';
import type { Approval } from './entry.ts';
import type { Refusal } from './refusal.ts';
import type { Measured, Spending, Threshold } from './threshold.ts';

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
