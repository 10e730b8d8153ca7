import * as z from 'zod';
import type { AmendSupplier, RegisterSupplier } from '../domain/command.ts';
import { changesSomething } from './amendment.ts';
import { exactly, strictly } from './exactly.ts';
import { remarks } from './remarks.ts';
import { name, phone, reason, uscc } from './scalars.ts';

const changeable = { uscc: uscc.exactOptional(), phone: phone.exactOptional() };

export const registerSupplierBody = strictly<RegisterSupplier>()({
  name,
  ...changeable,
  ...remarks,
});

export const amendSupplierBody = exactly<AmendSupplier>()(
  z.strictObject({ name: name.exactOptional(), ...changeable, reason, ...remarks }).check(changesSomething),
);
