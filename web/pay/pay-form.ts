import * as z from 'zod';
import type { Fen } from '../../shared/domain/amount.ts';
import type { Language } from '../../shared/words/language.ts';
import type { Problem } from '../ask/problem.ts';
import { APPROVAL_FIELDS, approvalOf } from '../form/approval.ts';
import { BLANK, isBlank, ofText, paperOfDraft, type Row, rowsOf, typed } from '../form/cells.ts';
import type { Wrong } from '../form/faults.ts';
import { defined, given } from '../form/given.ts';
import { byTransfer, methodOf } from '../form/paid-by.ts';
import { type Made, Reading } from '../form/reading.ts';
import { readAmount, written } from '../form/typed.ts';
import { fate, isToSend, reopened } from './fates.ts';
import { fenOf, type Owed } from './owed.ts';

/** Payments as they are typed, several at once, and as each is sent. */

export const COLUMNS = ['amount', 'reference'] as const;
export type Column = (typeof COLUMNS)[number];
export type PayRow = Row<Column>;

export const FIELDS = ['method', 'effectiveOn', 'bankReference', ...APPROVAL_FIELDS, 'note', 'exception'] as const;
export type FieldName = (typeof FIELDS)[number];

const payment = z.object({
  /** Its payment is sent under it, and is called by it then. */
  key: z.uuid(),
  purchase: z.string(),
  number: z.string().nullable(),
  supplier: z.string(),
  fate,
  shares: z.array(
    z.object({
      /** The key of its row. */
      row: z.int(),
      fundingLine: z.string(),
      called: z.string(),
      payable: z.string(),
      due: z.string(),
    }),
  ),
});
export type Payment = z.infer<typeof payment>;

export const payDraft = z.object({
  fields: z.partialRecord(z.enum(FIELDS), typed),
  payments: z.array(payment),
  rows: rowsOf(COLUMNS),
  papers: z.array(paperOfDraft),
});
export type PayDraft = z.infer<typeof payDraft>;

export function emptyPayments(today: string, language: Language): PayDraft {
  return {
    fields: { effectiveOn: ofText(today), method: byTransfer(language) },
    payments: [],
    rows: [],
    papers: [],
  };
}

/**
 * The draft with these purchases to pay, and no others but those whose answer was lost: what was typed for one that stays
 * is kept, and of the others that is paid which came and is not paid, or all that may be where nothing came yet.
 */
export function withChosen(draft: PayDraft, owed: readonly Owed[], newKey: () => string): PayDraft {
  const stays = draft.payments.filter(
    ({ purchase, fate: { as } }) => as === 'lost' || (as !== 'booked' && owed.some((one) => one.purchase === purchase)),
  );
  let next = draft.rows.reduce((most, { key }) => Math.max(most, key), 0) + 1;
  const rows: PayRow[] = [];
  const added = owed
    .filter(({ purchase }) => !stays.some((one) => one.purchase === purchase))
    .map(({ shares, ...of }): Payment => {
      const isAhead = shares.every(({ due }) => fenOf(due) === 0n);
      const open = shares.filter(({ payable }) => fenOf(payable) > 0n);
      const numbered = open.map((share) => {
        const row = next;
        next += 1;
        const amount = isAhead || fenOf(share.due) > fenOf(share.payable) ? share.payable : share.due;
        const text = fenOf(amount) === 0n ? '' : written('amount', amount);
        rows.push({ key: row, cells: { amount: ofText(text) } });
        return { ...share, row };
      });
      return { ...of, key: newKey(), fate: { as: 'waiting' }, shares: numbered };
    });
  const payments = [...stays, ...added];
  const kept = draft.rows.filter(({ key }) => stays.some(({ shares }) => shares.some(({ row }) => row === key)));
  return { ...draft, payments, rows: [...kept, ...rows] };
}

/** As it stands once the page is there again. */
export function reopenedPayments(draft: PayDraft): PayDraft {
  return { ...draft, payments: [...reopened(draft.payments)] };
}

function cellOf(draft: PayDraft, row: number, column: Column) {
  return draft.rows.find(({ key }) => key === row)?.cells[column] ?? BLANK;
}

/** What is to be sent: what nothing was typed for is not paid now. */
export function toSend(draft: PayDraft): readonly Payment[] {
  return draft.payments.filter(
    (one) => isToSend(one) && one.shares.some(({ row }) => !isBlank(cellOf(draft, row, 'amount'))),
  );
}

/** What is paid of one, as far as it can be read. */
export function sumOf(draft: PayDraft, { shares }: Payment): Fen {
  return shares.reduce((sum, { row }) => {
    const read = readAmount(cellOf(draft, row, 'amount').text);
    return read === undefined || 'flaw' in read ? sum : sum + fenOf(read.value);
  }, 0n);
}

/** How much of all that is to be sent is for what has not come. */
export function paidAhead(draft: PayDraft): Fen {
  return toSend(draft)
    .flatMap(({ shares }) => shares)
    .reduce((sum, { row, due }) => {
      const read = readAmount(cellOf(draft, row, 'amount').text);
      const ahead = read === undefined || 'flaw' in read ? 0n : fenOf(read.value) - fenOf(due);
      return ahead > 0n ? sum + ahead : sum;
    }, 0n);
}

/** What is sent of one. What is typed once is of all; a number of the bank's that it has itself goes before. */
export function paymentOf(draft: PayDraft, { shares }: Payment): Made {
  const reading = new Reading();
  const { fields, papers } = draft;
  const [first] = shares;
  const own = first === undefined ? BLANK : cellOf(draft, first.row, 'reference');
  const body = {
    shares: paidShares(draft, shares).map(({ fundingLine, row }, place) =>
      defined({ fundingLine, amount: reading.text(`/shares/${place}/amount`, cellOf(draft, row, 'amount'), 'amount') }),
    ),
    effectiveOn: reading.text('/effectiveOn', fields.effectiveOn, 'date'),
    method: methodOf(fields.method, reading),
    bankReference: reading.text('/bankReference', isBlank(own) ? fields.bankReference : own, 'number'),
    approval: approvalOf(fields, reading),
    evidence: papers.length === 0 ? undefined : papers,
    exception: given({ reason: reading.text('/exception/reason', fields.exception) }),
    note: reading.text('/note', fields.note),
  };
  return { body: defined(body), unreadable: reading.unreadable };
}

function paidShares(draft: PayDraft, shares: Payment['shares']): Payment['shares'] {
  return shares.filter(({ row }) => !isBlank(cellOf(draft, row, 'amount')));
}

/** Where what is wrong with one stands among all: in its own row, or in what is typed once for all. */
export function placedIn(draft: PayDraft, payment: Payment, { at, told }: Wrong): Wrong {
  const [, place, inShare = ''] = /^\/shares\/(\d+)(\/.*)?$/.exec(at) ?? [];
  const [first] = payment.shares;
  const paid = paidShares(draft, payment.shares);
  if (place !== undefined) return { at: `/rows/${paid[Number(place)]?.row ?? first?.row}${inShare}`, told };
  if (at === '/shares') return { at: `/rows/${first?.row}/amount`, told };
  if (at === '/bankReference' && first !== undefined && !isBlank(cellOf(draft, first.row, 'reference'))) {
    return { at: `/rows/${first.row}/reference`, told };
  }
  return { at, told };
}

/** Rules that are about one field, whichever payment they refuse. */
const FIELDS_REFUSED: Readonly<Record<string, string>> = {
  '/problems/approval-needed': '/approval/document',
  '/problems/cash-above-threshold': '/exception/reason',
  '/problems/same-person': '/exception/reason',
};

/** The field that a rule which says no is about, as a pointer into what was sent: a share of money, or why it may be. */
export function refusedAt(
  draft: PayDraft,
  { shares }: Payment,
  { type, members }: Pick<Problem, 'type' | 'members'>,
): string | undefined {
  const place = paidShares(draft, shares).findIndex(({ fundingLine }) => fundingLine === members.fundingLine);
  return place < 0 ? FIELDS_REFUSED[type] : `/shares/${place}/amount`;
}
