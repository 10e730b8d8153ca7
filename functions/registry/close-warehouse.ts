import { closeWarehouse as command } from '../../shared/commands/registry.ts';
import { closeBody } from '../../shared/schemas/remarks.ts';
import { write } from '../front/use-case.ts';

export const closeWarehouse = write(closeBody, command);
