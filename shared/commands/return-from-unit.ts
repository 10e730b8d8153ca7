import type { ReturnFromUnit } from '../domain/command.ts';
import { returnFromUnit as decideReturn } from '../domain/consignment.ts';
import type { Id } from '../domain/id.ts';
import { isRefusal } from '../domain/refusal.ts';
import type { CommandOn, Office } from './command.ts';
import {
  consignmentKey,
  itemsOfLines,
  loadConsignment,
  lotsOfLines,
  prepareConsignment,
  stateOf,
  unlessClosed,
} from './consignment.ts';
import { record } from './record.ts';

export const returnFromUnit: CommandOn<ReturnFromUnit> = (office, request) =>
  record(office, request, consignmentKey(request.target), async () => {
    const { body, id, actor } = request;
    const consignment = await loadConsignment(office, request);
    if (isRefusal(consignment)) return consignment;
    const lines = body.lines.map(({ line }) => line);
    const [lots, items] = await Promise.all([
      lotsOfLines(office, consignment, lines),
      itemsOfLines(office, consignment, body.lines),
    ]);
    const verdict = decideReturn(body, {
      ...stateOf(consignment, actor.subject, lots, items),
      id,
      warehouse: await namedWarehouse(office, body.warehouse),
      origins: new Map([...lots].map(([lot, { origin }]) => [lot, origin])),
    });
    const decision = await unlessClosed(office, verdict, lots.values());
    return isRefusal(decision) ? decision : prepareConsignment(consignment, decision, id, lots);
  });

async function namedWarehouse(office: Office, id: Id<'warehouse'> | undefined) {
  if (id === undefined) return undefined;
  return (await office.ledger.read([{ row: 'warehouse', id }])).state('warehouse', id)?.state;
}
