import * as z from 'zod';
import { FINDABLE, FOUND_BY } from '../domain/findable.ts';
import { id, number } from './answer-scalars.ts';

/** What bears the number that was asked for. */
export const foundAnswer = z.strictObject({
  found: z
    .array(z.strictObject({ by: z.enum(FOUND_BY), kind: z.enum(FINDABLE), id, number: number.exactOptional() }))
    .meta({ description: 'At most 20, the newest first of what bears the same number' }),
  cut: z
    .literal(true)
    .exactOptional()
    .meta({ description: 'There is more that bears it: lists with their filters find all of it' }),
});
