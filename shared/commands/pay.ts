import type { Pay } from '../domain/command.ts';
import { pay as decidePayment } from '../domain/purchase.ts';
import { isRefusal } from '../domain/refusal.ts';
import type { CommandOn } from './command.ts';
import { loadPurchase, preparePurchase, purchaseKey } from './purchase.ts';
import { record } from './record.ts';

export const pay: CommandOn<Pay> = (office, request) =>
  record(office, request, purchaseKey(request.target), async () => {
    const purchase = await loadPurchase(office, request);
    if (isRefusal(purchase)) return purchase;
    const decision = decidePayment(request.body, purchase);
    return isRefusal(decision) ? decision : preparePurchase(purchase, decision, request.id);
  });
