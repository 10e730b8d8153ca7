import { documentOf } from '../../shared/commands/document.ts';
import { invoiceNow } from '../../shared/commands/invoices.ts';
import type { Id } from '../../shared/domain/id.ts';
import { listQueries } from '../../shared/schemas/lists.ts';
import { documentView } from '../answers/document-view.ts';
import type { Tracker } from '../composition/tracker.ts';
import { untilProjected } from '../front/after.ts';
import { type Read, showingFor } from '../front/operation.ts';
import { invoicesOfNumber } from './invoice-numbers.ts';
import { MARKS } from './list.ts';
import { rowsOfNumber } from './numbered-documents.ts';
import { numbered as withNumbers } from './numbers.ts';
import type { Listing } from './page.ts';
import { pageOf, type SortedQuery } from './sorted-page.ts';

interface Filters extends SortedQuery {
  readonly after?: Id;
  readonly number?: string;
  readonly q?: string;
  readonly status?: string;
  readonly kind?: string;
  readonly supplier?: Id;
  readonly from?: string;
  readonly to?: string;
}

/** The list of invoices. One that came with an order has no row of its own as long as nothing happened to it. */
export function listInvoices(): Read<Filters, Tracker, Id | undefined, 'list', 'invoice'> {
  return {
    query: listQueries.invoice,
    form: 'list',
    answer: 'invoice',
    async read({ ledger, projection, catalogue }, filters, { role }) {
      await untilProjected(projection, filters.after);
      const { number, q } = filters;
      const sources = { ledger, catalogue };
      const typed = q === undefined ? undefined : await rowsOfNumber(sources, 'invoice', q);
      const numbered = number === undefined ? typed : await invoicesOfNumber(sources, number);
      return pageOf(
        'invoice',
        {
          ...(numbered === undefined ? rowsOf(catalogue, filters) : { rows: numbered }),
          idOf: (id) => id,
          async show(ids) {
            const found = await Promise.all(ids.map((id) => invoiceNow({ ledger }, id)));
            const shown = found.map((one) => {
              if (one === undefined) return undefined;
              const { id, opening, version, book } = one;
              const view = documentView(documentOf('invoice', id, opening, version, book), showingFor(role));
              return fits(view, filters) ? view : undefined;
            });
            return withNumbers(projection, 'invoice', shown);
          },
        },
        filters,
      );
    },
  };
}

/** The day of an invoice is that on which it was booked, as lists tell it; what its paper says is told beside it. */
function rowsOf(
  catalogue: Tracker['catalogue'],
  { supplier, from, to, status = '', kind }: Filters,
): Pick<Listing<Id>, 'rows' | 'sorted'> {
  const mark = MARKS[status] ?? (kind === 'red' ? kind : undefined);
  const naming = { ids: supplier === undefined ? [] : [supplier], from, to, mark };
  const isAll = [supplier, from, to, mark].every((one) => one === undefined);
  return {
    rows: (asked) =>
      isAll ? catalogue.documents('invoice', asked) : catalogue.documentsNaming('invoice', naming, asked),
    sorted: (by, after) => catalogue.documentsSorted('invoice', { ...naming, by }, after),
  };
}

function fits(view: object, { status, kind, supplier, from = '', to = '9999-12-31' }: Filters): boolean {
  const shown = new Map(Object.entries(view));
  const on = String(shown.get('effectiveOn'));
  const asked = { status, kind, supplier };
  return (
    from <= on && on <= to && Object.entries(asked).every(([name, one]) => one === undefined || one === shown.get(name))
  );
}
