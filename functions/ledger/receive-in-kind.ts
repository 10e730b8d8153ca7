import { receiveInKind as command } from '../../shared/commands/receive-in-kind.ts';
import { receiveInKindBody } from '../../shared/schemas/receipt.ts';
import { write } from '../front/use-case.ts';

export const receiveInKind = write(receiveInKindBody, command);
