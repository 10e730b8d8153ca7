import { countersign as decideCountersignature, POSTED } from '../domain/adjustment.ts';
import type { Countersign } from '../domain/command.ts';
import { isKind } from '../domain/entry.ts';
import { isRefusal } from '../domain/refusal.ts';
import { changesOf, placed } from './changes.ts';
import type { CommandOn } from './command.ts';
import { unlessClosed } from './consignment.ts';
import { documentOf } from './document.ts';
import { lotsNamed } from './lots.ts';
import { record } from './record.ts';

export const countersign: CommandOn<Countersign> = (office, request) =>
  record(office, request, [`adjustment/${request.target}`], async () => {
    const id = request.target;
    const opening = (await office.ledger.read([{ row: 'entry', id }])).entry(id);
    if (!opening || !isKind(opening.entry, 'count')) return { refusal: 'not-found', kind: 'adjustment', id };
    const counted = opening.entry.facts.lines.map(({ lot }) => lot);
    const named = await lotsNamed(office.ledger, counted);
    // Read last: where the lots show another countersignature, so does the status.
    const row = (await office.ledger.read([{ row: 'adjustment', id }])).state('adjustment', id);
    if (!row) return { refusal: 'not-found', kind: 'adjustment', id };
    const verdict = decideCountersignature(request.body, {
      actor: request.actor.subject,
      count: opening.entry,
      book: row.state,
      lots: new Map([...named].map(([lot, one]) => [lot, one.lot])),
    });
    const decision = await unlessClosed(office, verdict, named.values());
    if (isRefusal(decision)) return decision;
    return {
      decision,
      changes: [
        ...changesOf(decision, { lots: named }),
        placed({ kind: 'adjustment', id, state: POSTED }, row.version),
      ],
      previous: row.version,
      document: () => documentOf('adjustment', id, opening, request.id, POSTED),
    };
  });
