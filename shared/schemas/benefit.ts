import * as z from 'zod';
import type { PayBenefit } from '../domain/command.ts';
import { approval, evidence, remarks } from './remarks.ts';
import { amount, id, name, pastDate, reference } from './scalars.ts';

export const payBenefitBody = z.strictObject({
  fundingLine: id,
  tariff: id,
  person: z.strictObject({ name, reference }).meta({
    description: 'The name, and a reference that tells this person from all others (a membership or document number)',
  }),
  amount,
  effectiveOn: pastDate,
  method: reference,
  approval: approval.exactOptional(),
  evidence,
  ...remarks,
}) satisfies z.ZodType<PayBenefit>;
