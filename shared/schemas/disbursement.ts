import * as z from 'zod';
import type { Disburse } from '../domain/command.ts';
import { exactly } from './exactly.ts';
import { approval, effective, evidence, remarks } from './remarks.ts';
import { amount, id, reached, reference, title } from './scalars.ts';

export const disburseBody = exactly<Disburse>()(
  z.strictObject({
    fundingLine: id,
    unit: id,
    amount,
    ...effective,
    purpose: title,
    method: reference,
    approval: approval.exactOptional(),
    people: reached.exactOptional(),
    sites: reached.exactOptional(),
    evidence,
    ...remarks,
  }),
);
