import { resolve as command } from '../../shared/commands/resolve.ts';
import { resolveBody } from '../../shared/schemas/consignment.ts';
import { write } from '../front/use-case.ts';

export const resolve = write(resolveBody, command);
