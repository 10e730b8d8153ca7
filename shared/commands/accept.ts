import { accept as decideAcceptance } from '../domain/acceptance.ts';
import type { Accept } from '../domain/command.ts';
import { isRefusal } from '../domain/refusal.ts';
import { blind } from './blinding.ts';
import type { CommandOn } from './command.ts';
import { doersOf, loadPurchase, preparePurchase, purchaseKey } from './purchase.ts';
import { record } from './record.ts';
import { itemsMeasured } from './registered.ts';

export const accept: CommandOn<Accept> = (office, request) =>
  record(office, request, purchaseKey(request.target), async () => {
    const { body, id, actor } = request;
    const purchase = await loadPurchase(office, request, [{ row: 'warehouse', id: body.warehouse }]);
    if (isRefusal(purchase)) return purchase;
    const { lines } = purchase.order.facts;
    const decision = decideAcceptance(body, {
      id,
      actor: actor.subject,
      order: purchase.order,
      book: purchase.book,
      // Most are accepted before anything is paid: then there is nobody to look for.
      paidBy: purchase.book.paid.some((paid) => paid > 0n) ? await doersOf(office, purchase, 'payment') : new Set(),
      warehouse: purchase.found.state('warehouse', body.warehouse)?.state,
      items: await itemsMeasured(office, body.lines, ({ line }) => lines[line - 1]),
    });
    if (isRefusal(decision)) return decision;
    return preparePurchase(purchase, decision, id, { blinding: blind(office, { witness: body.witness }) });
  });
