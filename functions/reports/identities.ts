import type { Id } from '../../shared/domain/id.ts';
import { readBeside } from '../../shared/reports/comparison.ts';
import { identities } from '../../shared/reports/identities.ts';
import { Register } from '../../shared/reports/register.ts';
import { prefixWith, provenanceOf, type ReportTracker } from './report.ts';

/** The one report that reads more than entries: it compares them with the books as stored. */
export async function readIdentities(
  { journal, ledger }: ReportTracker,
  { after }: { readonly after?: Id },
): Promise<object> {
  await prefixWith(journal, after);
  const beside = await readBeside(journal, ledger);
  const register = new Register(beside.prefix.postings);
  return { ...identities(register, beside), ...provenanceOf(beside.prefix, after) };
}
