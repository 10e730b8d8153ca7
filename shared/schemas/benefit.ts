import * as z from 'zod';
import type { PayBenefit } from '../domain/command.ts';
import { strictly } from './exactly.ts';
import { approval, effective, evidence, remarks } from './remarks.ts';
import { amount, id, name, reference } from './scalars.ts';

export const payBenefitBody = strictly<PayBenefit>()({
  fundingLine: id,
  tariff: id,
  person: z.strictObject({ name, reference }).meta({
    description: 'The name, and a reference that tells this person from all others (a membership or document number)',
  }),
  amount,
  ...effective,
  method: reference,
  approval: approval.exactOptional(),
  evidence,
  ...remarks,
});
