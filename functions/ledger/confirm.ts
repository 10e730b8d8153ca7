import { confirm as command } from '../../shared/commands/confirm.ts';
import { confirmBody } from '../../shared/schemas/consignment.ts';
import { write } from '../front/use-case.ts';

export const confirm = write(confirmBody, command);
