import { count as command } from '../../shared/commands/count.ts';
import { countBody } from '../../shared/schemas/adjustment.ts';
import { write } from '../front/use-case.ts';

export const count = write(countBody, command);
