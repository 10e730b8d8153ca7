import * as z from 'zod';
import { ACCEPTED_TYPES } from '../domain/evidence.ts';
import { date, id, instant, price, text, yuan } from './answer-scalars.ts';
import { LIMITS } from './limits.ts';
import { evidenceBytes, sha256, words } from './scalars.ts';

const mediaType = z.enum(ACCEPTED_TYPES);

/** A file that is about to be uploaded: its name, what it is, how large it is, and its hash. */
export const declareEvidenceBody = z.strictObject({
  name: words(LIMITS.title),
  mediaType,
  bytes: evidenceBytes,
  sha256,
});
export type DeclaredEvidence = z.output<typeof declareEvidenceBody>;

/** What a file turned out to be other than it was declared. */
export const difference = z.strictObject({
  what: z.enum(['sha256', 'bytes', 'mediaType']),
  declared: z.string(),
  /** Absent where the file is nothing that is accepted. */
  found: z.string().exactOptional(),
});
export type Difference = z.output<typeof difference>;

/** A declaration as it is kept beside the file: with why the file was refused, where it was. */
export const keptDeclaration = declareEvidenceBody.extend({ refused: difference.exactOptional() });
export type KeptDeclaration = z.output<typeof keptDeclaration>;

export const noBody = z.strictObject({});

const evidenceAnswer = z
  .strictObject({ sha256: text, name: text, mediaType, bytes: z.int().min(1) })
  .meta({ id: 'EvidenceFile' });

const uploadAnswer = z
  .strictObject({
    url: text,
    method: z.literal('PUT'),
    headers: z.record(z.string(), z.string()).meta({ description: 'To be sent exactly as they stand' }),
    expiresAt: instant,
  })
  .meta({ id: 'UploadLink', description: 'Takes exactly the declared file, and nothing else' });

export const evidenceAnswers = {
  declaredEvidence: z.strictObject({
    dryRun: z.literal(true).exactOptional(),
    evidence: evidenceAnswer,
    stored: z.literal(true).exactOptional().meta({ description: 'This very file is there already' }),
    upload: uploadAnswer.exactOptional(),
  }),
  evidence: z.strictObject({
    evidence: evidenceAnswer,
    state: z.enum(['stored', 'waiting']).meta({ description: 'A waiting file was declared and has not arrived yet' }),
    download: z
      .strictObject({ url: text, expiresAt: instant })
      .exactOptional()
      .meta({ description: 'Where the stored file can be downloaded' }),
  }),
  invoice: z.strictObject({
    evidence: evidenceAnswer,
    invoice: z
      .strictObject({ code: text.exactOptional(), number: text, date, amount: yuan })
      .meta({ description: 'As an order or a booking takes it' }),
    kind: z.enum(['blue', 'red']),
    seller: z.strictObject({ name: text, uscc: text.exactOptional() }),
    buyer: z.strictObject({ name: text, uscc: text.exactOptional() }).exactOptional(),
    lines: z
      .array(
        z.strictObject({
          name: text,
          spec: text.exactOptional(),
          measure: text.exactOptional(),
          quantity: z
            .int()
            .exactOptional()
            .meta({ description: '1 where the invoice has none; absent where it has no whole number' }),
          unitPrice: price.exactOptional().meta({ description: 'With tax; absent unless it ends' }),
          amount: yuan.meta({ description: 'With tax, discounts taken off' }),
          service: z.literal(true).exactOptional().meta({ description: 'No goods, by what it is called' }),
        }),
      )
      .meta({ description: 'What was bought, as lines of an order' }),
    linesTotal: yuan.meta({ description: 'The sum of the lines, to be compared with the amount of the invoice' }),
    rows: z
      .array(
        z.strictObject({
          name: text,
          spec: text.exactOptional(),
          measure: text.exactOptional(),
          quantity: text.exactOptional(),
          unitPrice: text.exactOptional(),
          amount: yuan,
          taxRate: text.exactOptional(),
          tax: yuan,
        }),
      )
      .meta({ description: 'The rows of the invoice as they stand in it, without tax' }),
    supplier: z
      .strictObject({ id, name: text })
      .exactOptional()
      .meta({ description: 'The open supplier of that credit code, or else of exactly that name' }),
    bookedBy: id.exactOptional().meta({ description: 'The entry that has booked this invoice already' }),
  }),
};
