import { documentQueries } from '../../shared/schemas/lists.ts';
import { readOf } from './document.ts';

export const readTariff = readOf('tariff', documentQueries.readTariff);
