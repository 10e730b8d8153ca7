import { documentQueries } from '../../shared/schemas/lists.ts';
import { readOf } from './document.ts';

export const readMember = readOf('member', documentQueries.readMember);
