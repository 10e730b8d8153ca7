import type { Pay } from '../domain/command.ts';
import { isKind } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import { pay as decidePayment } from '../domain/purchase.ts';
import { isRefusal } from '../domain/refusal.ts';
import type { CommandOn, Office } from './command.ts';
import { historyOf } from './history.ts';
import { loadPurchase, preparePurchase, purchaseKey } from './purchase.ts';
import { record } from './record.ts';

/** Entries of a purchase looked through for who accepted: far more than one ever has. */
const MOST_STEPS = 10_000;

export const pay: CommandOn<Pay> = (office, request) =>
  record(office, request, purchaseKey(request.target), async () => {
    const purchase = await loadPurchase(office, request);
    if (isRefusal(purchase)) return purchase;
    const { subject: actor } = request.actor;
    const acceptedBy = await acceptedByOf(office, purchase);
    const decision = decidePayment(request.body, { ...purchase, actor, acceptedBy });
    return isRefusal(decision) ? decision : preparePurchase(purchase, decision, request.id);
  });

/** Who accepted what of the purchase, where that stands: told by its steps up to the version that was loaded. */
async function acceptedByOf(
  { ledger }: Office,
  purchase: { readonly id: Id; readonly version: Id },
): Promise<ReadonlySet<string>> {
  const steps = (await historyOf(ledger, purchase, MOST_STEPS)).map(({ entry }) => entry);
  const reversed = new Set(steps.flatMap((entry) => (isKind(entry, 'reversal') ? [entry.refs.entry] : [])));
  const standing = steps.filter((entry) => isKind(entry, 'acceptance') && !reversed.has(entry.id));
  return new Set(standing.map(({ actor }) => actor.subject));
}
