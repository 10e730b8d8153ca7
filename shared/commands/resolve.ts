import type { Resolve } from '../domain/command.ts';
import { resolve as decideResolution } from '../domain/consignment.ts';
import { isRefusal } from '../domain/refusal.ts';
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
import { record } from './record.ts';

export const resolve: CommandOn<Resolve> = (office, request) =>
  record(office, request, consignmentKey(request.target), async () => {
    const { body, id, actor } = request;
    const consignment = await loadConsignment(office, request);
    if (isRefusal(consignment)) return consignment;
    const back = body.lines.filter((line) => (line.toStock ?? 0n) > 0n).map((line) => line.line);
    const [lots, items] = await Promise.all([
      lotsOfLines(office, consignment, back),
      itemsOfLines(office, consignment, body.lines),
    ]);
    const verdict = decideResolution(body, stateOf(consignment, actor.subject, lots, items));
    const decision = await unlessClosed(office, verdict, lots.values());
    return isRefusal(decision) ? decision : prepareConsignment(consignment, decision, id, lots);
  });
