import * as z from 'zod';
import type { AmendSupplier, RegisterSupplier } from '../domain/command.ts';
import { changesSomething } from './amendment.ts';
import { remarks } from './remarks.ts';
import { name, phone, reason, uscc } from './scalars.ts';

const changeable = { uscc: uscc.exactOptional(), phone: phone.exactOptional() };

export const registerSupplierBody = z.strictObject({
  name,
  ...changeable,
  ...remarks,
}) satisfies z.ZodType<RegisterSupplier>;

export const amendSupplierBody = z
  .strictObject({ name: name.exactOptional(), ...changeable, reason, ...remarks })
  .check(changesSomething) satisfies z.ZodType<AmendSupplier>;
