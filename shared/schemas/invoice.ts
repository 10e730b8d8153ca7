import * as z from 'zod';
import type { BookInvoice } from '../domain/command.ts';
import type { Invoice } from '../domain/facts.ts';
import { normalForm } from '../domain/normal-form.ts';
import { across } from './check.ts';
import { exactly } from './exactly.ts';
import { LIMITS } from './limits.ts';
import { remarks } from './remarks.ts';
import { amount, identifier, pastDate } from './scalars.ts';

const DIGITAL = /^\d{20}$/;
const PAPER = /^\d{8}$/;
const PAPER_CODE = /^(\d{10}|\d{12})$/;

/** A fully digital invoice has a number of 20 digits and no code, an older one 8 digits and a code of 10 or 12. */
const numbered = across<{ readonly code?: string; readonly number: string }>((invoice, tell) => {
  if (typeof invoice.number !== 'string') return;
  const number = normalForm(invoice.number);
  const code = typeof invoice.code === 'string' ? normalForm(invoice.code) : invoice.code;
  if (!DIGITAL.test(number) && !PAPER.test(number)) tell(['number'], { code: 'bad-format', format: 'invoice-number' });
  else if (DIGITAL.test(number) ? code !== undefined : code === undefined || !PAPER_CODE.test(code)) {
    tell(['code'], { code: code === undefined ? 'required' : 'bad-format', format: 'invoice-code' });
  }
});

const fields = {
  code: identifier(LIMITS.invoice)
    .meta({ description: '10 or 12 digits of an older invoice; absent for 20-digit numbers' })
    .exactOptional(),
  number: identifier(LIMITS.invoice).meta({
    description: '20 digits (fully digital), or 8 with a code beside them',
  }),
  date: pastDate,
  amount,
};

export const invoice = exactly<Invoice>()(z.strictObject(fields).check(numbered));

export const bookInvoiceBody = exactly<BookInvoice>()(z.strictObject({ ...fields, ...remarks }).check(numbered));
