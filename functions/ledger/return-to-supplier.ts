import { returnToSupplier as command } from '../../shared/commands/return-to-supplier.ts';
import { returnToSupplierBody } from '../../shared/schemas/purchase.ts';
import { write } from '../front/use-case.ts';

export const returnToSupplier = write(returnToSupplierBody, command);
