import { dateInShanghai } from '../domain/calendar.ts';
import type { AllocateInvoice, RecordInvoice } from '../domain/command.ts';
import type { Entry } from '../domain/entry.ts';
import { allocateInvoice as decideAllocation, recordInvoice as decideInvoice } from '../domain/invoice.ts';
import { isRefusal } from '../domain/refusal.ts';
import { invoicesOf, take } from './asked.ts';
import type { Command, CommandOn } from './command.ts';
import { invoiceChanges, loadInvoices } from './invoices.ts';
import { record } from './record.ts';

/** Records an invoice as a document of its own. */
export const recordInvoice: Command<RecordInvoice> = (office, request) => {
  const { body, id } = request;
  const purchases = (body.allocations ?? []).map(({ purchase }) => purchase);
  return record(office, request, keysOf(purchases, body.corrects), async () => {
    const [found, scene] = await Promise.all([
      office.ledger.read([{ row: 'supplier', id: body.supplier }]),
      loadInvoices(office, { corrects: body.corrects, purchases }),
    ]);
    const supplier = found.state('supplier', body.supplier)?.state;
    const today = dateInShanghai(office.clock());
    const decision = decideInvoice(body, { ...scene, supplier, today });
    if (isRefusal(decision)) return decision;
    const entry = { ...decision.draft, id } as Entry<'invoicing'>;
    const changes = [...invoiceChanges(entry, body.supplier, scene), ...invoicesOf(decision.draft).map(take)];
    return { decision, changes };
  });
};

/** Allocates what is left of an invoice. */
export const allocateInvoice: CommandOn<AllocateInvoice> = (office, request) => {
  const { body, id, target } = request;
  const purchases = body.allocations.map(({ purchase }) => purchase);
  return record(office, request, keysOf(purchases, target), async () => {
    const { invoice, ...first } = await loadInvoices(office, { invoice: target, purchases });
    if (invoice === undefined) return { refusal: 'not-found', kind: 'invoice', id: target };
    const { corrects } = invoice.book;
    const scene = corrects === undefined ? first : await loadInvoices(office, { corrects, purchases });
    const today = dateInShanghai(office.clock());
    const decision = decideAllocation(body, { ...scene, invoice, today });
    if (isRefusal(decision)) return decision;
    const entry = { ...decision.draft, id } as Entry<'invoice-allocation'>;
    return {
      decision,
      changes: invoiceChanges(entry, undefined, { ...scene, invoice }),
      previous: invoice.version,
    };
  });
};

function keysOf(purchases: readonly string[], invoice: string | undefined): string[] {
  return [...purchases.map((id) => `purchase/${id}`), ...(invoice === undefined ? [] : [`invoice/${invoice}`])];
}
