import { useState } from 'react';
import type * as z from 'zod';
import type { Evidence } from '../../shared/domain/evidence.ts';
import { evidenceAnswers } from '../../shared/schemas/evidence.ts';
import { names } from '../../shared/schemas/names.ts';
import { addresses } from '../ask/addresses.ts';
import { askBeside } from '../ask/ask-beside.ts';
import { Problem } from '../ask/problem.ts';
import { isBlankRow, ofChoice, ofText } from '../form/cells.ts';
import { written } from '../form/typed.ts';
import { useWords } from '../words/words.tsx';
import { buyWords } from './buy-words.ts';
import type { Line, OrderDraft } from './order-form.ts';

const answered = evidenceAnswers.invoice.extend({ names });
type InvoiceRead = z.infer<typeof answered>;

/** What became of an invoice that was dropped on the page. */
type Told =
  | { readonly as: 'taken'; readonly rows: number | undefined; readonly bookedBy: string | undefined }
  | { readonly as: 'red' }
  | { readonly as: 'not-read'; readonly detail: string }
  | undefined;

/** Reads the XML of an invoice once it is stored, and fills in what it says. */
export function useInvoice(draft: OrderDraft, change: (by: (before: OrderDraft) => OrderDraft) => void) {
  const [told, setTold] = useState<Told>();
  const read = async ({ sha256, mediaType }: Evidence) => {
    if (mediaType !== 'application/xml') return;
    try {
      const invoice = await askBeside(`/api/evidence/${sha256}/invoice`, answered, {});
      if (invoice.kind === 'red') return setTold({ as: 'red' });
      const isFilled = draft.lines.every(isBlankRow);
      change((before) => filled(before, invoice));
      setTold({ as: 'taken', rows: isFilled ? invoice.lines.length : undefined, bookedBy: invoice.bookedBy });
    } catch (error) {
      setTold({ as: 'not-read', detail: error instanceof Problem ? error.detail || error.title : '' });
    }
  };
  return { told, read };
}

/** A draft with what an invoice says; rows that stand there already are left. */
export function filled(draft: OrderDraft, { invoice, supplier, seller, lines }: InvoiceRead): OrderDraft {
  return {
    ...draft,
    fields: {
      ...draft.fields,
      supplier: supplier === undefined ? ofText(seller.name) : ofChoice(supplier),
      invoiceNumber: ofText(invoice.number),
      invoiceCode: ofText(invoice.code ?? ''),
      invoiceDate: ofText(invoice.date),
      invoiceAmount: ofText(written('amount', invoice.amount)),
    },
    lines: draft.lines.every(isBlankRow) ? lines.map(lineOf) : draft.lines,
  };
}

/** `*医疗器械*口罩` is called 口罩: what stands between the stars is the tax office's sort of goods. */
function lineOf({ name, quantity, measure, unitPrice, amount }: InvoiceRead['lines'][number], at: number): Line {
  return {
    key: at + 1,
    cells: {
      item: ofText(name.replace(/^\*[^*]*\*/, '')),
      quantity: ofText(quantity === undefined ? '' : written('quantity', String(quantity))),
      measure: ofText(measure ?? ''),
      unitPrice: ofText(unitPrice === undefined ? '' : written('price', unitPrice)),
      amount: ofText(written('amount', amount)),
    },
  };
}

export function InvoiceTold({ told }: { readonly told: Told }) {
  const words = useWords(buyWords);
  switch (told?.as) {
    case undefined:
      return null;
    case 'red':
      return (
        <p className="form-told" role="alert">
          {words.red}
        </p>
      );
    case 'not-read':
      return (
        <p className="form-told" role="alert">
          {words.notRead(told.detail)}
        </p>
      );
    case 'taken':
      return told.bookedBy === undefined ? (
        <p className="trial" role="status">
          {told.rows === undefined ? words.readWithoutLines : words.read(told.rows)}
        </p>
      ) : (
        <p className="form-told" role="alert">
          <span>
            {words.bookedBefore} <a href={addresses.entry(told.bookedBy)}>{words.seeBooked}</a>
          </span>
        </p>
      );
  }
}
