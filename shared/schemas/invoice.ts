import * as z from 'zod';
import type { AllocateInvoice, BookInvoice, RecordInvoice } from '../domain/command.ts';
import type { Allocation, Invoice, InvoiceRow } from '../domain/facts.ts';
import { normalForm } from '../domain/normal-form.ts';
import { across, tellRepeated } from './check.ts';
import { exactly, strictly } from './exactly.ts';
import { LIMITS } from './limits.ts';
import { evidence, remarks } from './remarks.ts';
import { amount, decimal, id, identifier, pastDate, signedAmount, title } from './scalars.ts';

const DIGITAL = /^\d{20}$/;
const PAPER = /^\d{8}$/;
const PAPER_CODE = /^(\d{10}|\d{12})$/;

type Numbered = Pick<Invoice, 'code' | 'number' | 'digitalNumber'>;

/**
 * A fully digital invoice has a number of 20 digits and no code, an older one 8 digits and a code of 10 or 12. On paper a
 * fully digital one has all three.
 */
const numbered = across<Numbered>((invoice, tell) => {
  if (typeof invoice.number !== 'string') return;
  const number = normalForm(invoice.number);
  const code = typeof invoice.code === 'string' ? normalForm(invoice.code) : invoice.code;
  if (!DIGITAL.test(number) && !PAPER.test(number)) tell(['number'], { code: 'bad-format', format: 'invoice-number' });
  else if (DIGITAL.test(number) ? code !== undefined : code === undefined || !PAPER_CODE.test(code)) {
    tell(['code'], { code: code === undefined ? 'required' : 'bad-format', format: 'invoice-code' });
  }
  const { digitalNumber } = invoice;
  if (typeof digitalNumber !== 'string') return;
  const isOther = DIGITAL.test(number) && normalForm(digitalNumber) !== number;
  if (isOther || !DIGITAL.test(normalForm(digitalNumber))) {
    tell(['digitalNumber'], { code: 'bad-format', format: 'invoice-number' });
  }
});

const numbers = {
  code: identifier(LIMITS.invoice)
    .meta({ description: '10 or 12 digits of an older invoice; absent for 20-digit numbers' })
    .exactOptional(),
  number: identifier(LIMITS.invoice).meta({
    description: '20 digits (fully digital), or 8 with a code beside them',
  }),
  digitalNumber: identifier(LIMITS.invoice)
    .meta({ description: '20 digits, where the paper of a fully digital invoice has code and number too' })
    .exactOptional(),
  date: pastDate,
};

export const invoice = exactly<Invoice>()(z.strictObject({ ...numbers, amount }).check(numbered));

export const bookInvoiceBody = exactly<BookInvoice>()(
  z.strictObject({ ...numbers, amount, evidence, ...remarks }).check(numbered),
);

const allocations = z
  .array(strictly<Allocation>()({ purchase: id, amount: signedAmount }))
  .max(LIMITS.allocations)
  .check(
    across<readonly Allocation[]>((given, tell) =>
      tellRepeated(
        given,
        (one) => one.purchase,
        (at) => tell([at, 'purchase'], { code: 'repeated' }),
      ),
    ),
  );

/** A row as the reader of an invoice's file tells it. */
const row = strictly<InvoiceRow>()({
  name: title,
  spec: title.exactOptional(),
  measure: title.exactOptional(),
  quantity: decimal.exactOptional(),
  unitPrice: decimal.exactOptional(),
  amount: signedAmount,
  taxRate: decimal.exactOptional(),
  tax: signedAmount.exactOptional(),
});

/** A red one says which blue one it takes back; what is blue takes nothing back, and is above zero in all that it says. */
const oneKind = across<Pick<RecordInvoice, 'kind' | 'corrects' | 'amount' | 'allocations'>>((invoice, tell) => {
  const isRed = invoice.kind === 'red';
  if (isRed && invoice.corrects === undefined) tell(['corrects'], { code: 'required' });
  if (!isRed && invoice.corrects !== undefined) tell(['kind'], { code: 'not-one-of', allowed: 'red' });
  const isLow = (fen: unknown) => typeof fen === 'bigint' && (isRed ? fen === 0n : fen < 1n);
  const low = { code: 'too-small', allowed: '0.01' } as const;
  if (isLow(invoice.amount)) tell(['amount'], low);
  const given: unknown = invoice.allocations;
  if (!Array.isArray(given)) return;
  given.forEach((one: { readonly amount?: unknown }, at) => {
    if (isLow(one?.amount)) tell(['allocations', at, 'amount'], low);
  });
});

export const recordInvoiceBody = exactly<RecordInvoice>()(
  z
    .strictObject({
      supplier: id,
      kind: z.enum(['blue', 'red']).meta({ description: '红字 or 蓝字; blue where it is left out' }).exactOptional(),
      corrects: id.meta({ description: 'The blue invoice that a red one takes back' }).exactOptional(),
      ...numbers,
      amount: signedAmount.meta({ description: 'With tax. Of a red one as it is printed, below zero' }),
      allocations: allocations
        .meta({ description: 'What of it is for which purchases; more may follow later' })
        .exactOptional(),
      lines: z.array(row).max(LIMITS.invoiceRows).meta({ description: 'Its rows as they stand in it' }).exactOptional(),
      evidence,
      ...remarks,
    })
    .check(numbered)
    .check(oneKind),
);

export const allocateInvoiceBody = strictly<AllocateInvoice>()({
  allocations: allocations.min(1),
  ...remarks,
});
