import { closePeriod as command } from '../../shared/commands/periods.ts';
import { closePeriodBody } from '../../shared/schemas/period.ts';
import { write } from '../front/use-case.ts';

export const closePeriod = write(closePeriodBody, command);
