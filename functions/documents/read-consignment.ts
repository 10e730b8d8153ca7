import { documentQueries } from '../../shared/schemas/lists.ts';
import { readOf } from './document.ts';

export const readConsignment = readOf('consignment', documentQueries.readConsignment);
