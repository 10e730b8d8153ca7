import * as z from 'zod';
import { readAccount } from '../../shared/domain/account.ts';
import { type Fen, parseYuan } from '../../shared/domain/amount.ts';
import { documentRead } from '../../shared/schemas/answer-forms.ts';
import { adjustmentAnswer } from '../../shared/schemas/document-answers.ts';
import type { EntryView } from '../../shared/schemas/entry-answer.ts';
import { names } from '../../shared/schemas/names.ts';
import { typed } from '../form/cells.ts';
import { defined, given } from '../form/given.ts';
import { type Made, Reading } from '../form/reading.ts';

/** The countersignature (复核) of a count. */

export const adjustmentRead = documentRead('adjustment', adjustmentAnswer).extend({ names });
export type AdjustmentRead = z.infer<typeof adjustmentRead>;

const FIELDS = ['note', 'exception'] as const;
export type CountersignField = (typeof FIELDS)[number];

export const countersignDraft = z.object({ fields: z.partialRecord(z.enum(FIELDS), typed) });
export type CountersignDraft = z.infer<typeof countersignDraft>;

export function countersignatureOf({ fields }: CountersignDraft): Made {
  const reading = new Reading();
  const body = {
    exception: given({ reason: reading.text('/exception/reason', fields.exception) }),
    note: reading.text('/note', fields.note),
  };
  return { body: defined(body), unreadable: reading.unreadable };
}

/** By how much each lot would be worth more, below zero less. Lots that nothing is moved of have none. */
export function worthChanged({ transfers }: Pick<EntryView, 'transfers'>): ReadonlyMap<string, Fen> {
  const changed = new Map<string, Fen>();
  for (const { from, to, value } of transfers) {
    const fen = value === undefined ? undefined : parseYuan(value);
    if (fen === undefined) continue;
    const [left, reached] = [readAccount(from), readAccount(to)];
    if (left?.state === 'stock') changed.set(left.lot, (changed.get(left.lot) ?? 0n) - fen);
    if (reached?.state === 'stock') changed.set(reached.lot, (changed.get(reached.lot) ?? 0n) + fen);
  }
  return changed;
}
