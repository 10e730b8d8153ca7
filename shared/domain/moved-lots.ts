import { stock } from './account.ts';
import { NOTHING } from './balance.ts';
import type { Lot } from './books.ts';
import type { CalendarDate } from './calendar.ts';
import type { Transfer } from './entry.ts';
import type { Batch, MovedLot } from './facts.ts';
import { type Id, type LotId, lotId } from './id.ts';
import type { LotOrigin } from './lot-origin.ts';
import { stated } from './stated.ts';

/** Where goods come to lie that were of a lot somewhere else, and by which entry. */
export interface Arrival {
  readonly id: Id;
  readonly to: Id<'warehouse'>;
  readonly effectiveOn: CalendarDate;
}

/** A lot as it is told of where it arrives as another: whose it is, and what it is by where it came from. */
export function movedLot({ id, item, fundingLine }: Lot, origins: ReadonlyMap<LotId, LotOrigin>): MovedLot {
  const origin = origins.get(id);
  if (origin === undefined) throw new Error(`lot ${id} comes from nowhere`);
  const { birth, share, batch } = origin;
  const { number, expiresOn } = batch;
  return stated<MovedLot>({ from: id, birth, item, fundingLine, share, number, expiresOn });
}

/** The lot as which goods arrive, before anything has: it expires as the entry that brings it tells. */
export function arrivingLot(
  { expiresOn: _before, ...lot }: Lot,
  moved: Batch | undefined,
  ordinal: number,
  { id, to, effectiveOn }: Arrival,
): Lot {
  const nothing = { stock: NOTHING, lows: [], lost: NOTHING };
  const expiry = moved?.expiresOn === undefined ? {} : { expiresOn: moved.expiresOn };
  return { ...lot, ...expiry, ...nothing, id: lotId(id, ordinal), warehouse: to, receivedOn: effectiveOn };
}

/** Transfers that bring goods back, and the lots that they arrive as. */
export interface Led {
  readonly transfers: readonly Transfer[];
  readonly moved: readonly MovedLot[];
  readonly arriving: readonly Lot[];
}

/**
 * Leads what comes back to stock into another warehouse than its lot's own: there it is a lot of its own, as after a stock
 * move. What was in that warehouse before comes back into its lot.
 */
export function ledElsewhere(
  transfers: readonly Transfer[],
  arrival: Arrival,
  lots: ReadonlyMap<LotId, Lot>,
  origins: ReadonlyMap<LotId, LotOrigin>,
): Led {
  const moved: MovedLot[] = [];
  const arriving: Lot[] = [];
  const led = transfers.map((transfer) => {
    const lot = transfer.to.state === 'stock' ? lots.get(transfer.to.lot) : undefined;
    if (lot === undefined || lot.warehouse === arrival.to) return transfer;
    const told = movedLot(lot, origins);
    moved.push(told);
    const arrived = arrivingLot(lot, told, moved.length, arrival);
    arriving.push(arrived);
    return { ...transfer, to: stock(arrived.id) };
  });
  return { transfers: led, moved, arriving };
}
