import { NOTHING } from '../domain/balance.ts';
import type { Entry } from '../domain/entry.ts';
import { birthOf, type Id, type LotId, ordinalOf } from '../domain/id.ts';
import { standingBatch } from '../domain/lot-batch.ts';
import { bringsLots, countsIn, isBirth, type LotOrigin, originOf } from '../domain/lot-origin.ts';
import { MAX_KEYS } from '../storage/ports/bounds.ts';
import type { Found, Ledger } from '../storage/ports/ledger.ts';
import { lotWords } from './as-it-stands.ts';
import type { LoadedLot } from './changes.ts';

/** A lot named by its id, with where it comes from and what stands of its batch. */
export interface NamedLot extends LoadedLot {
  readonly origin: LotOrigin;
}

/**
 * Loads lots by their ids alone. A spent lot has no row, so what it is comes from the entry that brought it; ids that
 * name no lot are left out. At most 40 lots: three reads, whatever their number, and one more for each time but the first
 * that one of them was moved on.
 */
export async function lotsNamed(ledger: Pick<Ledger, 'read'>, ids: readonly LotId[]): Promise<Map<LotId, NamedLot>> {
  const distinct = [...new Set(ids)];
  if (distinct.length === 0) return new Map();
  const words = await lotWords(ledger, distinct);
  const further = distinct.flatMap((id) => furtherOf(id, words.find(birthOf(id))));
  const others = await entriesFound(
    ledger,
    further.filter((id) => words.find(id) === undefined),
  );
  const find = (id: Id) => words.find(id) ?? others?.entry(id)?.entry;
  const origins = distinct.flatMap((id) => originOf(id, find) ?? []);
  const keys = origins.map(
    ({ facts: { warehouse, item, id: lot } }) => ({ row: 'lot', warehouse, item, lot }) as const,
  );
  const rows = await ledger.read(keys);
  return new Map(
    origins.map((origin): [LotId, NamedLot] => {
      const { facts } = origin;
      const row = rows.lot(facts.id);
      const lot = row?.lot ?? { ...facts, stock: NOTHING, lows: [], lost: NOTHING };
      const batch = standingBatch(facts.id, words);
      return [facts.id, { lot, version: row?.version, origin: { ...origin, batch } }];
    }),
  );
}

/** The entries that the origin of a lot is told by beside the one that brought it. */
function furtherOf(lot: LotId, birth: Entry | undefined): readonly Id[] {
  if (birth === undefined || !bringsLots(birth)) return [];
  if (isBirth(birth)) return countsIn(birth);
  const moved = birth.facts.lots?.[ordinalOf(lot) - 1];
  return moved === undefined ? [] : [birthOf(moved.birth)];
}

async function entriesFound(ledger: Pick<Ledger, 'read'>, ids: readonly Id[]): Promise<Found | undefined> {
  const keys = [...new Set(ids)].slice(0, MAX_KEYS).map((id) => ({ row: 'entry', id }) as const);
  return keys.length === 0 ? undefined : ledger.read(keys);
}
