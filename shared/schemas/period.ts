import type { Remarks } from '../domain/command.ts';
import { strictly } from './exactly.ts';
import { remarks } from './remarks.ts';

export const closePeriodBody = strictly<Remarks>()({ ...remarks });
