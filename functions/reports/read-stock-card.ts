import { stockCard } from '../../shared/reports/stock-card.ts';
import { reportQueries } from '../../shared/schemas/report-queries.ts';
import { paged, report } from './report.ts';

export const readStockCard = report(reportQueries.readStockCard, ({ postings, register }, query, { target = '' }) =>
  register.find('item', target) === undefined
    ? { refusal: 'not-found', kind: 'item', id: target }
    : paged(stockCard(postings, register, { ...query, item: target })),
);
