import { fundingLine } from '../../shared/reports/funding-line.ts';
import { reportQueries } from '../../shared/schemas/report-queries.ts';
import { report } from './report.ts';

export const readFundingLine = report(
  reportQueries.readFundingLine,
  ({ postings, register }, _query, { target = '' }) => {
    return fundingLine(postings, register, target) ?? { refusal: 'not-found', kind: 'fundingLine', id: target };
  },
);
