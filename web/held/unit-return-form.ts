import * as z from 'zod';
import type { ConsignmentView } from '../../shared/schemas/document-answers.ts';
import { ofText, rowsOf, typed } from '../form/cells.ts';
import { type CountedLine, countsSent, isLeftOut, missingOf } from '../form/counted.ts';
import { defined, given } from '../form/given.ts';
import { type Made, Reading } from '../form/reading.ts';

/** Delivered goods that a unit gives back, as they are typed, and as they are sent. */

export const COUNTS = ['quantity'] as const;
export const COVERED = ['people', 'households', 'sites'] as const;

const FIELDS = ['warehouse', 'effectiveOn', 'reason', ...COVERED, 'note', 'exception'] as const;
export type UnitReturnField = (typeof FIELDS)[number];

export const unitReturnDraft = z.object({ fields: z.partialRecord(z.enum(FIELDS), typed), lines: rowsOf(COUNTS) });
export type UnitReturnDraft = z.infer<typeof unitReturnDraft>;

export function emptyUnitReturn(today: string): UnitReturnDraft {
  return { fields: { effectiveOn: ofText(today) }, lines: [] };
}

/** What of a consignment is with its unit. */
export function deliveredLines({ lines }: Pick<ConsignmentView, 'lines'>): readonly CountedLine[] {
  return lines.flatMap(({ line, item, packs, delivered: { quantity } }) =>
    quantity === 0 ? [] : [{ line, item, quantity, ...(packs === undefined ? {} : { pack: packs }) }],
  );
}

export function returnedOf(delivered: readonly CountedLine[], { lines }: Pick<UnitReturnDraft, 'lines'>) {
  return delivered.filter((line) => !isLeftOut(line, lines));
}

interface Told {
  readonly above: (quantity: bigint) => string;
}

/** What is sent of a draft: the lines of which something comes back. */
export function unitReturnOf(draft: UnitReturnDraft, delivered: readonly CountedLine[], words: Told): Made {
  const reading = new Reading();
  const { fields, lines: rows } = draft;
  const returned = returnedOf(delivered, draft);
  const body = {
    lines: returned.map((line, place) => countsSent(line, rows, { at: `/lines/${place}`, counts: COUNTS, reading })),
    warehouse: reading.chosen('/warehouse', fields.warehouse),
    people: reading.quantity('/people', fields.people),
    households: reading.quantity('/households', fields.households),
    sites: reading.quantity('/sites', fields.sites),
    effectiveOn: reading.text('/effectiveOn', fields.effectiveOn, 'date'),
    reason: reading.text('/reason', fields.reason),
    exception: given({ reason: reading.text('/exception/reason', fields.exception) }),
    note: reading.text('/note', fields.note),
  };
  const wrong = returned.flatMap((line, place) => {
    const missing = missingOf(line, rows, COUNTS);
    return missing < 0n ? [{ at: `/lines/${place}/quantity`, told: words.above(-missing) }] : [];
  });
  return { body: defined(body), unreadable: reading.unreadable, wrong };
}
