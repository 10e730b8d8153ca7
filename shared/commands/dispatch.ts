import type { Dispatch } from '../domain/command.ts';
import type { Decision } from '../domain/decision.ts';
import { dispatch as decideDispatch } from '../domain/dispatch.ts';
import type { LotId } from '../domain/id.ts';
import { allottedId, isHeldToPlan, plannedFor } from '../domain/plan.ts';
import { isRefusal } from '../domain/refusal.ts';
import type { Registered } from '../domain/registry.ts';
import type { Asked } from './asked.ts';
import { blind } from './blinding.ts';
import { changesOf, type LoadedLot } from './changes.ts';
import type { Command } from './command.ts';
import { documentOf } from './document.ts';
import { planChanges } from './plan.ts';
import { recipientOf } from './recipient.ts';
import { record } from './record.ts';
import { itemsIn } from './registered.ts';
import { shelvesOf } from './shelves.ts';

export const dispatch: Command<Dispatch> = (office, request) => {
  const { body, id } = request;
  const items = [...new Set(body.lines.map((line) => line.item))];
  const keys = items.map((item) => `stock/${body.warehouse}/${item}`);
  return record(office, request, keys, async () => {
    const [found, { lots: loaded, expiryOf }] = await Promise.all([
      office.ledger.read([
        { row: 'unit', id: body.unit },
        { row: 'warehouse', id: body.warehouse },
        ...items.map((item) => ({ row: 'item', id: item }) as const),
        ...(body.plan === undefined ? [] : [{ row: 'plan', id: body.plan } as const]),
      ]),
      shelvesOf(office.ledger, body.warehouse, items),
    ]);
    const unit = found.state('unit', body.unit)?.state;
    const recipient = await recipientOf(office, body, loaded);
    const plan = body.plan === undefined ? undefined : found.state('plan', body.plan)?.state;
    const decision = decideDispatch(body, {
      unit,
      warehouse: found.state('warehouse', body.warehouse)?.state,
      items: itemsIn(found, items),
      plan,
      lots: loaded.map(({ lot }) => lot),
      expiryOf,
      recipient,
    });
    if (isRefusal(decision)) return decision;
    const lots = new Map(loaded.map((one): [LotId, LoadedLot] => [one.lot.id, one]));
    const { consignment } = decision.books;
    return {
      decision,
      changes: [...changesOf(decision, { consignment: { id }, lots }), ...underPlan(body, decision, plan)],
      blinding: blind(office, { carrier: body.carrier }),
      ...(consignment ? { document: (opening) => documentOf('consignment', id, opening, id, consignment) } : {}),
    };
  });
};

/** What the plan allots is not exceeded, unless it is said why. */
function underPlan(body: Dispatch, decision: Decision, plan: Registered<'plan'> | undefined): Asked[] {
  if (body.plan === undefined || !plan) return [];
  return planChanges(decision, { plan: body.plan, unit: body.unit }, (of) => {
    if (!isHeldToPlan(body)) return undefined;
    const line = body.lines.findIndex(({ item }) => item === allottedId(of)) + 1;
    const planned = plannedFor(plan.fields, { unit: body.unit, ...of });
    return { most: planned, above: (dispatched) => ({ refusal: 'above-plan', line, planned, dispatched }) };
  });
}
