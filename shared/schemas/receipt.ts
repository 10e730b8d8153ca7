import * as z from 'zod';
import type { ReceiveInKind } from '../domain/command.ts';
import { givenDirection } from './direction.ts';
import { strictly } from './exactly.ts';
import { LIMITS } from './limits.ts';
import { batch } from './purchase.ts';
import { effective, evidence, remarks } from './remarks.ts';
import { id, measure, name, quantity, valuation } from './scalars.ts';

export const receiveInKindBody = strictly<ReceiveInKind>()({
  kind: z.enum(['donation', 'allocation']),
  giver: name,
  fundingLine: id,
  warehouse: id,
  ...effective,
  lines: z
    .array(
      z.strictObject({
        item: id,
        quantity,
        measure,
        value: valuation,
        batch: batch.exactOptional(),
      }),
    )
    .min(1)
    .max(LIMITS.lines),
  directedTo: givenDirection.exactOptional(),
  evidence,
  ...remarks,
});
