import { NOTHING } from '../domain/balance.ts';
import { standing } from '../domain/correction.ts';
import type { Entry } from '../domain/entry.ts';
import { birthOf, type Id, type LotId } from '../domain/id.ts';
import { bringsLots, countsIn, type LotOrigin, originOf } from '../domain/lot-origin.ts';
import type { Ledger } from '../storage/ports/ledger.ts';
import type { LoadedLot } from './changes.ts';
import { correctionKey, correctionsFound } from './corrections.ts';

/** A lot named by its id, with where it comes from. */
export interface NamedLot extends LoadedLot {
  readonly origin: LotOrigin;
}

/**
 * Loads lots by their ids alone. A spent lot has no row, so what it is comes from the entry that brought it; ids that
 * name no lot are left out. At most 40 lots: three reads, whatever their number.
 */
export async function lotsNamed(ledger: Pick<Ledger, 'read'>, ids: readonly LotId[]): Promise<Map<LotId, NamedLot>> {
  const distinct = [...new Set(ids)];
  if (distinct.length === 0) return new Map();
  const brought = [...new Set(distinct.map(birthOf))];
  const births = await ledger.read([...entryKeys(brought), ...brought.map(correctionKey)]);
  const corrections = await correctionsFound(ledger, brought, births);
  const further = distinct.flatMap((id) => furtherOf(births.entry(birthOf(id))?.entry));
  const others = further.length === 0 ? births : await ledger.read(entryKeys(further));
  const find = (id: Id) => {
    const entry = (births.entry(id) ?? others.entry(id))?.entry;
    return entry && standing(entry, corrections.get(id) ?? []);
  };
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
      return [facts.id, { lot, version: row?.version, origin }];
    }),
  );
}

function furtherOf(birth: Entry | undefined): readonly Id[] {
  return birth !== undefined && bringsLots(birth) ? countsIn(birth) : [];
}

function entryKeys(ids: readonly Id[]): { readonly row: 'entry'; readonly id: Id }[] {
  return [...new Set(ids)].map((id) => ({ row: 'entry', id }));
}
