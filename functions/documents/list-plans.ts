import { documentQueries } from '../../shared/schemas/lists.ts';
import { listRegistered, planSummary } from './list.ts';

export const listPlans = listRegistered('plan', documentQueries.listPlans, planSummary);
