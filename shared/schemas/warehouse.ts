import * as z from 'zod';
import type { AmendWarehouse, RegisterWarehouse } from '../domain/command.ts';
import { changesSomething } from './amendment.ts';
import { remarks } from './remarks.ts';
import { code, name, reason } from './scalars.ts';

export const registerWarehouseBody = z.strictObject({
  code,
  name,
  ...remarks,
}) satisfies z.ZodType<RegisterWarehouse>;

export const amendWarehouseBody = z
  .strictObject({ name: name.exactOptional(), reason, ...remarks })
  .check(changesSomething) satisfies z.ZodType<AmendWarehouse>;
