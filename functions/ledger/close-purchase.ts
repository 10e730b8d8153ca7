import { closePurchase as command } from '../../shared/commands/close-purchase.ts';
import { closeBody } from '../../shared/schemas/remarks.ts';
import { write } from '../front/use-case.ts';

export const closePurchase = write(closeBody, command);
