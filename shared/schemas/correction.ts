import * as z from 'zod';
import type { Correct, CorrectField, Withdraw } from '../domain/command.ts';
import { CORRECTABLE, type Correctable, REVERSED_INSTEAD, rowOfField, type Said } from '../domain/correctable.ts';
import { exactly, strictly } from './exactly.ts';
import { faultsAsIssues } from './fault.ts';
import { LIMITS } from './limits.ts';
import { remarks } from './remarks.ts';
import { anyDate, id, lot, name, note, reached, reason, reference, sha256, title, words } from './scalars.ts';

/** What may be said in each field, as where it is said first. */
const SAID: { readonly [F in Correctable]: z.ZodType<Said> } = {
  note,
  paper: title,
  source: title,
  giver: name,
  purpose: title,
  bankReference: reference,
  batch: reference,
  expiresOn: anyDate,
  people: reached,
  households: reached,
  sites: reached,
  signatory: name,
  supplier: id,
};

/** What stands may have been said when other rules held. */
const anyText = words(LIMITS.note);

const said = z.union([z.string().max(LIMITS.note), z.int().min(0).max(LIMITS.coverage), z.null()]);

const change = exactly<CorrectField>()(
  z
    .strictObject({
      field: z.enum([...CORRECTABLE, ...REVERSED_INSTEAD]).meta({
        description:
          'Which field; which of them an entry has goes by its kind. What moves something, or says when, takes a reversal',
      }),
      lot: lot.exactOptional().meta({ description: 'Which lot, of batch and expiresOn' }),
      paper: sha256.exactOptional().meta({ description: 'Which paper, by its hash, of paper: its name' }),
      was: said.meta({ description: 'What stands; null where nothing does' }),
      is: said.meta({ description: 'What is right; null for nothing' }),
    })
    .transform(({ field, was, is, ...of }, context): CorrectField => {
      const read = (name: 'was' | 'is', value: z.output<typeof said>): Said | null => {
        const row = CORRECTABLE.find((one) => one === field);
        if (value === null || row === undefined) return null;
        const schema = name === 'was' && rowOfField(row).holds === 'text' ? anyText : SAID[row];
        const parsed = schema.safeParse(value);
        if (parsed.success) return parsed.data;
        for (const issue of faultsAsIssues(parsed.error, value, name)) context.issues.push(issue);
        return z.NEVER;
      };
      return { ...of, field, was: read('was', was), is: read('is', is) };
    }),
);

export const correctBody = strictly<Correct>()({
  changes: z.array(change).min(1).max(LIMITS.corrections),
  reason,
  note: remarks.note,
});

export const withdrawBody = strictly<Withdraw>()({ reason, note: remarks.note });
