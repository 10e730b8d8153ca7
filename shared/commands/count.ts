import { COUNTED, count as decideCount } from '../domain/adjustment.ts';
import type { Count } from '../domain/command.ts';
import { isRefusal } from '../domain/refusal.ts';
import { placed } from './changes.ts';
import type { Command } from './command.ts';
import { documentOf } from './document.ts';
import { lotsNamed } from './lots.ts';
import { record } from './record.ts';
import { itemsMeasured } from './registered.ts';

export const count: Command<Count> = (office, request) =>
  record(office, request, [], async () => {
    const { body, id } = request;
    const ids = body.lines.map((line) => line.lot);
    const named = await lotsNamed(office.ledger, ids);
    const lots = new Map([...named].map(([lot, one]) => [lot, one.lot]));
    const items = await itemsMeasured(office, body.lines, ({ lot }) => lots.get(lot));
    const decision = decideCount(body, { lots, items });
    if (isRefusal(decision)) return decision;
    return {
      decision,
      changes: [placed({ kind: 'adjustment', id, state: COUNTED }, undefined)],
      document: (opening) => documentOf('adjustment', id, opening, id, COUNTED),
    };
  });
