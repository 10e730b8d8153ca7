import { formatYuan } from '../domain/amount.ts';
import type { InvoiceBook } from '../domain/books.ts';
import { type Entry, isKind } from '../domain/entry.ts';
import type { Invoice, InvoiceRow } from '../domain/facts.ts';
import { invoiceIn, sumOf } from '../domain/invoice.ts';
import { stated } from '../domain/stated.ts';
import type { InvoiceView } from './document-answers.ts';

/** An invoice as the entry that told of it has it, beside what its book says of purchases and red ones. */
export function invoiceView(opening: Entry, book: InvoiceBook): InvoiceView {
  const invoice = invoiceIn(opening);
  if (invoice === undefined) throw new Error(`entry ${opening.id} tells of no invoice`);
  const allocated = sumOf(book.allocations);
  return stated<InvoiceView>({
    id: opening.id,
    number: null,
    status: book.status,
    kind: book.amount < 0n ? 'red' : 'blue',
    supplier: book.supplier,
    effectiveOn: opening.effectiveOn,
    invoice: writtenOut(invoice),
    corrects: book.corrects,
    corrected: formatYuan(-book.corrected),
    allocated: formatYuan(allocated),
    left: formatYuan(book.status === 'withdrawn' ? 0n : book.amount - allocated),
    allocations: book.allocations.map(({ purchase, amount, corrected }) => ({
      purchase,
      amount: formatYuan(amount),
      corrected: formatYuan(-corrected),
    })),
    lines: isKind(opening, 'invoicing') ? opening.facts.lines?.map(rowView) : undefined,
  });
}

/** An invoice by itself, its amount written out. */
export function writtenOut({ amount, ...invoice }: Invoice) {
  return { ...invoice, amount: formatYuan(amount) };
}

function rowView({ amount, tax, ...row }: InvoiceRow): NonNullable<InvoiceView['lines']>[number] {
  return { ...row, amount: formatYuan(amount), ...(tax === undefined ? {} : { tax: formatYuan(tax) }) };
}
