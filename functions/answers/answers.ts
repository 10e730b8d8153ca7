import * as z from 'zod';
import type { BookKind } from '../../shared/domain/books.ts';
import type { Kind } from '../../shared/domain/facts.ts';
import type { BringingKind } from '../../shared/domain/lot-origin.ts';
import type { RegistryKind } from '../../shared/domain/registry.ts';
import { documentRead, entriesListed, listOf, listOfUnits } from '../../shared/schemas/answer-forms.ts';
import { id, text } from '../../shared/schemas/answer-scalars.ts';
import { callerAnswer } from '../../shared/schemas/caller.ts';
import * as answers from '../../shared/schemas/document-answers.ts';
import { entryAnswer, listedEntryAnswer } from '../../shared/schemas/entry-answer.ts';
import { entryRead } from '../../shared/schemas/entry-read.ts';
import { evidenceAnswers } from '../../shared/schemas/evidence.ts';
import { exportAnswer } from '../../shared/schemas/export.ts';
import { foundAnswer } from '../../shared/schemas/found.ts';
import { importAnswers, importListed } from '../../shared/schemas/import.ts';
import { installationAnswers } from '../../shared/schemas/installation.ts';
import { names } from '../../shared/schemas/names.ts';
import * as registered from '../../shared/schemas/registered-answers.ts';
import { reportAnswers } from '../../shared/schemas/reports.ts';
import { trailAnswers } from '../../shared/schemas/trails.ts';
import { workAnswer } from '../../shared/schemas/work.ts';

/**
 * The schema of every answer, under the name that the tables of operations call it by. Only the OpenAPI document and
 * tests need them: what serves requests takes the names alone, as types.
 */

/** Every document, under the name it has in answers. */
const DOCUMENTS = {
  fundingLine: registered.fundingLineAnswer,
  unit: registered.unitAnswer,
  item: registered.itemAnswer,
  supplier: registered.supplierAnswer,
  warehouse: registered.warehouseAnswer,
  tariff: registered.tariffAnswer,
  threshold: registered.thresholdAnswer,
  plan: registered.planAnswer,
  member: registered.memberAnswer,
  purchase: answers.purchaseAnswer,
  invoice: answers.invoiceAnswer,
  receipt: answers.receiptAnswer,
  stockMove: answers.stockMoveAnswer,
  consignment: answers.consignmentAnswer,
  disbursement: answers.disbursementAnswer,
  benefit: answers.benefitAnswer,
  adjustment: answers.adjustmentAnswer,
  period: answers.periodAnswer,
} as const satisfies Readonly<Record<RegistryKind | BookKind, z.ZodType>>;
type DocumentName = keyof typeof DOCUMENTS;

/** The rows of lists. */
const LISTED = {
  ...DOCUMENTS,
  plan: registered.planRowAnswer,
  entry: listedEntryAnswer,
  export: exportAnswer,
  import: importListed,
} as const;

/** Whatever else is answered. */
const ANSWERS = {
  ...evidenceAnswers,
  ...reportAnswers,
  ...trailAnswers,
  ...installationAnswers,
  ...importAnswers,
  health: z.strictObject({ status: z.literal('ok') }),
  openApi: z.looseObject({ openapi: text }),
  caller: callerAnswer,
  entry: entryRead,
  export: z.strictObject({ dryRun: z.literal(true).exactOptional(), export: exportAnswer }),
  work: workAnswer,
  found: foundAnswer,
} as const;

/** What an operation answers: in which form, and what. */
export type Answered =
  /** The entry that was written, with the document it is about; with any document, or none, where it may be about any. */
  | { readonly form: 'recorded'; readonly writes: Kind; readonly answer: DocumentName | 'anyDocument' | 'noDocument' }
  | { readonly form: 'list'; readonly answer: keyof typeof LISTED }
  /** A document with the entries that made it what it is. */
  | { readonly form: 'document'; readonly answer: DocumentName }
  | { readonly form: 'whole'; readonly answer: keyof typeof ANSWERS }
  /** No JSON: its media type. */
  | { readonly form: 'file'; readonly answer: 'text/plain' | 'application/octet-stream' }
  /** Where it stands. */
  | { readonly form: 'redirect'; readonly answer: `/${string}` };

/** Answers that carry ids of nothing. */
const WITHOUT_NAMES: readonly unknown[] = ['health', 'openApi', 'caller', 'state', 'sessions'];

/** What an operation answers. Whatever carries ids tells beside them what they mean. */
export function schemaOf(answered: Answered): z.ZodType {
  const schema = bareSchemaOf(answered);
  return schema instanceof z.ZodObject && !WITHOUT_NAMES.includes(answered.answer) ? schema.extend({ names }) : schema;
}

function bareSchemaOf(answered: Answered): z.ZodType {
  switch (answered.form) {
    case 'recorded':
      return recorded(answered);
    case 'list':
      if (answered.answer === 'entry') return entriesListed;
      return (OF_UNITS.includes(answered.answer) ? listOfUnits : listOf)(LISTED[answered.answer]);
    case 'document':
      return documentRead(answered.answer, DOCUMENTS[answered.answer]);
    case 'whole':
      return ANSWERS[answered.answer];
    case 'file':
    case 'redirect':
      return z.string();
  }
}

const lots = z.array(answers.arrivedLotAnswer).meta({ description: 'The lots that this entry brought' });

/** What entries of a kind answer beside themselves and their document. */
const BESIDE: Readonly<Record<BringingKind, { readonly lots: z.ZodType }> & Partial<Record<Kind, z.ZodRawShape>>> = {
  acceptance: { lots },
  receipt: { lots },
  'stock-move': { lots },
  'unit-return': { lots: lots.exactOptional() },
  reversal: { reversed: z.strictObject({ id, kind: text }) },
  correction: { corrected: z.strictObject({ id, kind: text }) },
  disclosure: {
    disclosed: z
      .record(z.string(), text)
      .exactOptional()
      .meta({ description: 'The fields by name, once it is recorded who sees them; what was erased since is missing' }),
  },
  erasure: { erased: z.array(text).exactOptional().meta({ description: 'The fields that were erased' }) },
};

const anyDocument = Object.fromEntries(
  Object.entries(DOCUMENTS).map(([name, answer]) => [name, z.exactOptional(answer)]),
);

const dryRun = z.literal(true).meta({
  description: 'Of a dry run: the entry as it would stand, of which nothing was recorded. Absent where it was',
});

function recorded({ writes, answer }: Extract<Answered, { form: 'recorded' }>): z.ZodType {
  const told = { dryRun: dryRun.exactOptional(), entry: entryAnswer, ...BESIDE[writes] };
  if (answer === 'noDocument') return z.strictObject(told);
  if (answer === 'anyDocument') return z.strictObject({ ...told, ...anyDocument });
  return z.strictObject({ ...told, [answer]: DOCUMENTS[answer] });
}

/** The lists that may be asked for with what lies below a unit. */
const OF_UNITS: readonly (keyof typeof LISTED)[] = ['consignment', 'disbursement'];
