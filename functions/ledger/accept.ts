import { accept as command } from '../../shared/commands/accept.ts';
import { acceptBody } from '../../shared/schemas/purchase.ts';
import { write } from '../front/use-case.ts';

export const accept = write(acceptBody, command);
