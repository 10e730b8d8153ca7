import type { ReturnToSupplier } from '../domain/command.ts';
import { returnToSupplier as decideReturn } from '../domain/purchase.ts';
import { isRefusal } from '../domain/refusal.ts';
import type { CommandOn } from './command.ts';
import { lotsNamed } from './lots.ts';
import { loadPurchase, preparePurchase, purchaseKey } from './purchase.ts';
import { record } from './record.ts';
import { itemsMeasured } from './registered.ts';

export const returnToSupplier: CommandOn<ReturnToSupplier> = (office, request) =>
  record(office, request, purchaseKey(request.target), async () => {
    const purchase = await loadPurchase(office, request);
    if (isRefusal(purchase)) return purchase;
    const ids = request.body.lines.flatMap(({ lot }) => lot ?? []);
    const named = await lotsNamed(office.ledger, ids);
    const theirs = [...named].flatMap(([id, { lot, origin }]) => {
      const { share } = origin;
      return share?.purchase === purchase.id ? [[id, { lot, ...share }] as const] : [];
    });
    const lots = new Map(theirs);
    const items = await itemsMeasured(office, request.body.lines, ({ lot, line: ofService }) => {
      const line = (lot === undefined ? undefined : lots.get(lot)?.line) ?? ofService;
      return line === undefined ? undefined : purchase.order.facts.lines[line - 1];
    });
    const decision = decideReturn(request.body, { ...purchase, lots, items });
    return isRefusal(decision) ? decision : preparePurchase(purchase, decision, request.id, { lots: named });
  });
