import * as z from 'zod';
import type { AmendTariff, RegisterTariff } from '../domain/command.ts';
import { PERIODS } from '../domain/registry.ts';
import { changesSomething } from './amendment.ts';
import { exactly, strictly } from './exactly.ts';
import { remarks } from './remarks.ts';
import { amount, code, name, reason, title } from './scalars.ts';

const per = z.enum(PERIODS).meta({ description: 'How often the cap is counted anew for one person' });

export const registerTariffBody = strictly<RegisterTariff>()({
  code,
  name,
  basis: title,
  cap: amount,
  per,
  ...remarks,
});

export const amendTariffBody = exactly<AmendTariff>()(
  z
    .strictObject({
      name: name.exactOptional(),
      basis: title.exactOptional(),
      cap: amount.exactOptional(),
      reason,
      ...remarks,
    })
    .check(changesSomething),
);
