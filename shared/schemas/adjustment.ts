import * as z from 'zod';
import type { Count, Countersign } from '../domain/command.ts';
import { across, tellRepeated } from './check.ts';
import { strictly } from './exactly.ts';
import { LIMITS } from './limits.ts';
import { effective, remarks } from './remarks.ts';
import { countedQuantity, id, lot, measure, reason } from './scalars.ts';

export const countBody = strictly<Count>()({
  warehouse: id,
  ...effective,
  lines: z
    .array(z.strictObject({ lot, book: countedQuantity, counted: countedQuantity, measure }))
    .min(1)
    .max(LIMITS.lines)
    .check(
      across<Count['lines']>((lines, tell) =>
        tellRepeated(
          lines,
          (line) => line.lot,
          (at) => tell([at, 'lot'], { code: 'repeated' }),
        ),
      ),
    ),
  reason,
  ...remarks,
});

export const countersignBody = strictly<Countersign>()(remarks);
