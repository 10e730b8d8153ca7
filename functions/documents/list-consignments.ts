import { documentQueries } from '../../shared/schemas/lists.ts';
import { listOf } from './list.ts';

export const listConsignments = listOf('consignment', documentQueries.listConsignments);
