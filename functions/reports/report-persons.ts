import { personsReport } from '../../shared/reports/persons.ts';
import { reportQueries } from '../../shared/schemas/report-queries.ts';
import { report } from './report.ts';

export const reportPersons = report(reportQueries.reportPersons, ({ postings }) => personsReport(postings));
