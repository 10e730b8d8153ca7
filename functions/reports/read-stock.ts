import { stock } from '../../shared/reports/stock.ts';
import { reportQueries } from '../../shared/schemas/report-queries.ts';
import { paged, report } from './report.ts';

export const readStock = report(reportQueries.readStock, ({ postings, register }, query) =>
  paged(stock(postings, register, query)),
);
