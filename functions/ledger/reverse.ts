import { reverse as command } from '../../shared/commands/reverse.ts';
import { reverseBody } from '../../shared/schemas/reversal.ts';
import { write } from '../front/use-case.ts';

export const reverse = write(reverseBody, command);
