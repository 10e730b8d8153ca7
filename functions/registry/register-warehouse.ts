import { registerWarehouse as command } from '../../shared/commands/registry.ts';
import { registerWarehouseBody } from '../../shared/schemas/warehouse.ts';
import { write } from '../front/use-case.ts';

export const registerWarehouse = write(registerWarehouseBody, command);
