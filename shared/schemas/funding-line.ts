import * as z from 'zod';
import type { Appropriate, GiveMoneyBack, OpenFundingLine } from '../domain/command.ts';
import { strictly } from './exactly.ts';
import { LIMITS } from './limits.ts';
import { approval, effective, remarks } from './remarks.ts';
import { amount, code, name, note, reason, title } from './scalars.ts';

export const openFundingLineBody = strictly<OpenFundingLine>()({
  code,
  name,
  basis: z.array(title).max(LIMITS.basis).meta({ description: 'Documents on which the funds rest' }),
  permittedUses: note.exactOptional(),
  ...remarks,
});

export const appropriateBody = strictly<Appropriate>()({
  amount,
  ...effective,
  source: title,
  giver: name.exactOptional().meta({ description: 'Who gave it, where the money is a gift: 捐赠公示 tells it' }),
  approval: approval.exactOptional(),
  ...remarks,
});

export const giveMoneyBackBody = strictly<GiveMoneyBack>()({
  amount,
  ...effective,
  reason,
  ...remarks,
});
