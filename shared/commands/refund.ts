import type { Refund } from '../domain/command.ts';
import { refund as decideRefund } from '../domain/purchase.ts';
import { isRefusal } from '../domain/refusal.ts';
import type { CommandOn } from './command.ts';
import { loadPurchase, preparePurchase, purchaseKey } from './purchase.ts';
import { record } from './record.ts';

export const refund: CommandOn<Refund> = (office, request) =>
  record(office, request, purchaseKey(request.target), async () => {
    const purchase = await loadPurchase(office, request);
    if (isRefusal(purchase)) return purchase;
    const decision = decideRefund(request.body, purchase);
    return isRefusal(decision) ? decision : preparePurchase(purchase, decision, request.id);
  });
