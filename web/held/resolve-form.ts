import * as z from 'zod';
import type { ConsignmentView } from '../../shared/schemas/document-answers.ts';
import { APPROVAL_FIELDS, approvalOf } from '../form/approval.ts';
import { ofText, rowsOf, typed } from '../form/cells.ts';
import { type CountedLine, countsSent, isLeftOut, missingOf } from '../form/counted.ts';
import { defined, given } from '../form/given.ts';
import { type Made, Reading } from '../form/reading.ts';

/** What becomes of goods that are held, as it is typed, and as it is sent. */

export const WAYS = ['toLoss', 'toStock', 'toUnit'] as const;
export type Way = (typeof WAYS)[number];

const FIELDS = ['effectiveOn', 'reason', ...APPROVAL_FIELDS, 'note', 'exception'] as const;
export type ResolveField = (typeof FIELDS)[number];

export const resolutionDraft = z.object({ fields: z.partialRecord(z.enum(FIELDS), typed), lines: rowsOf(WAYS) });
export type ResolutionDraft = z.infer<typeof resolutionDraft>;

export function emptyResolution(today: string): ResolutionDraft {
  return { fields: { effectiveOn: ofText(today) }, lines: [] };
}

/** What of a consignment is held. */
export function heldLines({ lines }: Pick<ConsignmentView, 'lines'>): readonly CountedLine[] {
  return lines.flatMap(({ line, item, packs, held: { quantity } }) =>
    quantity === 0 ? [] : [{ line, item, quantity, ...(packs === undefined ? {} : { pack: packs }) }],
  );
}

/** The lines that are resolved, in the order in which they are sent. */
export function resolvedOf(held: readonly CountedLine[], { lines }: Pick<ResolutionDraft, 'lines'>) {
  return held.filter((line) => !isLeftOut(line, lines));
}

interface Told {
  readonly above: (quantity: bigint) => string;
}

/** What is sent of a draft. What of a line is in no way resolved stays held. */
export function resolutionOf(draft: ResolutionDraft, held: readonly CountedLine[], words: Told): Made {
  const reading = new Reading();
  const { fields, lines: rows } = draft;
  const resolved = resolvedOf(held, draft);
  const body = {
    lines: resolved.map((line, place) => countsSent(line, rows, { at: `/lines/${place}`, counts: WAYS, reading })),
    effectiveOn: reading.text('/effectiveOn', fields.effectiveOn, 'date'),
    reason: reading.text('/reason', fields.reason),
    approval: approvalOf(fields, reading),
    exception: given({ reason: reading.text('/exception/reason', fields.exception) }),
    note: reading.text('/note', fields.note),
  };
  const wrong = resolved.flatMap((line, place) => {
    const missing = missingOf(line, rows, WAYS);
    return missing < 0n ? [{ at: `/lines/${place}/toLoss`, told: words.above(-missing) }] : [];
  });
  return { body: defined(body), unreadable: reading.unreadable, wrong };
}
