import { documentQueries } from '../../shared/schemas/lists.ts';
import { listOf } from './list.ts';

export const listDisbursements = listOf('disbursement', documentQueries.listDisbursements);
