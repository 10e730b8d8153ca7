import { readBeside } from '../../shared/reports/comparison.ts';
import { identities } from '../../shared/reports/identities.ts';
import { Register } from '../../shared/reports/register.ts';
import { reportQueries } from '../../shared/schemas/report-queries.ts';
import { read } from '../front/use-case.ts';
import { prefixWith, provenanceOf, type ReportTracker } from './report.ts';

/** The one report that reads more than entries: it compares them with the books as stored. */
export const reportIdentities = read(reportQueries.reportIdentities, async (tracker: ReportTracker, { after }) => {
  await prefixWith(tracker.journal, after);
  const beside = await readBeside(tracker.journal, tracker.ledger);
  const register = new Register(beside.prefix.postings);
  return { ...identities(register, beside), ...provenanceOf(beside.prefix, after) };
});
