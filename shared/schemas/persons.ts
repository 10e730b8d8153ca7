import * as z from 'zod';
import type { Disclose, Erase } from '../domain/command.ts';
import { strictly } from './exactly.ts';
import { remarks } from './remarks.ts';
import { reason, words } from './scalars.ts';

const { note } = remarks;
const FIELDS = 20;
const FIELD_NAME = 64;

export const discloseBody = strictly<Disclose>()({
  reason,
  note,
  fields: z
    .array(words(FIELD_NAME))
    .min(1)
    .max(FIELDS)
    .meta({ description: 'Which of the entry’s personal fields; all of them where nothing is said' })
    .exactOptional(),
});

export const eraseBody = strictly<Erase>()({ reason, note });
