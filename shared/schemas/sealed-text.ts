import canonicalize from 'canonicalize';
import * as z from 'zod';
import { entryAnswer, evidenceAnswer } from './entry-answer.ts';

/** What is told beside what was sealed: the number of an entry, and of its papers that nobody uploaded them. */
const { number: _number, ...fields } = entryAnswer.shape;
const sealed = z.object({ ...fields, evidence: z.array(z.object(evidenceAnswer.shape)).exactOptional() });

/**
 * The canonical text of an entry out of how it is shown, whatever else was said beside it: the inverse of `entryView`.
 * Undefined where it is none, or was shown without its prices: what was left out cannot be hashed.
 */
export function sealedText(view: unknown): string | undefined {
  const { data } = sealed.safeParse(view);
  if (data === undefined || data.transfers.some(({ value }) => value === undefined)) return undefined;
  return canonicalize(data);
}
