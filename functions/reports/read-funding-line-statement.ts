import { statement } from '../../shared/reports/statement.ts';
import { reportQueries } from '../../shared/schemas/report-queries.ts';
import { paged, report } from './report.ts';

export const readFundingLineStatement = report(
  reportQueries.readFundingLineStatement,
  ({ postings, register }, query, { target = '' }) =>
    register.find('fundingLine', target) === undefined
      ? { refusal: 'not-found', kind: 'fundingLine', id: target }
      : paged(statement(postings, register, { ...query, fundingLine: target })),
);
