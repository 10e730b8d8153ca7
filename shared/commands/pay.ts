import type { Pay } from '../domain/command.ts';
import { isCash } from '../domain/payment-method.ts';
import { pay as decidePayment } from '../domain/purchase.ts';
import { isRefusal } from '../domain/refusal.ts';
import type { CommandOn } from './command.ts';
import { doersOf, loadPurchase, preparePurchase, purchaseKey } from './purchase.ts';
import { record } from './record.ts';
import { measure } from './thresholds.ts';

export const pay: CommandOn<Pay> = (office, request) =>
  record(office, request, purchaseKey(request.target), async () => {
    const purchase = await loadPurchase(office, request);
    if (isRefusal(purchase)) return purchase;
    const { actor, body, id } = request;
    const amount = body.shares.reduce((sum, share) => sum + share.amount, 0n);
    const outlay = { ...body, amount, isCash: isCash(body.method) };
    const measuring = await measure(office, 'payment', purchase.order.refs.supplier, outlay);
    const decision = decidePayment(body, {
      ...purchase,
      actor: actor.subject,
      acceptedBy: await doersOf(office, purchase, 'acceptance'),
      measured: isRefusal(measuring) ? undefined : measuring.measured,
    });
    if (isRefusal(decision)) return decision;
    return isRefusal(measuring) ? measuring : preparePurchase(purchase, decision, id, { changes: measuring.changes });
  });
