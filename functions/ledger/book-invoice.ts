import { bookInvoice as command } from '../../shared/commands/book-invoice.ts';
import { bookInvoiceBody } from '../../shared/schemas/invoice.ts';
import { write } from '../front/use-case.ts';

export const bookInvoice = write(bookInvoiceBody, command);
