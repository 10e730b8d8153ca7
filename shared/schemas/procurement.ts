import * as z from 'zod';
import { PROCUREMENT_METHODS, PROCUREMENT_NAMES, type Procurement, type Quote } from '../domain/procurement.ts';
import * as written from './canonical.ts';
import { strictly } from './exactly.ts';
import { LIMITS } from './limits.ts';
import { paper } from './remarks.ts';
import { amount, name, reason, reference } from './scalars.ts';

/** How an order came about: as a request gives it and as the log keeps it. */

export const procurementMethod = () => {
  const names = PROCUREMENT_METHODS.map((one) => `${one} (${PROCUREMENT_NAMES[one].zh}, ${PROCUREMENT_NAMES[one].en})`);
  return z.enum(PROCUREMENT_METHODS).meta({ description: `How it was bought: ${names.join('; ')}` });
};

export const givenProcurement = () =>
  strictly<Procurement>()({
    method: procurementMethod(),
    contract: reference.exactOptional(),
    quotes: z.array(givenQuote()).min(1).max(LIMITS.quotes).exactOptional(),
    reason: reason.exactOptional(),
  });

const givenQuote = () => strictly<Quote>()({ supplier: name, amount, evidence: paper.exactOptional() });

export const writtenProcurement = () =>
  strictly<Procurement>()({
    method: z.enum(PROCUREMENT_METHODS),
    contract: written.words.exactOptional(),
    quotes: z.array(writtenQuote()).exactOptional(),
    reason: written.words.exactOptional(),
  });

const writtenQuote = () =>
  strictly<Quote>()({
    supplier: written.words,
    amount: written.yuan,
    evidence: written.evidence.exactOptional(),
  });
