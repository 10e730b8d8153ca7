import * as z from 'zod';
import type { Appropriate, GiveMoneyBack, OpenFundingLine } from '../domain/command.ts';
import { exactly } from './exactly.ts';
import { LIMITS } from './limits.ts';
import { approval, effective, remarks } from './remarks.ts';
import { amount, code, name, note, reason, title } from './scalars.ts';

export const openFundingLineBody = exactly<OpenFundingLine>()(
  z.strictObject({
    code,
    name,
    basis: z.array(title).max(LIMITS.basis).meta({ description: 'Documents on which the funds rest' }),
    permittedUses: note.exactOptional(),
    ...remarks,
  }),
);

export const appropriateBody = exactly<Appropriate>()(
  z.strictObject({
    amount,
    ...effective,
    source: title,
    approval: approval.exactOptional(),
    ...remarks,
  }),
);

export const giveMoneyBackBody = exactly<GiveMoneyBack>()(
  z.strictObject({
    amount,
    ...effective,
    reason,
    ...remarks,
  }),
);
