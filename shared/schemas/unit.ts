import * as z from 'zod';
import type { AmendUnit, RegisterUnit } from '../domain/command.ts';
import { changesSomething } from './amendment.ts';
import { exactly, strictly } from './exactly.ts';
import { remarks } from './remarks.ts';
import { code, id, name, phone, reason, region } from './scalars.ts';

const changeable = {
  parent: id.exactOptional(),
  region: region.exactOptional(),
  phone: phone.exactOptional(),
};

export const registerUnitBody = strictly<RegisterUnit>()({
  code,
  name,
  ...changeable,
  ...remarks,
});

export const amendUnitBody = exactly<AmendUnit>()(
  z.strictObject({ name: name.exactOptional(), ...changeable, reason, ...remarks }).check(changesSomething),
);
