import * as z from 'zod';
import type { Appropriate, GiveMoneyBack, OpenFundingLine } from '../domain/command.ts';
import { LIMITS } from './limits.ts';
import { approval, remarks } from './remarks.ts';
import { amount, code, name, note, pastDate, reason, title } from './scalars.ts';

export const openFundingLineBody = z.strictObject({
  code,
  name,
  basis: z.array(title).max(LIMITS.basis).meta({ description: 'Documents on which the funds rest' }),
  permittedUses: note.exactOptional(),
  ...remarks,
}) satisfies z.ZodType<OpenFundingLine>;

export const appropriateBody = z.strictObject({
  amount,
  effectiveOn: pastDate,
  source: title,
  approval: approval.exactOptional(),
  ...remarks,
}) satisfies z.ZodType<Appropriate>;

export const giveMoneyBackBody = z.strictObject({
  amount,
  effectiveOn: pastDate,
  reason,
  ...remarks,
}) satisfies z.ZodType<GiveMoneyBack>;
