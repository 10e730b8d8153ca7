import { registerSupplier as command } from '../../shared/commands/registry.ts';
import { registerSupplierBody } from '../../shared/schemas/supplier.ts';
import { write } from '../front/use-case.ts';

export const registerSupplier = write(registerSupplierBody, command);
