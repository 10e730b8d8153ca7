import * as z from 'zod';
import type { PurchaseView } from '../../shared/schemas/document-answers.ts';
import { BLANK, ofText, paperOfDraft, type Row, rowsOf, type Typed, typed } from '../form/cells.ts';
import { type CountedLine, countsSent, isLeftOut, missingOf, saidOf } from '../form/counted.ts';
import { defined, given } from '../form/given.ts';
import { type Made, Reading } from '../form/reading.ts';

/** An acceptance as it is typed, and as it is sent. */

export const COUNTS = ['good', 'damaged', 'short'] as const;
const COLUMNS = [...COUNTS, 'reason', 'batch', 'expiresOn'] as const;
export type Column = (typeof COLUMNS)[number];

const FIELDS = ['warehouse', 'effectiveOn', 'witness', 'note', 'exception'] as const;
export type FieldName = (typeof FIELDS)[number];

export const acceptanceDraft = z.object({
  fields: z.partialRecord(z.enum(FIELDS), typed),
  lines: rowsOf(COLUMNS),
  papers: z.array(paperOfDraft),
});
export type AcceptanceDraft = z.infer<typeof acceptanceDraft>;

/** Nothing but the day. */
export function emptyAcceptance(today: string): AcceptanceDraft {
  return { fields: { effectiveOn: ofText(today) }, lines: [], papers: [] };
}

/** What of a purchase is still on order. */
export function openLines({ lines }: Pick<PurchaseView, 'lines'>): readonly CountedLine[] {
  return lines.flatMap(({ line, item, packs, shares }) => {
    const quantity = shares.reduce((sum, { committed }) => sum + committed.quantity, 0);
    if (quantity === 0) return [];
    return [{ line, item, quantity, ...(packs === undefined ? {} : { pack: packs }) }];
  });
}

/** A field as it was typed; of a warehouse that nobody typed, the only one that there is. */
export function fieldOfAcceptance({ fields }: AcceptanceDraft, name: FieldName, only?: Typed): Typed {
  return fields[name] ?? (name === 'warehouse' ? only : undefined) ?? BLANK;
}

/** The lines that are accepted, in the order in which they are sent. */
export function acceptedOf(open: readonly CountedLine[], rows: readonly Row<Column>[]): readonly CountedLine[] {
  return open.filter((line) => !isLeftOut(line, rows));
}

interface Told {
  readonly above: (quantity: bigint) => string;
}

/** What is sent of a draft. A line of which nothing is said stays on order. */
export function acceptanceOf(
  draft: AcceptanceDraft,
  open: readonly CountedLine[],
  only: Typed | undefined,
  words: Told,
): Made {
  const reading = new Reading();
  const { fields, lines: rows, papers } = draft;
  const accepted = acceptedOf(open, rows);
  const body = {
    warehouse: reading.chosen('/warehouse', fieldOfAcceptance(draft, 'warehouse', only)),
    effectiveOn: reading.text('/effectiveOn', fields.effectiveOn, 'date'),
    lines: accepted.map((line, place) => {
      const at = `/lines/${place}`;
      return defined({
        ...countsSent(line, rows, { at, counts: COUNTS, reading }),
        reason: reading.text(`${at}/reason`, saidOf(line, rows, 'reason')),
        batch: given({
          number: reading.text(`${at}/batch/number`, saidOf(line, rows, 'batch'), 'number'),
          expiresOn: reading.text(`${at}/batch/expiresOn`, saidOf(line, rows, 'expiresOn'), 'date'),
        }),
      });
    }),
    witness: reading.text('/witness', fields.witness),
    evidence: papers.length === 0 ? undefined : papers,
    exception: given({ reason: reading.text('/exception/reason', fields.exception) }),
    note: reading.text('/note', fields.note),
  };
  const wrong = accepted.flatMap((line, place) => {
    const missing = missingOf(line, rows, COUNTS);
    return missing < 0n ? [{ at: `/lines/${place}/good`, told: words.above(-missing) }] : [];
  });
  return { body: defined(body), unreadable: reading.unreadable, wrong };
}
