import * as z from 'zod';
import { id, words } from '../../schemas/canonical.ts';
import { strictly } from '../../schemas/exactly.ts';
import { IMPORT_KINDS } from '../../schemas/import.ts';
import type { RowVersion } from '../../schemas/row-version.ts';
import { withoutUnknown } from '../../schemas/without-unknown.ts';
import type { ImportJob, RowOutcome } from './imports.ts';

/** Imports and the outcomes of their rows as rows keep them. */

const count = z.int().min(0);

const state = strictly<Omit<ImportJob, 'id'>>()({
  kind: z.enum(IMPORT_KINDS),
  note: z.string().exactOptional(),
  requestHash: z.string(),
  by: z.strictObject({ subject: words, role: z.string() }),
  signedIn: z.strictObject({ roles: z.array(z.string()), units: z.array(z.string()), source: z.string() }),
  createdAt: count,
  rows: count.exactOptional(),
  received: count,
  recorded: count,
  refused: count,
  run: z.string().exactOptional(),
  beat: count,
  endedAt: count.exactOptional(),
});

export function writeImportState({ id: _id, ...rest }: ImportJob): string {
  return JSON.stringify(rest);
}

/** Throws where the text is none of it. */
export function readImportState(text: string, by?: RowVersion): Omit<ImportJob, 'id'> {
  return by === 'next' ? withoutUnknown(state, JSON.parse(text)) : state.parse(JSON.parse(text));
}

/** A problem as whoever asked is answered. */
export const toldProblem = z.looseObject({ type: z.string(), title: z.string(), status: z.int(), detail: z.string() });

const outcome = z.union([
  z.strictObject({ outcome: z.literal('recorded'), entry: id }),
  z.strictObject({ outcome: z.literal('refused'), problem: z.strictObject({ zh: toldProblem, en: toldProblem }) }),
]);

export function writeOutcome(one: RowOutcome): string {
  return JSON.stringify(
    one.outcome === 'recorded'
      ? { outcome: one.outcome, entry: one.entry }
      : { outcome: one.outcome, problem: one.problem },
  );
}

/** Throws where the text is none. */
export function readOutcome(text: string, by?: RowVersion): RowOutcome {
  return by === 'next' ? withoutUnknown(outcome, JSON.parse(text)) : outcome.parse(JSON.parse(text));
}

/** What a row asks for goes through the cipher of persons, as the one field of its own. */
export const asPersonal = (body: string) => ({ body: { salt: '', value: body } });
