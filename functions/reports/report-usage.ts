import { usage } from '../../shared/reports/usage.ts';
import { reportQueries } from '../../shared/schemas/report-queries.ts';
import { projected } from './projected.ts';
import { paged } from './report.ts';

export const reportUsage = projected(reportQueries.reportUsage, (cube, register, query) =>
  paged(usage(cube, register, query)),
);
