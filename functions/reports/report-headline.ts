import { headline } from '../../shared/reports/headline.ts';
import { reportQueries } from '../../shared/schemas/report-queries.ts';
import { report } from './report.ts';

export const reportHeadline = report(reportQueries.reportHeadline, ({ postings }, query) => headline(postings, query));
