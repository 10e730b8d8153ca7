import { takeBack as command } from '../../shared/commands/take-back.ts';
import { giveMoneyBackBody } from '../../shared/schemas/funding-line.ts';
import { write } from '../front/use-case.ts';

export const takeBack = write(giveMoneyBackBody, command);
