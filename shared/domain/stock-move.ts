import { stock, transit } from './account.ts';
import type { Lot } from './books.ts';
import type { Counted, Effective } from './command.ts';
import { decide, type Verdict } from './decision.ts';
import type { Facts, MovedLot, PackedItem } from './facts.ts';
import { type Id, type LotId, lotId } from './id.ts';
import { type InBase, packsGiven } from './in-base.ts';
import type { LotOrigin } from './lot-origin.ts';
import { arrivingLot, movedLot } from './moved-lots.ts';
import { Objections } from './objections.ts';
import { type ExpiryOf, firstExpiredFirst, type Picked, Picking } from './picking.ts';
import type { InMeasure } from './quantity.ts';
import type { Refusal } from './refusal.ts';
import type { Registered } from './registry.ts';
import { stated } from './stated.ts';

export interface MoveLine extends Counted {
  /** One of the two: an item, whose lots are taken first-expired first, or a lot. */
  readonly item?: Id<'item'>;
  readonly lot?: LotId;
  readonly quantity: InMeasure;
  /** Only beside an item. */
  readonly fundingLine?: Id<'fundingLine'>;
}

export interface MoveStock extends Effective {
  readonly from: Id<'warehouse'>;
  readonly to: Id<'warehouse'>;
  readonly lines: readonly MoveLine[];
  readonly reason?: string;
}

export interface MoveState {
  readonly id: Id;
  readonly from: Registered<'warehouse'> | undefined;
  readonly to: Registered<'warehouse'> | undefined;
  readonly items: ReadonlyMap<Id, Registered<'item'>>;
  /** The lots of the items named, in the warehouse they leave, and the lots named, wherever they are. */
  readonly lots: ReadonlyMap<LotId, Lot>;
  readonly expiryOf: ExpiryOf;
}

/** What a move takes out of which lots, and what of it was given in packs. */
export interface Moving {
  readonly picked: readonly Picked[];
  readonly packs: readonly PackedItem[] | undefined;
}

/** Picks at most as many lots as one entry may move. */
export function pickMoved(command: MoveStock, state: MoveState): Moving | Refusal {
  const objections = new Objections();
  if (!state.from) objections.field('/from', 'unknown-reference');
  objections.isOpen('/to', state.to);
  const picking = new Picking(
    [...state.lots.values()].filter((lot) => lot.warehouse === command.from),
    command.effectiveOn,
    () => true,
    firstExpiredFirst(state.expiryOf),
  );
  const lines = command.lines.flatMap((line, at) => pickLine(line, at, command, state, picking, objections) ?? []);
  objections.refuse(...picking.refusals);
  objections.notBefore(picking.notBefore, command.effectiveOn);
  const { picked } = picking;
  return objections.foremost() ?? { picked, packs: packsGiven(lines, ({ item }) => ({ item })) };
}

/**
 * Moves what was picked to another warehouse (移库): whole lots or parts of them, which arrive as lots of their own. Value, funding
 * line, batch, expiry and giver go along, and the parts of a lot keep every fen of it. What is past its date moves too:
 * a warehouse that closes has to be emptied.
 */
export function moveStock(
  command: MoveStock,
  state: MoveState,
  { picked, packs }: Moving,
  origins: ReadonlyMap<LotId, LotOrigin>,
): Verdict {
  const moved = picked.map(({ lot }) => movedLot(lot, origins));
  const draft = {
    kind: 'stock-move',
    effectiveOn: command.effectiveOn,
    refs: { warehouse: command.from },
    facts: stated<Facts['stock-move']>({ to: command.to, reason: command.reason, lots: moved, packs }),
    transfers: picked.flatMap(({ lot, taken }, at) => [
      { from: stock(lot.id), to: transit(at + 1), ...taken },
      { from: transit(at + 1), to: stock(lotId(state.id, at + 1)), ...taken },
    ]),
  } as const;
  return decide(draft, { lots: new Map([...state.lots, ...arriving(command, state, picked, moved)]) });
}

function pickLine(
  line: MoveLine,
  at: number,
  command: MoveStock,
  state: MoveState,
  picking: Picking,
  objections: Objections,
): (InBase<MoveLine, 'quantity'> & { readonly item: Id<'item'> }) | undefined {
  const lot = line.lot === undefined ? undefined : state.lots.get(line.lot);
  if (line.lot !== undefined && !objections.isThere(lot, command.from, at, command)) return undefined;
  const item = lot?.item ?? line.item;
  const registered = item === undefined ? undefined : state.items.get(item);
  if (!registered || item === undefined) {
    objections.field(`/lines/${at}/item`, 'unknown-reference');
    return undefined;
  }
  const asked = objections.inBase(`/lines/${at}`, line, ['quantity'], { item: registered.fields });
  const { quantity, fundingLine } = asked;
  if (lot) picking.pickFrom(at + 1, lot, quantity);
  else picking.pick({ line: at + 1, item, quantity, fundingLine });
  return { ...asked, item };
}

/** The lots as they are before anything has arrived. */
function arriving(
  { to, effectiveOn }: MoveStock,
  { id }: MoveState,
  picked: readonly Picked[],
  moved: readonly MovedLot[],
): [LotId, Lot][] {
  return picked.map(({ lot }, at) => {
    const arriving = arrivingLot(lot, moved[at], at + 1, { id, to, effectiveOn });
    return [arriving.id, arriving];
  });
}
