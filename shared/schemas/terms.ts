import * as z from 'zod';
import type { Emergency, Invoice, InvoiceRow, Terms } from '../domain/facts.ts';
import * as written from './canonical.ts';
import { across } from './check.ts';
import { exactly, strictly } from './exactly.ts';
import { invoice } from './invoice.ts';
import { givenProcurement, writtenProcurement } from './procurement.ts';
import { anyDate, pastDate, title } from './scalars.ts';

/**
 * The terms of an order, as a request gives them and as the log keeps them. Made where they are asked for, so that whoever
 * reads entries alone does not start with the other. How answers tell them stands in `terms-answer.ts`.
 */

export const givenTerms = () =>
  strictly<Terms>()({
    emergency: givenEmergency().exactOptional(),
    procurement: givenProcurement().exactOptional(),
    invoice: invoice.exactOptional(),
  });

const givenEmergency = () =>
  exactly<Emergency>()(
    z.strictObject({ basis: title, from: pastDate, to: anyDate.exactOptional() }).check(
      across<Emergency>((validity, tell) => {
        const { from, to } = validity;
        if (typeof from === 'string' && typeof to === 'string' && to < from) {
          tell(['to'], { code: 'too-early', allowed: from });
        }
      }),
    ),
  );

export const writtenTerms = () =>
  strictly<Terms>()({
    emergency: z
      .strictObject({ basis: written.words, from: written.date, to: written.date.exactOptional() })
      .exactOptional(),
    procurement: writtenProcurement().exactOptional(),
    invoice: writtenInvoice().exactOptional(),
  });

export const writtenInvoice = () =>
  strictly<Invoice>()({
    code: written.words.exactOptional(),
    number: written.words,
    digitalNumber: written.words.exactOptional(),
    date: written.date,
    amount: written.yuan,
  });

export const writtenInvoiceRow = () =>
  strictly<InvoiceRow>()({
    name: written.words,
    spec: written.words.exactOptional(),
    measure: written.words.exactOptional(),
    quantity: written.words.exactOptional(),
    unitPrice: written.words.exactOptional(),
    amount: written.yuan,
    taxRate: written.words.exactOptional(),
    tax: written.yuan.exactOptional(),
  });
