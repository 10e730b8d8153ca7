import type { Id } from '../../shared/domain/id.ts';
import type { Posting } from '../../shared/domain/posting.ts';
import { readBeside } from '../../shared/reports/comparison.ts';
import { identities } from '../../shared/reports/identities.ts';
import { madeOnce } from '../../shared/reports/made-once.ts';
import { Register } from '../../shared/reports/register.ts';
import { prefixWith, provenanceOf, type ReportTracker } from './report.ts';

const registerOf = madeOnce((postings: readonly Posting[]) => new Register(postings));

/** The one report that reads more than entries: it compares them with the books as stored. */
export async function readIdentities(
  { journal, ledger }: ReportTracker,
  { after }: { readonly after?: Id },
): Promise<object> {
  await prefixWith(journal, after);
  const beside = await readBeside(journal, ledger);
  return { ...identities(registerOf(beside.prefix.postings), beside), ...provenanceOf(beside.prefix, after) };
}
