import { giveBack as command } from '../../shared/commands/give-back.ts';
import { giveMoneyBackBody } from '../../shared/schemas/funding-line.ts';
import { write } from '../front/use-case.ts';

export const giveBack = write(giveMoneyBackBody, command);
