import { dispatch as command } from '../../shared/commands/dispatch.ts';
import { dispatchBody } from '../../shared/schemas/consignment.ts';
import { write } from '../front/use-case.ts';

export const dispatch = write(dispatchBody, command);
