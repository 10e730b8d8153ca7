import * as z from 'zod';
import type { ConsignmentView } from '../../shared/schemas/document-answers.ts';
import { BLANK, isBlank, ofText, paperOfDraft, rowsOf, type Typed, typed } from '../form/cells.ts';
import { type CountedLine, countsSent, lineOfRow, missingOf, rowsOfLines, saidOf } from '../form/counted.ts';
import { defined, given } from '../form/given.ts';
import { type Made, Reading } from '../form/reading.ts';

/** A confirmation as it is typed, and as it is sent. */

export const COUNTS = ['good', 'damaged', 'short', 'refused'] as const;
const COLUMNS = [...COUNTS, 'reason'] as const;

const FIELDS = ['signatory', 'people', 'households', 'sites', 'effectiveOn', 'note', 'exception'] as const;
export type FieldName = (typeof FIELDS)[number];

export const confirmationDraft = z.object({
  fields: z.partialRecord(z.enum(FIELDS), typed),
  lines: rowsOf(COLUMNS),
  papers: z.array(paperOfDraft),
});
export type ConfirmationDraft = z.infer<typeof confirmationDraft>;

/** Nothing but the day. */
export function emptyConfirmation(today: string): ConfirmationDraft {
  return { fields: { effectiveOn: ofText(today) }, lines: [], papers: [] };
}

/** What of a consignment is on its way: all of it, until it is confirmed. */
export function linesOnTheirWay({ lines }: Pick<ConsignmentView, 'lines'>): readonly CountedLine[] {
  return lines.map(({ line, item, packs, inTransit: { quantity } }) => ({
    line,
    item,
    quantity,
    ...(packs === undefined ? {} : { pack: packs }),
  }));
}

export function fieldOfConfirmation({ fields }: ConfirmationDraft, name: FieldName): Typed {
  return fields[name] ?? BLANK;
}

interface Told {
  /** Of what does not add up: how many lack, or are too many where it is below zero. */
  readonly missing: (quantity: bigint) => string;
}

/** What is sent of a draft: every line, each adding up to what was sent. */
export function confirmationOf(draft: ConfirmationDraft, sent: readonly CountedLine[], words: Told): Made {
  const reading = new Reading();
  const { fields, papers } = draft;
  const rows = rowsOfLines(sent, draft.lines, {});
  const body = {
    effectiveOn: reading.text('/effectiveOn', fields.effectiveOn, 'date'),
    lines: sent.map((line, place) => {
      const at = `/lines/${place}`;
      return defined({
        ...countsSent(line, rows, { at, counts: COUNTS, reading }),
        reason: reading.text(`${at}/reason`, saidOf(line, rows, 'reason')),
      });
    }),
    signatory: reading.text('/signatory', fields.signatory),
    people: reading.quantity('/people', fields.people),
    households: reading.quantity('/households', fields.households),
    sites: reading.quantity('/sites', fields.sites),
    evidence: papers.length === 0 ? undefined : papers,
    exception: given({ reason: reading.text('/exception/reason', fields.exception) }),
    note: reading.text('/note', fields.note),
  };
  const wrong = sent.flatMap((line, place) => {
    const missing = missingOf(line, rows, COUNTS);
    // Of a line without any count, the schema says that it lacks.
    const isCounted = rows.some(
      ({ key, cells: { good = BLANK } }) => lineOfRow({ key }) === line.line && !isBlank(good),
    );
    return missing !== 0n && isCounted ? [{ at: `/lines/${place}/good`, told: words.missing(missing) }] : [];
  });
  return { body: defined(body), unreadable: reading.unreadable, wrong };
}
