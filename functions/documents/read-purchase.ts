import { documentQueries } from '../../shared/schemas/lists.ts';
import { readOf } from './document.ts';

export const readPurchase = readOf('purchase', documentQueries.readPurchase);
