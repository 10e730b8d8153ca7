import { bookInvoice as command } from '../../shared/commands/book-invoice.ts';
import { bookInvoiceBody } from '../../shared/schemas/invoice.ts';
import { write } from '../use-case.ts';

export const bookInvoice = write(bookInvoiceBody, command);
