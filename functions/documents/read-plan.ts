import { documentQueries } from '../../shared/schemas/lists.ts';
import { readOf } from './document.ts';

export const readPlan = readOf('plan', documentQueries.readPlan);
