import { amendItem as command } from '../../shared/commands/registry.ts';
import { amendItemBody } from '../../shared/schemas/item.ts';
import { write } from '../front/use-case.ts';

export const amendItem = write(amendItemBody, command);
