import { documentQueries } from '../../shared/schemas/lists.ts';
import { listOf } from './list.ts';

export const listBenefits = listOf('benefit', documentQueries.listBenefits);
