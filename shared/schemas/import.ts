import * as z from 'zod';
import * as answers from './answer-scalars.ts';
import { LIMITS } from './limits.ts';
import { listQuery } from './lists.ts';
import { id, note, rowsOfImport } from './scalars.ts';

/** What can be taken in by the row: each kind by the operation that records one of it. */
export const IMPORT_KINDS = [
  'units',
  'items',
  'suppliers',
  'members',
  'plans',
  'consignments',
  'disbursements',
  'benefits',
] as const;
export type ImportKind = (typeof IMPORT_KINDS)[number];

export const openImportBody = z.strictObject({
  kind: z.enum(IMPORT_KINDS),
  rows: rowsOfImport.exactOptional().meta({
    description: `How many rows it will have, at most ${LIMITS.importRows}; left out where the last part says that it is`,
  }),
  note: note.exactOptional(),
});
export type OpenImport = z.output<typeof openImportBody>;

const last = z.literal(true).exactOptional().meta({ description: 'No rows come after these' });

/** Each is recorded, or refused, by itself: so what a row asks for is looked at when its turn comes. */
export const importRowsBody = z.strictObject({
  rows: z
    .array(z.strictObject({ key: id, body: z.record(z.string(), z.unknown()) }))
    .min(1)
    .max(LIMITS.importPart),
  last,
});
export type ImportRows = z.output<typeof importRowsBody>;

/** The same as it is described: a row asks for what the operation of the kind takes. */
export function importRowsOf(bodies: readonly [z.ZodType, z.ZodType, ...z.ZodType[]]) {
  const key = id.meta({ description: 'A new UUIDv7: what is recorded has it as its id, and is recorded once' });
  return z.strictObject({
    rows: z
      .array(z.strictObject({ key, body: z.union(bodies) }))
      .min(1)
      .max(LIMITS.importPart)
      .meta({ description: 'Carried out in the order in which they come; one that is sent again changes nothing' }),
    last,
  });
}

export const ROW_OUTCOMES = ['waiting', 'recorded', 'refused'] as const;

export const importQuery = listQuery.extend({
  outcome: z.enum(ROW_OUTCOMES).exactOptional().meta({ description: 'Only rows of which that became' }),
});
export type ImportQuery = z.output<typeof importQuery>;

const importTold = z
  .strictObject({
    id: answers.id,
    kind: z.enum(IMPORT_KINDS),
    note: answers.text.exactOptional(),
    status: z.enum(['open', 'done']).meta({ description: 'done when every row has its outcome' }),
    openedBy: z.strictObject({ subject: answers.text, role: answers.text }),
    createdAt: answers.instant,
    endedAt: answers.instant.exactOptional(),
    keptUntil: answers.instant,
    rows: answers.whole.exactOptional().meta({ description: 'How many it has when it is whole, once that was said' }),
    received: answers.whole,
    waiting: answers.whole,
    recorded: answers.whole,
    refused: answers.whole,
  })
  .meta({ id: 'Import' });
export type ImportTold = z.output<typeof importTold>;

/** A problem as its write would have been answered, in the language that is asked for now. */
const problem = z.looseObject({ type: answers.text, title: answers.text, status: z.int(), detail: answers.text });

const rowTold = z
  .strictObject({
    ordinal: answers.ordinal.meta({ description: 'In the order in which rows came' }),
    key: answers.id,
    outcome: z.enum(ROW_OUTCOMES),
    entry: answers.id.exactOptional().meta({ description: 'Of one that was recorded' }),
    problem: problem.exactOptional().meta({ description: 'Of one that was refused' }),
  })
  .meta({ id: 'ImportRow', description: 'A row by its key: what it asked for is not kept' });
export type RowTold = z.output<typeof rowTold>;

const triedRow = z.strictObject({
  key: answers.id,
  passes: z.boolean(),
  problem: problem.exactOptional(),
});

export const importAnswers = {
  openedImport: z.strictObject({ dryRun: z.literal(true).exactOptional(), import: importTold }),
  importRows: z.strictObject({
    dryRun: z.literal(true).exactOptional(),
    import: importTold,
    rows: z.array(triedRow).exactOptional().meta({
      description:
        'Of a dry run: each row by itself against the ledger as it stands, without what other rows would bring',
    }),
  }),
  import: z.strictObject({ import: importTold, rows: z.array(rowTold), next: answers.text.exactOptional() }),
} as const;
export const importListed = importTold;
