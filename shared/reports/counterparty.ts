import { isKind } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import type { Posting } from '../domain/posting.ts';
import { refsOf } from '../domain/refs.ts';
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
