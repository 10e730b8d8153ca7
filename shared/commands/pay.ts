import type { Pay } from '../domain/command.ts';
import { isKind } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import { isCash } from '../domain/payment-method.ts';
import { pay as decidePayment } from '../domain/purchase.ts';
import { isRefusal } from '../domain/refusal.ts';
import type { CommandOn, Office } from './command.ts';
import { historyOf } from './history.ts';
import { loadPurchase, preparePurchase, purchaseKey } from './purchase.ts';
import { record } from './record.ts';
import { measure } from './thresholds.ts';

/** Entries of a purchase looked through for who accepted: far more than one ever has. */
const MOST_STEPS = 10_000;

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
      acceptedBy: await acceptedByOf(office, purchase),
      measured: isRefusal(measuring) ? undefined : measuring.measured,
    });
    if (isRefusal(decision)) return decision;
    return isRefusal(measuring) ? measuring : preparePurchase(purchase, decision, id, { changes: measuring.changes });
  });

/** Who accepted what of the purchase, where that stands: told by its steps up to the version that was loaded. */
async function acceptedByOf(
  { ledger }: Office,
  purchase: { readonly id: Id; readonly version: Id },
): Promise<ReadonlySet<string>> {
  const steps = (
    await historyOf(ledger, { kind: 'purchase', id: purchase.id, version: purchase.version }, MOST_STEPS)
  ).map(({ entry }) => entry);
  const reversed = new Set(steps.flatMap((entry) => (isKind(entry, 'reversal') ? [entry.refs.entry] : [])));
  const standing = steps.filter((entry) => isKind(entry, 'acceptance') && !reversed.has(entry.id));
  return new Set(standing.map(({ actor }) => actor.subject));
}
