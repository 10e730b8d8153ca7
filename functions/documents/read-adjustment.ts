import { documentQueries } from '../../shared/schemas/lists.ts';
import { readOf } from './document.ts';

export const readAdjustment = readOf('adjustment', documentQueries.readAdjustment);
