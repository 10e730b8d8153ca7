import { amendWarehouse as command } from '../../shared/commands/registry.ts';
import { amendWarehouseBody } from '../../shared/schemas/warehouse.ts';
import { write } from '../front/use-case.ts';

export const amendWarehouse = write(amendWarehouseBody, command);
