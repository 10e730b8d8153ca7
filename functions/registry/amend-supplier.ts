import { amendSupplier as command } from '../../shared/commands/registry.ts';
import { amendSupplierBody } from '../../shared/schemas/supplier.ts';
import { write } from '../front/use-case.ts';

export const amendSupplier = write(amendSupplierBody, command);
