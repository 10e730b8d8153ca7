import { documentQueries } from '../../shared/schemas/lists.ts';
import { readOf } from './document.ts';

export const readBenefit = readOf('benefit', documentQueries.readBenefit);
