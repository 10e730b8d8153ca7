import * as z from 'zod';
import type { Appropriate, GiveMoneyBack, OpenFundingLine } from '../domain/command.ts';
import { LIMITS } from './limits.ts';
import { approval, effective, remarks } from './remarks.ts';
import { amount, code, name, note, reason, title } from './scalars.ts';

export const openFundingLineBody = z.strictObject({
  code,
  name,
  basis: z.array(title).max(LIMITS.basis).meta({ description: 'Documents on which the funds rest' }),
  permittedUses: note.exactOptional(),
  ...remarks,
}) satisfies z.ZodType<OpenFundingLine>;

export const appropriateBody = z.strictObject({
  amount,
  ...effective,
  source: title,
  approval: approval.exactOptional(),
  ...remarks,
}) satisfies z.ZodType<Appropriate>;

export const giveMoneyBackBody = z.strictObject({
  amount,
  ...effective,
  reason,
  ...remarks,
}) satisfies z.ZodType<GiveMoneyBack>;
