import { documentQueries } from '../../shared/schemas/lists.ts';
import { readOf } from './document.ts';

export const readWarehouse = readOf('warehouse', documentQueries.readWarehouse);
