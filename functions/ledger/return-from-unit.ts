import { returnFromUnit as command } from '../../shared/commands/return-from-unit.ts';
import { returnFromUnitBody } from '../../shared/schemas/consignment.ts';
import { write } from '../front/use-case.ts';

export const returnFromUnit = write(returnFromUnitBody, command);
