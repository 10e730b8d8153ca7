import { headline } from '../../shared/reports/headline.ts';
import { reportQueries } from '../../shared/schemas/report-queries.ts';
import { projected } from './projected.ts';

export const reportHeadline = projected(reportQueries.reportHeadline, (cube, _register, query) =>
  headline(cube, query),
);
