import { documentQueries } from '../../shared/schemas/lists.ts';
import { listLines } from './list.ts';

export const listFundingLines = listLines(documentQueries.listFundingLines);
