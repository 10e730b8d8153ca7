import { documentQueries } from '../../shared/schemas/lists.ts';
import { readOf } from './document.ts';

export const readReceipt = readOf('receipt', documentQueries.readReceipt);
