import { dateInShanghai } from '../domain/calendar.ts';
import type { Close } from '../domain/command.ts';
import { closePurchase as decideClosing } from '../domain/purchase.ts';
import { isRefusal } from '../domain/refusal.ts';
import type { CommandOn } from './command.ts';
import { loadPurchase, preparePurchase, purchaseKey } from './purchase.ts';
import { record } from './record.ts';

export const closePurchase: CommandOn<Close> = (office, request) =>
  record(office, request, purchaseKey(request.target), async () => {
    const purchase = await loadPurchase(office, request);
    if (isRefusal(purchase)) return purchase;
    const decision = decideClosing(request.body, { ...purchase, today: dateInShanghai(office.clock()) });
    return isRefusal(decision) ? decision : preparePurchase(purchase, decision, request.id);
  });
