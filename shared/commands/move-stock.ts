import type { LotId } from '../domain/id.ts';
import { isRefusal } from '../domain/refusal.ts';
import { moveStock as decideMove, type MoveStock, pickMoved } from '../domain/stock-move.ts';
import { changesOf, type LoadedLot, placed } from './changes.ts';
import type { Command } from './command.ts';
import { documentOf } from './document.ts';
import { lotsNamed } from './lots.ts';
import { record } from './record.ts';
import { itemsIn } from './registered.ts';
import { shelvesOf } from './shelves.ts';

export const moveStock: Command<MoveStock> = (office, request) => {
  const { body, id } = request;
  const named = [...new Set(body.lines.flatMap(({ lot }) => lot ?? []))];
  const listed = [...new Set(body.lines.flatMap(({ item }) => item ?? []))];
  const keys = [...listed, ...named].map((one) => `stock/${body.from}/${one}`);
  return record(office, request, keys, async () => {
    const shelves = await shelvesOf(office.ledger, body.from, listed);
    const chosen = await lotsNamed(office.ledger, named);
    const lots = new Map<LotId, LoadedLot>([
      ...shelves.lots.map((one): [LotId, LoadedLot] => [one.lot.id, one]),
      ...chosen,
    ]);
    const items = [...new Set([...listed, ...[...lots.values()].map(({ lot }) => lot.item)])];
    const found = await office.ledger.read([
      { row: 'warehouse', id: body.from },
      { row: 'warehouse', id: body.to },
      ...items.map((item) => ({ row: 'item', id: item }) as const),
    ]);
    const state = {
      id,
      from: found.state('warehouse', body.from)?.state,
      to: found.state('warehouse', body.to)?.state,
      items: itemsIn(found, items),
      lots: new Map([...lots].map(([lot, one]) => [lot, one.lot])),
      expiryOf: shelves.expiryOf,
    };
    const moving = pickMoved(body, state);
    if (isRefusal(moving)) return moving;
    const fromShelves = moving.picked.map(({ lot }) => lot.id).filter((lot) => !chosen.has(lot));
    const taken = [...chosen, ...(await lotsNamed(office.ledger, fromShelves))];
    const origins = new Map(taken.map(([lot, { origin }]) => [lot, origin]));
    const decision = decideMove(body, state, moving, origins);
    if (isRefusal(decision)) return decision;
    const book = { lots: moving.picked.length };
    return {
      decision,
      changes: [...changesOf(decision, { lots }), placed({ kind: 'stockMove', id, state: book }, undefined)],
      document: (opening) => documentOf('stockMove', id, opening, id, book),
    };
  });
};
