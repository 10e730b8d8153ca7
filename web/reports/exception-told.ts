import type * as z from 'zod';
import type { Exceptions, reportAnswers } from '../../shared/schemas/reports.ts';
import { fieldCalled } from '../../shared/words/field-names.ts';
import type { Language } from '../../shared/words/language.ts';
import { grouped } from '../paper/figures.tsx';
import type { ExceptionKind } from './exception-kinds.ts';
import type { zh } from './zh.ts';

/** What there is to say of an exception beside its voucher, day and kind, in a few words each. */

export interface Telling {
  readonly words: (typeof zh)['exceptions'];
  readonly language: Language;
  readonly names: z.infer<typeof reportAnswers.exceptions>['names'];
}

/** Lines of what has no voucher stand in a table of their own. */
export type TableKind = Exclude<ExceptionKind, 'idleAppropriations'>;
export type ExceptionRow<K extends ExceptionKind = TableKind> = Exceptions[K][number];

const none = () => [];
const TELLS: { readonly [K in TableKind]: (row: ExceptionRow<K>, telling: Telling) => readonly string[] } = {
  waivedSeparations: none,
  overPlan: ({ lines, unit }, { words }) => [
    unit.name,
    ...lines.map((line) =>
      'item' in line
        ? words.plan(line.item.name, count(line.planned), count(line.dispatched))
        : words.plan(line.fundingLine.name, grouped(line.planned), grouped(line.disbursed)),
    ),
  ],
  belated: ({ date, month }, { words }) => [words.at(date ?? month ?? '')],
  redirectedGifts: ({ unit, consent, gifts }, { words }) => [
    unit.name,
    ...gifts.map(({ giver, item, quantity }) => words.gift(giver, item.name, count(quantity))),
    ...(consent === undefined ? [] : [words.consent(consent)]),
  ],
  headCounts: ({ changes }, { words, language }) =>
    changes.map(({ field, was, is }) => words.changed(fieldCalled(field)[language], count(was), count(is))),
  withdrawals: none,
  backdated: ({ days }, { words }) => [words.days(days)],
  closedMonths: ({ month }) => [month],
  unapproved: ({ amount, method, evidence }, { words }) => [
    words.amount(grouped(amount)),
    method,
    words.papers(evidence),
  ],
  approvedOnPaper: ({ document, approver, decidedOn }, { words }) => [words.decided(document, approver, decidedOn)],
  cashAboveThreshold: ({ above, together }, { words }) => [words.above(grouped(above), grouped(together))],
  splitOrders: ({ supplier, threshold, together, orders }, { words }) => [
    words.split(supplier.name, grouped(threshold), grouped(together), orders.length),
  ],
  latePapers: ({ missing, days }, { words }) => [words.missing[missing], words.days(days)],
  unconfirmed: ({ unit, hours }, { words }) => [unit.name, words.hours(hours)],
  invoiceDiffers: ({ invoiced, worth, date }, { words }) => [
    ...(invoiced === undefined ? [] : [words.invoiced(grouped(invoiced), grouped(worth ?? '0.00'))]),
    ...(date === undefined ? [] : [words.oldInvoice(date)]),
  ],
  payableBelowZero: ({ payable }, { words }) => [words.payable(grouped(payable))],
  paidWithoutPaper: none,
  sameBankReference: ({ reference }, { words }) => [words.reference(reference)],
  unusualPrices: ({ item, price, median }, { words }) => [words.price(item.name, grouped(price), grouped(median))],
};

export function exceptionTold<K extends TableKind>(kind: K, row: ExceptionRow<K>, telling: Telling): readonly string[] {
  const tells: (row: ExceptionRow<K>, telling: Telling) => readonly string[] = TELLS[kind];
  const { words } = telling;
  const reason = 'reason' in row && row.reason !== '' ? [words.reason(row.reason)] : [];
  const reversed = 'reversed' in row && row.reversed ? [words.reversed] : [];
  return [...tells(row, telling), ...reason, ...reversed];
}

function count(quantity: number): string {
  return grouped(String(quantity));
}
