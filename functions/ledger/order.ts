import { order as command } from '../../shared/commands/order.ts';
import { orderBody } from '../../shared/schemas/purchase.ts';
import { write } from '../use-case.ts';

export const order = write(orderBody, command);
