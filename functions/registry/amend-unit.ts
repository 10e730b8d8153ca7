import { amendUnit as command } from '../../shared/commands/registry.ts';
import { amendUnitBody } from '../../shared/schemas/unit.ts';
import { write } from '../front/use-case.ts';

export const amendUnit = write(amendUnitBody, command);
