import { usage } from '../../shared/reports/usage.ts';
import { reportQueries } from '../../shared/schemas/report-queries.ts';
import { paged, report } from './report.ts';

export const reportUsage = report(reportQueries.reportUsage, ({ postings, register }, query) =>
  paged(usage(postings, register, query)),
);
