import { documentQueries } from '../../shared/schemas/lists.ts';
import { listOf } from './list.ts';

export const listAdjustments = listOf('adjustment', documentQueries.listAdjustments);
