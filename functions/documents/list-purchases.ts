import { documentQueries } from '../../shared/schemas/lists.ts';
import { listOf } from './list.ts';

export const listPurchases = listOf('purchase', documentQueries.listPurchases);
