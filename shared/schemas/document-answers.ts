import * as z from 'zod';
import type { Allocation, CountedLine, DispatchedLine, Facts, InvoiceRow, OrderedLine } from '../domain/facts.ts';
import { PERSON_KINDS } from '../domain/person.ts';
import {
  balance,
  date,
  id,
  instant,
  lotId,
  number,
  ordinal,
  packed,
  price,
  text,
  whole,
  yuan,
} from './answer-scalars.ts';
import { approvalAnswer, coverageAnswer, measuredAnswer, standingCoverageAnswer } from './entry-answer.ts';
import { telling } from './exactly.ts';
import { consentAnswer, directionAnswer, toldInvoice, toldTerms } from './terms-answer.ts';

export type BalanceView = z.output<typeof balance>;

const paid = yuan.meta({ description: 'Paid to the supplier, less what it refunded' });
const payable = yuan.meta({ description: 'Below zero where the supplier owes it back' });
/** Beside a quantity in the base measure. */
const packs = packed.exactOptional();
const batch = { batch: text.exactOptional(), expiresOn: date.exactOptional() };

export const purchaseAnswer = telling<Facts['order']>()(
  z
    .strictObject({
      id,
      number,
      status: z.enum(['open', 'closed']).meta({ description: 'Open while something is on order' }),
      supplier: id,
      effectiveOn: date,
      ...toldTerms().shape,
      laterInvoices: whole.meta({ description: 'How many invoices came after it; their entries stand in the history' }),
      lines: z.array(
        telling<OrderedLine>()(
          z.strictObject({
            line: ordinal,
            item: id,
            service: z.literal(true).exactOptional().meta({ description: 'No goods: what is accepted of it is spent' }),
            packs: packs.meta({ description: 'As it was ordered, where that was in packs' }),
            unitPrice: price.exactOptional().meta({ description: 'Of one pack where `packs` stand here, else of one' }),
            ordered: balance,
            shares: z.array(
              z.strictObject({ fundingLine: id, ordered: balance, committed: balance, accepted: balance }),
            ),
          }),
        ),
      ),
      funding: z.array(z.strictObject({ fundingLine: id, committed: yuan, accepted: yuan, paid, payable })),
    })
    .meta({ id: 'Purchase' }),
);

const invoiceRowAnswer = telling<InvoiceRow>()(
  z.strictObject({
    name: text,
    spec: text.exactOptional(),
    measure: text.exactOptional(),
    quantity: text.exactOptional(),
    unitPrice: text.exactOptional(),
    amount: yuan.meta({ description: 'Without tax' }),
    taxRate: text.exactOptional(),
    tax: yuan.exactOptional(),
  }),
);

export const invoiceAnswer = telling<Omit<Facts['invoicing'], 'beside'>>()(
  z
    .strictObject({
      id,
      number,
      status: z.enum(['booked', 'withdrawn']),
      kind: z.enum(['blue', 'red']),
      supplier: id,
      effectiveOn: date,
      invoice: toldInvoice(),
      corrects: id.exactOptional().meta({ description: 'The blue invoice that a red one takes back' }),
      corrected: yuan.meta({ description: 'What red ones took back of it: below zero, or 0.00' }),
      allocated: yuan.meta({ description: 'What of it is for purchases' }),
      left: yuan.meta({ description: 'What of it is for no purchase yet' }),
      allocations: z.array(
        telling<Allocation>()(
          z.strictObject({
            purchase: id,
            amount: yuan,
            corrected: yuan.meta({ description: 'What red ones took back of that: below zero, or 0.00' }),
          }),
        ),
      ),
      lines: z.array(invoiceRowAnswer).exactOptional(),
    })
    .meta({ id: 'Invoice' }),
);

/** A lot as one entry brought it. */
export const arrivedLotAnswer = z
  .strictObject({
    id: lotId,
    line: ordinal,
    item: id,
    fundingLine: id,
    warehouse: id,
    receivedOn: date,
    ...batch,
    quantity: whole,
    packs,
    value: yuan,
  })
  .meta({ id: 'ArrivedLot', description: 'A lot as one acceptance or receipt brought it' });

export const receiptAnswer = telling<Omit<Facts['receipt'], 'lots'>>()(
  z
    .strictObject({
      id,
      number,
      kind: z.enum(['donation', 'allocation']),
      giver: text,
      fundingLine: id,
      warehouse: id,
      effectiveOn: date,
      value: yuan.meta({ description: 'Of all that came in with it' }),
      directedTo: directionAnswer.exactOptional(),
    })
    .meta({ id: 'Receipt' }),
);

export const stockMoveAnswer = z
  .strictObject({
    id: id,
    number: number,
    from: id,
    to: id,
    effectiveOn: date,
    reason: text.exactOptional(),
    lines: z.array(
      z.strictObject({
        from: lotId.meta({ description: 'The lot that it was taken out of' }),
        lot: lotId.meta({ description: 'The lot that it arrived as' }),
        item: id,
        fundingLine: id,
        quantity: whole,
        packs,
        value: yuan,
        ...batch,
      }),
    ),
    packs: z
      .array(packed.extend({ item: id }))
      .exactOptional()
      .meta({ description: 'What was asked for in packs' }),
  })
  .meta({ id: 'StockMove', description: 'Goods that went from one warehouse to another' });

const whereabouts = {
  sent: balance,
  inTransit: balance,
  held: balance.meta({ description: 'Damaged or short, waiting for a decision' }),
  delivered: balance,
};

export const consignmentAnswer = telling<Facts['dispatch']>()(
  z
    .strictObject({
      id,
      number,
      status: z.enum(['in-transit', 'confirmed', 'withdrawn']),
      unit: id,
      warehouse: id,
      plan: id.exactOptional(),
      effectiveOn: date,
      confirmation: id.exactOptional().meta({ description: 'The entry that confirmed it' }),
      standingCoverage: standingCoverageAnswer.exactOptional(),
      lines: z.array(
        telling<DispatchedLine>()(
          z.strictObject({
            line: ordinal,
            item: id,
            quantity: whole.meta({ description: 'As asked for, in the base measure' }),
            packs: packs.meta({ description: 'As it was asked for, where that was in packs' }),
            fundingLine: id.exactOptional(),
            ...whereabouts,
            elsewhere: balance.meta({ description: 'Back in stock, or written off' }),
          }),
        ),
      ),
      purpose: text.exactOptional().meta({ description: 'What it is for' }),
      consent: consentAnswer.exactOptional(),
      redirected: z.array(ordinal).exactOptional().meta({
        description: 'The parts, from 1, whose givers meant somebody else',
      }),
      parts: z.array(z.strictObject({ line: ordinal, lot: lotId, ...whereabouts })).meta({
        description: 'What each lot gave to each line, in the order of dispatch',
      }),
      carrier: text.exactOptional().meta({ description: 'Masked; told where one document is read' }),
      signatory: text.exactOptional().meta({ description: 'Masked; told where one document is read' }),
    })
    .meta({ id: 'Consignment' }),
);

export const disbursementAnswer = telling<Facts['disbursement']>()(
  z
    .strictObject({
      id,
      number,
      status: z.enum(['disbursed', 'taken-back']),
      fundingLine: id,
      unit: id,
      plan: id.exactOptional(),
      amount: yuan,
      remaining: yuan.meta({ description: 'What still stands at the unit' }),
      effectiveOn: date,
      purpose: text,
      method: text,
      approval: approvalAnswer.exactOptional(),
      measured: measuredAnswer.exactOptional(),
      coverage: coverageAnswer.exactOptional(),
      standingCoverage: standingCoverageAnswer.exactOptional(),
    })
    .meta({ id: 'Disbursement' }),
);

export const benefitAnswer = telling<Facts['benefit']>()(
  z
    .strictObject({
      id,
      number,
      status: z.enum(['paid', 'reversed']),
      fundingLine: id,
      tariff: id,
      amount: yuan,
      effectiveOn: date,
      period: text.meta({ description: 'The period it counts in' }),
      method: text,
      approval: approvalAnswer.exactOptional(),
      measured: measuredAnswer.exactOptional(),
      person: z
        .strictObject({ name: text, reference: text, kind: z.enum(PERSON_KINDS).exactOptional() })
        .exactOptional()
        .meta({
          description: 'Masked; told where documents are read, absent once erased',
        }),
    })
    .meta({ id: 'Benefit' }),
);

export const adjustmentAnswer = telling<Facts['count']>()(
  z
    .strictObject({
      id,
      number,
      status: z.enum(['counted', 'posted', 'withdrawn']),
      warehouse: id,
      effectiveOn: date,
      reason: text,
      lines: z.array(
        telling<CountedLine>()(
          z.strictObject({
            lot: lotId,
            book: whole,
            counted: whole,
            packs: packs.meta({ description: 'What was counted, where that was in packs' }),
            difference: whole,
          }),
        ),
      ),
    })
    .meta({ id: 'StockAdjustment' }),
);

export type PurchaseView = z.output<typeof purchaseAnswer>;
export type InvoiceView = z.output<typeof invoiceAnswer>;
export type ArrivedLotView = z.output<typeof arrivedLotAnswer>;
export type StockMoveView = z.output<typeof stockMoveAnswer>;
export type ReceiptView = z.output<typeof receiptAnswer>;
export type ConsignmentView = z.output<typeof consignmentAnswer>;
export type DisbursementView = z.output<typeof disbursementAnswer>;
export type BenefitView = z.output<typeof benefitAnswer>;
export type AdjustmentView = z.output<typeof adjustmentAnswer>;
export type StandingCoverageView = z.output<typeof standingCoverageAnswer>;
export type CoverageView = z.output<typeof coverageAnswer>;

export const periodAnswer = z
  .strictObject({
    id,
    month: text.meta({ description: 'Closed with every month before it' }),
    closedBy: text,
    closedAt: instant,
  })
  .meta({ id: 'Period' });
