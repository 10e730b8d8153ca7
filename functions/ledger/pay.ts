import { pay as command } from '../../shared/commands/pay.ts';
import { payBody } from '../../shared/schemas/purchase.ts';
import { write } from '../front/use-case.ts';

export const pay = write(payBody, command);
