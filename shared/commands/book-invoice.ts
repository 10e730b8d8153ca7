import { dateInShanghai } from '../domain/calendar.ts';
import type { BookInvoice } from '../domain/command.ts';
import { bookInvoice as decideInvoice } from '../domain/purchase.ts';
import { isRefusal } from '../domain/refusal.ts';
import { invoicesOf, take } from './asked.ts';
import type { CommandOn } from './command.ts';
import { loadPurchase, preparePurchase, purchaseKey } from './purchase.ts';
import { record } from './record.ts';

export const bookInvoice: CommandOn<BookInvoice> = (office, request) =>
  record(office, request, purchaseKey(request.target), async () => {
    const purchase = await loadPurchase(office, request);
    if (isRefusal(purchase)) return purchase;
    const decision = decideInvoice(request.body, { ...purchase, today: dateInShanghai(office.clock()) });
    if (isRefusal(decision)) return decision;
    return preparePurchase(purchase, decision, request.id, { changes: invoicesOf(decision.draft).map(take) });
  });
