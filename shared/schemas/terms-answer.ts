import * as z from 'zod';
import type { Consent, Emergency, Invoice, Terms } from '../domain/facts.ts';
import type { Procurement, Quote } from '../domain/procurement.ts';
import * as told from './answer-scalars.ts';
import { evidenceAnswer } from './entry-answer.ts';
import { telling } from './exactly.ts';
import { procurementMethod } from './procurement.ts';

/**
 * What was agreed, as answers tell it: the terms of an order, and whom a gift is for. Apart from how requests give it and
 * the log keeps it, for whoever records starts without the shapes of answers.
 */

export const directionAnswer = z
  .union([z.strictObject({ unit: told.id }), z.strictObject({ purpose: told.text }), told.text])
  .meta({ description: "A unit or a purpose; in early entries the giver's own words" });

export const consentAnswer = telling<Consent>()(
  z.strictObject({ document: told.text, evidence: z.array(evidenceAnswer), receipt: told.id.exactOptional() }),
);

export const toldProcurement = () =>
  telling<Procurement>()(
    z.strictObject({
      method: procurementMethod(),
      contract: told.text.exactOptional(),
      quotes: z.array(toldQuote()).exactOptional(),
      reason: told.text.exactOptional(),
    }),
  );

export const toldQuote = () =>
  telling<Quote>()(
    z.strictObject({ supplier: told.text, amount: told.yuan, evidence: evidenceAnswer.exactOptional() }),
  );

export const toldInvoice = () =>
  telling<Invoice>()(
    z.strictObject({
      code: told.text.exactOptional(),
      number: told.text,
      digitalNumber: told.text.exactOptional(),
      date: told.date,
      amount: told.yuan,
    }),
  );

export const toldTerms = () =>
  telling<Terms>()(
    z.strictObject({
      emergency: telling<Emergency>()(
        z.strictObject({ basis: told.text, from: told.date, to: told.date.exactOptional() }),
      ).exactOptional(),
      procurement: toldProcurement().exactOptional(),
      invoice: toldInvoice().exactOptional().meta({ description: 'Booked with the order' }),
    }),
  );
