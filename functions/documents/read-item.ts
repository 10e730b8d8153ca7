import { documentQueries } from '../../shared/schemas/lists.ts';
import { readOf } from './document.ts';

export const readItem = readOf('item', documentQueries.readItem);
