import { registerUnit as command } from '../../shared/commands/registry.ts';
import { registerUnitBody } from '../../shared/schemas/unit.ts';
import { write } from '../front/use-case.ts';

export const registerUnit = write(registerUnitBody, command);
