import { order as command } from '../../shared/commands/order.ts';
import { orderBody } from '../../shared/schemas/purchase.ts';
import { write } from '../front/use-case.ts';

export const order = write(orderBody, command);
