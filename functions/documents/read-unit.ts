import { documentQueries } from '../../shared/schemas/lists.ts';
import { readOf } from './document.ts';

export const readUnit = readOf('unit', documentQueries.readUnit);
