import { isKind } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import type { Posting } from '../domain/posting.ts';
import { refsOf } from '../domain/refs.ts';
import type { StockCounterparty } from '../schemas/cards.ts';
import type { Counterparty } from '../schemas/reports.ts';
import type { Register } from './register.ts';
import { unitOf } from './summary.ts';

/** Who gave or got what an entry moves. A person who got a benefit is never named. */
export function counterpartyOf(
  posting: Posting,
  register: Register,
  supplierOf: (purchase: Id) => Id | undefined,
): Counterparty {
  const { entry } = posting;
  const refs = refsOf(entry);
  const supplier = supplierOf(refs.purchase ?? entry.id);
  if (supplier !== undefined) return { kind: 'supplier', id: supplier, name: register.named(supplier).name };
  const unit = unitOf(posting);
  if (unit !== undefined) return { kind: 'unit', id: unit, name: register.named(unit).name };
  if (isKind(entry, 'appropriation')) return { kind: 'source', id: null, name: entry.facts.source };
  const isToPerson = entry.kind === 'benefit' || refs.benefit !== undefined;
  return isToPerson ? { kind: 'person', id: null, name: '' } : null;
}

/** The supplier of each purchase. */
export function suppliersOf(postings: Iterable<Posting>): ReadonlyMap<Id, Id> {
  const suppliers = new Map<Id, Id>();
  for (const { entry } of postings) if (isKind(entry, 'order')) suppliers.set(entry.id, entry.refs.supplier);
  return suppliers;
}

/**
 * Whom goods came from or went to, as the register calls them; of a move the other warehouse, or where no warehouse
 * is meant the one that it goes to. What was counted is nobody's, and the reversal of something is of the same as that.
 */
export function partyTo(
  posting: Posting,
  register: Register,
  suppliers: ReadonlyMap<Id, Id>,
  warehouse?: Id,
): StockCounterparty {
  const { entry, movements } = posting;
  const { purchase } = refsOf(entry);
  const supplier = purchase === undefined ? undefined : suppliers.get(purchase);
  if (supplier !== undefined) return { kind: 'supplier', ...register.named(supplier) };
  if (isKind(entry, 'receipt')) return { kind: 'giver', id: null, name: entry.facts.giver };
  const unit = unitOf(posting);
  if (unit !== undefined) return { kind: 'unit', ...register.named(unit) };
  const passed = [...new Set(movements.flatMap((movement) => movement.warehouse ?? []))];
  const other = isKind(entry, 'stock-move') && warehouse !== entry.facts.to ? entry.facts.to : undefined;
  const left = passed.length > 1 ? passed.find((one) => one !== warehouse) : undefined;
  const party = other ?? left;
  return party === undefined ? null : { kind: 'warehouse', ...register.named(party) };
}
