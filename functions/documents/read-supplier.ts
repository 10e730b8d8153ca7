import { documentQueries } from '../../shared/schemas/lists.ts';
import { readOf } from './document.ts';

export const readSupplier = readOf('supplier', documentQueries.readSupplier);
