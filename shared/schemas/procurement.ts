import * as z from 'zod';
import { formatYuan } from '../domain/amount.ts';
import { PROCUREMENT_METHODS, PROCUREMENT_NAMES, type Procurement, type Quote } from '../domain/procurement.ts';
import { stated } from '../domain/stated.ts';
import * as told from './answer-scalars.ts';
import * as written from './canonical.ts';
import { evidenceAnswer } from './entry-answer.ts';
import { strictly, telling } from './exactly.ts';
import { LIMITS } from './limits.ts';
import { paper } from './remarks.ts';
import { amount, name, reason, reference } from './scalars.ts';

/** How an order came about: as a request gives it, as the log keeps it, as an answer tells it. */

const method = () => {
  const names = PROCUREMENT_METHODS.map((one) => `${one} (${PROCUREMENT_NAMES[one].zh}, ${PROCUREMENT_NAMES[one].en})`);
  return z.enum(PROCUREMENT_METHODS).meta({ description: `How it was bought: ${names.join('; ')}` });
};

export const givenProcurement = () =>
  strictly<Procurement>()({
    method: method(),
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

export const toldProcurement = () =>
  telling<Procurement>()(
    z.strictObject({
      method: method(),
      contract: told.text.exactOptional(),
      quotes: z.array(toldQuote()).exactOptional(),
      reason: told.text.exactOptional(),
    }),
  );

const toldQuote = () =>
  telling<Quote>()(
    z.strictObject({ supplier: told.text, amount: told.yuan, evidence: evidenceAnswer.exactOptional() }),
  );

type ProcurementView = z.output<ReturnType<typeof toldProcurement>>;
type QuoteView = z.output<ReturnType<typeof toldQuote>>;

export function procurementView({ method, contract, quotes, reason }: Procurement): ProcurementView {
  return stated<ProcurementView>({
    method,
    contract,
    quotes: quotes?.map(({ supplier, amount, evidence }) =>
      stated<QuoteView>({ supplier, amount: formatYuan(amount), evidence }),
    ),
    reason,
  });
}
