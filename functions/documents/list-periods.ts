import { documentQueries } from '../../shared/schemas/lists.ts';
import { listOf } from './list.ts';

export const listPeriods = listOf('period', documentQueries.listPeriods);
