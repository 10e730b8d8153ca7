import * as z from 'zod';
import type { AmendUnit, RegisterUnit } from '../domain/command.ts';
import { changesSomething } from './amendment.ts';
import { exactly, strictly } from './exactly.ts';
import { remarks } from './remarks.ts';
import { code, id, name, phone, reason, region } from './scalars.ts';

const changeable = {
  region: region.exactOptional(),
  phone: phone.exactOptional(),
};

export const registerUnitBody = strictly<RegisterUnit>()({
  code,
  name,
  parent: id.exactOptional(),
  ...changeable,
  ...remarks,
});

export const amendUnitBody = exactly<AmendUnit>()(
  z
    .strictObject({
      name: name.exactOptional(),
      parent: id
        .nullable()
        .meta({ description: 'What it lies below from now on, with all below it; null for nothing' })
        .exactOptional(),
      ...changeable,
      reason,
      ...remarks,
    })
    .check(changesSomething),
);
