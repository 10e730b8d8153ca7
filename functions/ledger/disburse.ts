import { disburse as command } from '../../shared/commands/disburse.ts';
import { disburseBody } from '../../shared/schemas/disbursement.ts';
import { write } from '../front/use-case.ts';

export const disburse = write(disburseBody, command);
