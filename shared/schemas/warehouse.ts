import * as z from 'zod';
import type { AmendWarehouse, RegisterWarehouse } from '../domain/command.ts';
import { changesSomething } from './amendment.ts';
import { exactly, strictly } from './exactly.ts';
import { remarks } from './remarks.ts';
import { code, name, reason } from './scalars.ts';

export const registerWarehouseBody = strictly<RegisterWarehouse>()({
  code,
  name,
  ...remarks,
});

export const amendWarehouseBody = exactly<AmendWarehouse>()(
  z.strictObject({ name: name.exactOptional(), reason, ...remarks }).check(changesSomething),
);
