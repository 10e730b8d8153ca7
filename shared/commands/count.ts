import { COUNTED, count as decideCount } from '../domain/adjustment.ts';
import type { Count } from '../domain/command.ts';
import { isRefusal } from '../domain/refusal.ts';
import { placed } from './changes.ts';
import type { Command } from './command.ts';
import { documentOf } from './document.ts';
import { lotsNamed } from './lots.ts';
import { record } from './record.ts';

export const count: Command<Count> = (office, request) =>
  record(office, request, [], async () => {
    const { body, id } = request;
    const ids = body.lines.map((line) => line.lot);
    const named = await lotsNamed(office.ledger, ids);
    const decision = decideCount(body, { lots: new Map([...named].map(([lot, one]) => [lot, one.lot])) });
    if (isRefusal(decision)) return decision;
    return {
      decision,
      changes: [placed({ kind: 'adjustment', id, state: COUNTED }, undefined)],
      document: (opening) => documentOf('adjustment', id, opening, id, COUNTED),
    };
  });
