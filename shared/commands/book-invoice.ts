import { dateInShanghai } from '../domain/calendar.ts';
import type { BookInvoice } from '../domain/command.ts';
import type { Entry } from '../domain/entry.ts';
import { bookInvoice as decideInvoice } from '../domain/purchase.ts';
import { isRefusal } from '../domain/refusal.ts';
import { invoicesOf, take } from './asked.ts';
import type { CommandOn } from './command.ts';
import { invoiceChanges, NOTHING_BESIDE } from './invoices.ts';
import { loadPurchase, preparePurchase, purchaseKey } from './purchase.ts';
import { record } from './record.ts';

export const bookInvoice: CommandOn<BookInvoice> = (office, request) =>
  record(office, request, purchaseKey(request.target), async () => {
    const purchase = await loadPurchase(office, request);
    if (isRefusal(purchase)) return purchase;
    const decision = decideInvoice(request.body, { ...purchase, today: dateInShanghai(office.clock()) });
    if (isRefusal(decision)) return decision;
    const entry = { ...decision.draft, id: request.id } as Entry<'invoice'>;
    const opened = invoiceChanges(entry, purchase.order.refs.supplier, NOTHING_BESIDE);
    return preparePurchase(purchase, decision, request.id, {
      changes: [...opened, ...invoicesOf(decision.draft).map(take)],
    });
  });
