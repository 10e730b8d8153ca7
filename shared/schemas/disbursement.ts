import * as z from 'zod';
import type { Disburse } from '../domain/command.ts';
import { approval, evidence, remarks } from './remarks.ts';
import { amount, id, pastDate, reached, reference, title } from './scalars.ts';

export const disburseBody = z.strictObject({
  fundingLine: id,
  unit: id,
  amount,
  effectiveOn: pastDate,
  purpose: title,
  method: reference,
  approval: approval.exactOptional(),
  people: reached.exactOptional(),
  sites: reached.exactOptional(),
  evidence,
  ...remarks,
}) satisfies z.ZodType<Disburse>;
