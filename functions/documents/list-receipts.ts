import { documentQueries } from '../../shared/schemas/lists.ts';
import { listOf } from './list.ts';

export const listReceipts = listOf('receipt', documentQueries.listReceipts);
