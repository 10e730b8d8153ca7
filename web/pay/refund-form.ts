import * as z from 'zod';
import { formatYuan } from '../../shared/domain/amount.ts';
import type { PurchaseView } from '../../shared/schemas/document-answers.ts';
import type { Language } from '../../shared/words/language.ts';
import { APPROVAL_FIELDS, approvalOf, isApprovalTyped } from '../form/approval.ts';
import { BLANK, isBlank, ofText, paperOfDraft, type Row, rowsOf, typed } from '../form/cells.ts';
import type { Wrong } from '../form/faults.ts';
import { defined, given } from '../form/given.ts';
import { byTransfer, methodOf } from '../form/paid-by.ts';
import { type Made, Reading } from '../form/reading.ts';
import { readAmount, written } from '../form/typed.ts';
import { fenOf } from './owed.ts';

/** A refund (供应商退款) as it is typed, and as it is sent. */

const COLUMNS = ['amount'] as const;
export type RefundRow = Row<(typeof COLUMNS)[number]>;

const FIELDS = ['method', 'effectiveOn', 'bankReference', 'reason', ...APPROVAL_FIELDS, 'note', 'exception'] as const;
export type RefundField = (typeof FIELDS)[number];

export const refundDraft = z.object({
  fields: z.partialRecord(z.enum(FIELDS), typed),
  rows: rowsOf(COLUMNS),
  papers: z.array(paperOfDraft),
});
export type RefundDraft = z.infer<typeof refundDraft>;

/** What was paid too much on a funding line. */
export interface Overpaid {
  /** Its place among the funding lines of the purchase, from 1: the key of its row. */
  readonly key: number;
  readonly fundingLine: string;
  readonly paid: string;
  readonly over: string;
}

export function overpaidOn({ funding }: Pick<PurchaseView, 'funding'>): readonly Overpaid[] {
  return funding.flatMap(({ fundingLine, paid, payable }, at) =>
    fenOf(payable) < 0n ? [{ key: at + 1, fundingLine, paid, over: formatYuan(-fenOf(payable)) }] : [],
  );
}

/** All of it comes back today. */
export function emptyRefund(over: readonly Overpaid[], today: string, language: Language): RefundDraft {
  return {
    fields: { effectiveOn: ofText(today), method: byTransfer(language) },
    rows: over.map((one) => ({ key: one.key, cells: { amount: ofText(written('amount', one.over)) } })),
    papers: [],
  };
}

/** The lines of which something is taken back, in the order in which they are sent. */
export function refunded({ rows }: RefundDraft, over: readonly Overpaid[]): readonly Overpaid[] {
  return over.filter(({ key }) => !isBlank(amountOf(rows, key)));
}

function amountOf(rows: readonly RefundRow[], key: number) {
  return rows.find((row) => row.key === key)?.cells.amount ?? BLANK;
}

export function refundOf(
  draft: RefundDraft,
  over: readonly Overpaid[],
  words: { readonly above: (over: string) => string },
): Made {
  const reading = new Reading();
  const { fields, rows, papers } = draft;
  const sent = refunded(draft, over);
  const body = {
    shares: sent.map(({ key, fundingLine }, place) =>
      defined({ fundingLine, amount: reading.text(`/shares/${place}/amount`, amountOf(rows, key), 'amount') }),
    ),
    effectiveOn: reading.text('/effectiveOn', fields.effectiveOn, 'date'),
    method: methodOf(fields.method, reading),
    bankReference: reading.text('/bankReference', fields.bankReference, 'number'),
    reason: reading.text('/reason', fields.reason),
    approval: isApprovalTyped(fields) ? approvalOf(fields, reading) : undefined,
    evidence: papers.length === 0 ? undefined : papers,
    exception: given({ reason: reading.text('/exception/reason', fields.exception) }),
    note: reading.text('/note', fields.note),
  };
  const wrong = sent.flatMap(({ key, over: most }, place): Wrong[] => {
    const read = readAmount(amountOf(rows, key).text);
    if (read === undefined || 'flaw' in read || fenOf(read.value) <= fenOf(most)) return [];
    return [{ at: `/shares/${place}/amount`, told: words.above(written('amount', most)) }];
  });
  return { body: defined(body), unreadable: reading.unreadable, wrong };
}
