import { registerItem as command } from '../../shared/commands/registry.ts';
import { registerItemBody } from '../../shared/schemas/item.ts';
import { write } from '../front/use-case.ts';

export const registerItem = write(registerItemBody, command);
