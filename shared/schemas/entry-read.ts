import * as z from 'zod';
import { id, text } from './answer-scalars.ts';
import { entryAnswer, evidenceAnswer, markedEntryAnswer } from './entry-answer.ts';

/** An entry that is read by itself: with its papers, what it is about, and what later entries made of it. */
export const entryRead = z.strictObject({
  entry: markedEntryAnswer.extend({
    evidence: z
      .array(evidenceAnswer.extend({ missing: z.literal(true).exactOptional() }))
      .exactOptional()
      .meta({ description: 'Its papers; `missing` where nobody uploaded one' }),
  }),
  actorName: text
    .exactOptional()
    .meta({ description: 'What its actor was called then, for auditors and treasurers; absent where nobody said it' }),
  missingPapers: z
    .array(text)
    .exactOptional()
    .meta({ description: 'The hashes of all papers that it names, quotes and consents too, and nobody uploaded' }),
  document: z.strictObject({ kind: text, id }).exactOptional().meta({ description: 'What the entry is about' }),
  reversedBy: id.exactOptional(),
  stands: entryAnswer
    .pick({ refs: true, facts: true, coverage: true, evidence: true, note: true, blinded: true })
    .exactOptional()
    .meta({ description: 'What it says as it stands, where it was corrected' }),
  corrections: z.array(entryAnswer).exactOptional().meta({ description: 'Its corrections, the oldest first' }),
});
