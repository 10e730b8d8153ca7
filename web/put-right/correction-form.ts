import * as z from 'zod';
import { rowOfField } from '../../shared/domain/correctable.ts';
import { BLANK, isBlank, type Typed, typed } from '../form/cells.ts';
import { defined } from '../form/given.ts';
import { type Made, Reading } from '../form/reading.ts';
import type { Place } from './correctable-places.ts';

/** A correction (更正) as it is typed, and as it is sent. */

const FIELDS = ['reason', 'note'] as const;
export type CorrectionField = (typeof FIELDS)[number];

export const correctionDraft = z.object({
  fields: z.partialRecord(z.enum(FIELDS), typed),
  /** What is right, by place; nothing typed is nothing changed. */
  is: z.record(z.string(), typed),
  /** What stands, where only who knows it may correct it: the name of a person. */
  was: z.record(z.string(), typed),
  /** Places that are to say nothing any more. */
  emptied: z.array(z.string()),
});
export type CorrectionDraft = z.infer<typeof correctionDraft>;

export const EMPTY: CorrectionDraft = { fields: {}, is: {}, was: {}, emptied: [] };

export function typedAt(draft: CorrectionDraft, key: string): Typed {
  return draft.is[key] ?? BLANK;
}

/** The places that are changed, in the order in which they are sent. */
export function changedIn(draft: CorrectionDraft, places: readonly Place[]): readonly Place[] {
  return places.filter(({ key }) => draft.emptied.includes(key) || !isBlank(typedAt(draft, key)));
}

/** Where a place stands in what is sent; undefined where it does not. */
export function pointerOf(draft: CorrectionDraft, places: readonly Place[], key: string): string | undefined {
  const at = changedIn(draft, places).findIndex((place) => place.key === key);
  return at < 0 ? undefined : `/changes/${at}/is`;
}

export function correctionOf(
  draft: CorrectionDraft,
  places: readonly Place[],
  words: { readonly nothingChanged: string },
): Made {
  const reading = new Reading();
  const changes = changedIn(draft, places).map((place, at) => {
    const { key, field, lot, paper } = place;
    return defined({
      field,
      lot,
      paper,
      was: wasOf(draft, place, reading, `/changes/${at}/was`),
      is: draft.emptied.includes(key) ? null : isOf(place, typedAt(draft, key), reading, `/changes/${at}/is`),
    });
  });
  const body = {
    changes,
    reason: reading.text('/reason', draft.fields.reason),
    note: reading.text('/note', draft.fields.note),
  };
  const wrong = changes.length === 0 ? [{ at: '/changes', told: words.nothingChanged }] : [];
  return { body: defined(body), unreadable: reading.unreadable, wrong };
}

function wasOf(draft: CorrectionDraft, { key, field, was }: Place, reading: Reading, at: string) {
  if (rowOfField(field).holds !== 'person') return was ?? null;
  return reading.text(at, draft.was[key]) ?? null;
}

function isOf({ field }: Place, value: Typed, reading: Reading, at: string): unknown {
  switch (rowOfField(field).holds) {
    case 'count':
      return reading.quantity(at, value);
    case 'date':
      return reading.text(at, value, 'date');
    case 'supplier':
      return reading.chosen(at, value);
    default:
      return reading.text(at, value);
  }
}
