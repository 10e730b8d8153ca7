import { documentQueries } from '../../shared/schemas/lists.ts';
import { readOf } from './document.ts';

export const readDisbursement = readOf('disbursement', documentQueries.readDisbursement);
