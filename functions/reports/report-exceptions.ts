import { exceptions } from '../../shared/reports/exceptions.ts';
import { reportQueries } from '../../shared/schemas/report-queries.ts';
import { report } from './report.ts';

export const reportExceptions = report(reportQueries.reportExceptions, ({ postings, register, now }) =>
  exceptions(postings, register, now),
);
