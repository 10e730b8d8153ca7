import * as z from 'zod';
import type { Coverage } from '../domain/coverage.ts';
import type { Approval, Draft, Envelope } from '../domain/entry.ts';
import type { Evidence } from '../domain/evidence.ts';
import type { Measured } from '../domain/threshold.ts';
import { date, id, instant, number, ordinal, text, whole, yuan } from './answer-scalars.ts';
import { telling } from './exactly.ts';

export const evidenceAnswer = telling<Evidence>()(
  z.strictObject({ sha256: text, name: text, bytes: ordinal, mediaType: text }),
);
export const approvalAnswer = telling<Approval>()(z.strictObject({ document: text, decidedOn: date, approver: text }));
export const measuredAnswer = telling<Measured>()(
  z.strictObject({
    threshold: id,
    overCash: z.strictObject({ above: yuan, together: yuan }).exactOptional(),
  }),
).meta({ description: 'The threshold that was in force, and how far it was passed in cash' });
export const coverageAnswer = telling<Coverage>()(
  z.strictObject({
    people: whole.exactOptional(),
    households: whole.exactOptional(),
    sites: whole.exactOptional(),
  }),
);

export const standingCoverageAnswer = telling<Required<Coverage>>()(
  z.strictObject({ people: whole, households: whole, sites: whole }),
).meta({ description: 'Whom it reached, less what came back; absent where nobody said' });

/** An entry as the log keeps it, with its number. What its facts say depends on its kind. */
export const entryAnswer = telling<Omit<Envelope, 'form'> & Draft>()(
  z
    .strictObject({
      number,
      v: ordinal.meta({ description: 'The form in which it was written' }),
      id,
      kind: text,
      effectiveOn: date,
      recordedAt: instant,
      actor: z.strictObject({ subject: text, role: text }),
      refs: z.record(z.string(), z.union([text, z.array(text)])),
      facts: z.looseObject({}).meta({ description: 'What the kind of the entry says beside its transfers' }),
      transfers: z.array(
        z.strictObject({ from: text, to: text, quantity: whole.exactOptional(), value: yuan.exactOptional() }),
      ),
      coverage: coverageAnswer.exactOptional(),
      evidence: z.array(evidenceAnswer).exactOptional(),
      approval: approvalAnswer.exactOptional(),
      exception: z.strictObject({ reason: text }).exactOptional(),
      belongsTo: z
        .strictObject({ date: date.exactOptional(), month: text.exactOptional(), reason: text })
        .exactOptional(),
      note: text.exactOptional(),
      blinded: z.record(z.string(), text).exactOptional().meta({ description: 'Salted commitments to personal data' }),
    })
    .meta({ id: 'Entry', description: 'One immutable fact of the ledger; transfers move value and goods' }),
);

/** The same with what later entries made of it. */
export const markedEntryAnswer = entryAnswer
  .extend({
    reversedBy: id.exactOptional().meta({ description: 'The entry that reversed it' }),
    reverses: id.exactOptional().meta({ description: 'The entry that it reversed' }),
    corrections: z.array(id).exactOptional().meta({ description: 'The entries that corrected it, the oldest first' }),
  })
  .meta({ id: 'MarkedEntry', description: 'An entry, and the entries that reversed or corrected it' });

/** An entry of a list. */
export const listedEntryAnswer = markedEntryAnswer.extend({
  change: z
    .union([yuan, whole])
    .exactOptional()
    .meta({ description: 'By how much it changes the figure, or what stands, that is asked for' }),
});

export type EntryView = z.output<typeof entryAnswer>;
