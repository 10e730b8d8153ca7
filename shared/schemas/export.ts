import * as z from 'zod';
import type { CalendarDate } from '../domain/calendar.ts';
import type { Id } from '../domain/id.ts';
import * as answers from './answer-scalars.ts';
import { across, inOrder, tellRepeated } from './check.ts';
import { exactly } from './exactly.ts';
import { LIMITS } from './limits.ts';
import { listQuery } from './lists.ts';
import { anyDate, id } from './scalars.ts';

/** The ledgers that a union keeps: each a table, with the columns that its form prescribes. */
export const LEDGER_KINDS = [
  'fund-usage',
  'acceptance',
  'distribution',
  'stock-card',
  'donations',
  'exceptions',
] as const;
export type LedgerKind = (typeof LEDGER_KINDS)[number];

/** Papers of consignments, which go with the goods. */
export const PAPER_KINDS = ['sign-off-sheet', 'delivery-slip', 'dispatch-papers'] as const;

export const EXPORT_KINDS = [...LEDGER_KINDS, ...PAPER_KINDS, 'entries', 'audit-pack'] as const;
export type ExportKind = (typeof EXPORT_KINDS)[number];

export const EXPORT_FORMATS = ['xlsx', 'csv', 'jsonl', 'html', 'zip'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

export const ENCODINGS = ['utf-8', 'gb18030'] as const;
export type Encoding = (typeof ENCODINGS)[number];

/** What is to be exported. Days are those on which entries take effect, both included. */
export interface ExportRequest {
  readonly kind: ExportKind;
  readonly format: ExportFormat;
  readonly fundingLine?: Id;
  readonly unit?: Id;
  /** With the units that lay below it when each document was opened. */
  readonly below?: boolean;
  readonly item?: Id;
  readonly consignment?: Id;
  /** In the order in which their papers lie. */
  readonly consignments?: readonly Id[];
  readonly from?: CalendarDate;
  readonly to?: CalendarDate;
  readonly encoding?: Encoding;
  readonly ledgers?: readonly LedgerKind[];
}

const FILTERS = [
  'fundingLine',
  'unit',
  'below',
  'item',
  'consignment',
  'consignments',
  'from',
  'to',
  'ledgers',
] as const;
export type ExportFilter = (typeof FILTERS)[number];

interface Offer {
  readonly formats: readonly ExportFormat[];
  readonly takes: readonly ExportFilter[];
  readonly needs?: ExportFilter;
}

/** What each kind can be had as, and by what it can be narrowed. */
export const EXPORTS: Readonly<Record<ExportKind, Offer>> = {
  'fund-usage': { formats: ['xlsx', 'csv'], takes: ['fundingLine', 'from', 'to'] },
  acceptance: { formats: ['xlsx', 'csv'], takes: ['fundingLine', 'item', 'from', 'to'] },
  distribution: { formats: ['xlsx', 'csv'], takes: ['fundingLine', 'unit', 'below', 'item', 'from', 'to'] },
  'stock-card': { formats: ['xlsx', 'csv'], takes: ['item', 'fundingLine', 'from', 'to'], needs: 'item' },
  donations: { formats: ['xlsx', 'csv'], takes: ['fundingLine', 'item', 'from', 'to'] },
  exceptions: { formats: ['xlsx', 'csv'], takes: ['fundingLine', 'from', 'to'] },
  'sign-off-sheet': { formats: ['xlsx'], takes: ['consignment'], needs: 'consignment' },
  'delivery-slip': { formats: ['html'], takes: ['consignment'], needs: 'consignment' },
  'dispatch-papers': { formats: ['html'], takes: ['consignments'], needs: 'consignments' },
  entries: { formats: ['jsonl'], takes: ['fundingLine', 'unit', 'below', 'item', 'from', 'to'] },
  'audit-pack': { formats: ['zip'], takes: ['fundingLine', 'from', 'to', 'ledgers'] },
};

const offered: ReadonlyMap<unknown, Offer> = new Map(Object.entries(EXPORTS));

/** Everything in which the fields of a request do not go together. */
const fitting = across<ExportRequest>((request, tell) => {
  const { kind, format, encoding } = request;
  const offer = offered.get(kind);
  if (offer !== undefined) {
    const isFormat = EXPORT_FORMATS.includes(format);
    if (isFormat && !offer.formats.includes(format)) {
      tell(['format'], { code: 'not-one-of', allowed: offer.formats.join(', ') });
    }
    for (const filter of FILTERS) {
      if (request[filter] === undefined) {
        if (offer.needs === filter) tell([filter], { code: 'required' });
      } else if (!offer.takes.includes(filter)) tell([filter], { code: 'only-for', allowed: takenBy(filter) });
    }
  }
  if (request.below && request.unit === undefined) tell(['unit'], { code: 'required' });
  if (encoding !== undefined && format !== 'csv') tell(['encoding'], { code: 'only-for', allowed: 'csv' });
  for (const list of ['ledgers', 'consignments'] as const) {
    const given: unknown = request[list];
    if (!Array.isArray(given)) continue;
    const named = given.map((name: unknown) => ({ name: String(name) }));
    tellRepeated(
      named,
      ({ name }) => name,
      (at) => tell([list, at], { code: 'repeated' }),
    );
  }
});

function takenBy(filter: ExportFilter): string {
  return EXPORT_KINDS.filter((kind) => EXPORTS[kind].takes.includes(filter)).join(', ');
}

export const exportBody = exactly<ExportRequest>()(
  z
    .strictObject({
      kind: z.enum(EXPORT_KINDS).meta({
        description:
          'An export of nothing is a valid file: a ledger says 本期无记录, entries are JSON Lines without a line',
      }),
      format: z.enum(EXPORT_FORMATS).meta({
        description: EXPORT_KINDS.map((kind) => `${kind}: ${EXPORTS[kind].formats.join(' or ')}`).join('; '),
      }),
      fundingLine: id.exactOptional(),
      unit: id.exactOptional(),
      below: z
        .boolean()
        .meta({ description: 'With the units that lay below it when each document was opened' })
        .exactOptional(),
      item: id.exactOptional(),
      consignment: id.exactOptional(),
      consignments: z
        .array(id)
        .min(1)
        .max(LIMITS.papers)
        .exactOptional()
        .meta({ description: 'Whose papers are wanted together: a slip and a sign-off sheet of each, in this order' }),
      from: anyDate.exactOptional().meta({ description: 'First day, by the date on which entries take effect' }),
      to: anyDate.exactOptional().meta({ description: 'Last day, by the date on which entries take effect' }),
      encoding: z.enum(ENCODINGS).exactOptional().meta({ description: 'Of a csv file: utf-8 unless told otherwise' }),
      ledgers: z
        .array(z.enum(LEDGER_KINDS))
        .min(1)
        .max(LEDGER_KINDS.length)
        .exactOptional()
        .meta({ description: 'The ledgers that an audit pack holds: all unless told otherwise' }),
    })
    .check(fitting, inOrder()),
);

export const exportsQuery = listQuery.extend({
  mine: z.enum(['true']).exactOptional().meta({ description: 'Those that the caller asked for' }),
});

export const cancelBody = z.strictObject({});

export const EXPORT_STATUSES = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;
export type ExportStatus = (typeof EXPORT_STATUSES)[number];

/**
 * Why an export failed:
 * - `storage-full`: no room is left for the file, or for what is put aside while it is made;
 * - `storage-forbidden`: the tracker may not write there;
 * - `too-many-rows`: the format cannot hold them;
 * - `not-sealed`: what it is about stands in no checkpoint yet;
 * - `unavailable`: storage gave no answer;
 * - `interrupted`: whoever made it stopped in the midst, as often as it is tried;
 * - `internal`: a fault of the tracker itself.
 */
export const EXPORT_FAILURES = [
  'storage-full',
  'storage-forbidden',
  'too-many-rows',
  'not-sealed',
  'unavailable',
  'interrupted',
  'internal',
] as const;
export type ExportFailure = (typeof EXPORT_FAILURES)[number];

const file = z.strictObject({
  name: answers.text,
  mediaType: answers.text,
  bytes: answers.whole,
  sha256: answers.text.meta({ description: 'Lower-case hexadecimal' }),
  url: answers.text
    .exactOptional()
    .meta({ description: 'Where it can be downloaded for 15 minutes without a token; not in lists' }),
});

/** An export job as it is shown. */
export const exportAnswer = z
  .strictObject({
    id: answers.id,
    kind: z.enum(EXPORT_KINDS),
    format: z.enum(EXPORT_FORMATS),
    fundingLine: answers.id.exactOptional(),
    unit: answers.id.exactOptional(),
    below: z.boolean().exactOptional(),
    item: answers.id.exactOptional(),
    consignment: answers.id.exactOptional(),
    consignments: z.array(answers.id).exactOptional(),
    from: answers.date.exactOptional(),
    to: answers.date.exactOptional(),
    encoding: z.enum(ENCODINGS).exactOptional(),
    ledgers: z.array(z.enum(LEDGER_KINDS)).exactOptional(),
    status: z.enum(EXPORT_STATUSES),
    requestedBy: z.strictObject({ subject: answers.text, role: answers.text }),
    createdAt: answers.instant,
    endedAt: answers.instant.exactOptional(),
    keptUntil: answers.instant,
    asOf: z
      .strictObject({ size: answers.whole, root: answers.text })
      .nullable()
      .meta({ description: 'The checkpoint whose entries it tells; null until it starts, and before the first one' }),
    rowsDone: answers.whole,
    rowsKnown: answers.whole.meta({ description: 'Entries to go through, and rows to write as far as they are known' }),
    files: z.array(file),
    failure: z
      .strictObject({
        code: z.enum(EXPORT_FAILURES),
        detail: z.strictObject({ zh: answers.text, en: answers.text }),
      })
      .exactOptional()
      .meta({ description: 'Why it failed, and what would make it pass' }),
    cancelledBy: answers.text.exactOptional(),
  })
  .meta({ id: 'Export', description: 'A file that is made in the background, and how far it is' });
