import { lotFacts } from '../domain/acceptance.ts';
import { NOTHING } from '../domain/balance.ts';
import type { LotFacts } from '../domain/books.ts';
import { type Entry, isKind } from '../domain/entry.ts';
import { birthOf, type Id, type LotId, ordinalOf } from '../domain/id.ts';
import { givenLotFacts } from '../domain/receipt.ts';
import type { Found, Ledger } from '../storage/ports/ledger.ts';
import type { LoadedLot } from './changes.ts';

/** A lot named by its id, with where it came from: a purchase's share, or a receipt in kind. */
export interface NamedLot extends LoadedLot {
  readonly share?: { readonly purchase: Id; readonly line: number; readonly fundingLine: number };
}

/**
 * Loads lots by their ids alone. A spent lot has no row, so what it is comes from the entry that brought it; ids that
 * name no lot are left out. At most 40 lots: three reads, whatever their number.
 */
export async function lotsNamed(ledger: Ledger, ids: readonly LotId[]): Promise<Map<LotId, NamedLot>> {
  const distinct = [...new Set(ids)];
  if (distinct.length === 0) return new Map();
  const births = await ledger.read(entryKeys(distinct.map(birthOf)));
  const purchases = distinct.flatMap((id) => births.entry(birthOf(id))?.entry.refs.purchase ?? []);
  const orders = purchases.length === 0 ? births : await ledger.read(entryKeys(purchases));
  const origins = distinct.flatMap((id) => originOf(id, births, orders) ?? []);
  const rows = await ledger.read(
    origins.map(({ facts }) => ({ row: 'lot', warehouse: facts.warehouse, item: facts.item, lot: facts.id })),
  );
  return new Map(
    origins.map(({ facts, share }): [LotId, NamedLot] => {
      const row = rows.lot(facts.id);
      const lot = row?.lot ?? { ...facts, stock: NOTHING, lost: NOTHING };
      return [facts.id, { lot, version: row?.version, ...(share ? { share } : {}) }];
    }),
  );
}

type Origin = { readonly facts: LotFacts; readonly share?: NonNullable<NamedLot['share']> };

function originOf(id: LotId, births: Found, orders: Found): Origin | undefined {
  const birth = births.entry(birthOf(id))?.entry;
  const ordinal = ordinalOf(id);
  if (birth && isKind(birth, 'acceptance')) {
    const { purchase, warehouse } = birth.refs;
    const lot = birth.facts.lots[ordinal - 1];
    const order = purchase === undefined ? undefined : orders.entry(purchase)?.entry;
    if (!lot || warehouse === undefined || !order || !isKind(order, 'order')) return undefined;
    return {
      facts: lotFacts(lot, ordinal, { id: birth.id, warehouse, order, on: birth.effectiveOn }),
      share: { purchase: order.id, line: lot.line, fundingLine: lot.fundingLine },
    };
  }
  return birth && isKind(birth, 'receipt') ? givenOrigin(birth, ordinal) : undefined;
}

function givenOrigin(birth: Entry<'receipt'>, ordinal: number): Origin | undefined {
  const { warehouse, fundingLines } = birth.refs;
  const lot = birth.facts.lots[ordinal - 1];
  const fundingLine = fundingLines?.[0];
  if (!lot || warehouse === undefined || fundingLine === undefined) return undefined;
  return { facts: givenLotFacts(lot, ordinal, { id: birth.id, warehouse, fundingLine, on: birth.effectiveOn }) };
}

function entryKeys(ids: readonly Id[]): { readonly row: 'entry'; readonly id: Id }[] {
  return [...new Set(ids)].map((id) => ({ row: 'entry', id }));
}
