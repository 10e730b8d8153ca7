import * as z from 'zod';
import type { Remarks } from '../domain/command.ts';
import { id, instant, text } from './answer-scalars.ts';
import { strictly } from './exactly.ts';
import { remarks } from './remarks.ts';

export const closePeriodBody = strictly<Remarks>()({ ...remarks });

export const periodAnswer = z
  .strictObject({
    id,
    month: text.meta({ description: 'Closed with every month before it' }),
    closedBy: text,
    closedAt: instant,
  })
  .meta({ id: 'Period' });
