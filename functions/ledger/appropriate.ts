import { appropriate as command } from '../../shared/commands/appropriate.ts';
import { appropriateBody } from '../../shared/schemas/funding-line.ts';
import { write } from '../front/use-case.ts';

export const appropriate = write(appropriateBody, command);
