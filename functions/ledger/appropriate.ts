import { appropriate as command } from '../../shared/commands/appropriate.ts';
import { appropriateBody } from '../../shared/schemas/funding-line.ts';
import { write } from '../use-case.ts';

export const appropriate = write(appropriateBody, command);
