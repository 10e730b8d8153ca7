import type { CalendarDate } from '../domain/calendar.ts';
import type { Id, LotId } from '../domain/id.ts';
import { standingBatch } from '../domain/lot-batch.ts';
import type { ExpiryOf } from '../domain/picking.ts';
import type { Ledger, VersionedLot } from '../storage/ports/ledger.ts';
import { batchCorrections, lotWords } from './as-it-stands.ts';

export interface Shelves {
  readonly lots: readonly VersionedLot[];
  /** The date that stands of each of them. */
  readonly expiryOf: ExpiryOf;
}

/**
 * What lies of some items in a warehouse. A lot's row says when it expires as it was told when it came; whether that still
 * stands is only looked up of an item of which a batch was ever corrected, wherever that lot lay.
 */
export async function shelvesOf(
  ledger: Pick<Ledger, 'read' | 'lotsOf'>,
  warehouse: Id<'warehouse'>,
  items: readonly Id<'item'>[],
): Promise<Shelves> {
  if (items.length === 0) return { lots: [], expiryOf: ({ expiresOn }) => expiresOn };
  const [found, ...shelves] = await Promise.all([
    ledger.read(items.map((item) => ({ row: 'counter', counter: batchCorrections(item) }))),
    ...items.map((item) => ledger.lotsOf(warehouse, item)),
  ]);
  const lots = shelves.flat();
  const corrected = lots.flatMap(({ lot: { id, item } }) => (found.counter(batchCorrections(item)) > 0n ? [id] : []));
  const words = await lotWords(ledger, corrected);
  const standing = new Map(
    corrected.map((id): [LotId, CalendarDate | undefined] => [id, standingBatch(id, words).expiresOn]),
  );
  return { lots, expiryOf: ({ id, expiresOn }) => (standing.has(id) ? standing.get(id) : expiresOn) };
}
