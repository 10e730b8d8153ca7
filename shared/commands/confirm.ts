import type { Confirm } from '../domain/command.ts';
import { confirm as decideConfirmation } from '../domain/consignment.ts';
import { isRefusal } from '../domain/refusal.ts';
import { blind } from './blinding.ts';
import type { CommandOn } from './command.ts';
import {
  consignmentKey,
  itemsOfLines,
  loadConsignment,
  lotsOfLines,
  prepareConsignment,
  stateOf,
  unlessClosed,
} from './consignment.ts';
import { anothersUnit } from './own-unit.ts';
import { record } from './record.ts';

export const confirm: CommandOn<Confirm> = (office, request) =>
  record(office, request, consignmentKey(request.target), async () => {
    const { body, id, actor } = request;
    const consignment = await loadConsignment(office, request);
    if (isRefusal(consignment)) return consignment;
    const refused = body.lines.filter((line) => (line.refused ?? 0n) > 0n).map((line) => line.line);
    const [foreign, lots, items] = await Promise.all([
      anothersUnit(office, request, actor.role, consignment.dispatch.refs.unit),
      lotsOfLines(office, consignment, refused),
      itemsOfLines(office, consignment, body.lines),
    ]);
    if (foreign) return foreign;
    const verdict = decideConfirmation(body, { ...stateOf(consignment, actor.subject, lots, items), id });
    const decision = await unlessClosed(office, verdict, lots.values());
    if (isRefusal(decision)) return decision;
    return prepareConsignment(consignment, decision, id, lots, blind(office, { signatory: body.signatory }));
  });
