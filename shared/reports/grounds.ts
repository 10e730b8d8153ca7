import { type Entry, isKind } from '../domain/entry.ts';
import { birthOf, type Id } from '../domain/id.ts';
import { allocatedBy } from '../domain/invoice.ts';
import { refsOf } from '../domain/refs.ts';

/**
 * The entries that one rests on directly: what it undoes or puts right, the document that it is a step of, what brought the
 * lots that it takes from, the invoices of its purchase. Money that a funding line has in common is not among them: see
 * `drawsOn`.
 */
export function groundsOf(entry: Entry, invoicesOf: (purchase: Id) => readonly Id[] = () => []): Id[] {
  const refs = refsOf(entry);
  if (refs.entry !== undefined) return [refs.entry];
  const grounds = [
    ...[refs.purchase, refs.consignment, refs.disbursement, refs.adjustment, refs.invoice, refs.corrects],
    ...[refs.plan, refs.tariff],
    // What comes back from a unit, or is decided there, comes after the confirmation that stood.
    ...(refs.consignment === undefined ? [] : [refs.previous]),
    ...(isKind(entry, 'order') ? invoicesOf(entry.id) : []),
    ...(isKind(entry, 'invoicing') || isKind(entry, 'invoice-allocation')
      ? allocatedBy(entry).map(({ purchase }) => purchase)
      : []),
    ...lotsTaken(entry).map(birthOf),
  ];
  return [...new Set(grounds.filter((id) => id !== undefined))].filter((id) => id !== entry.id);
}

/** Whether an entry rests on another directly. Papers that were attached stand with what they were attached to. */
export function restsOn(entry: Entry, ground: Id): boolean {
  return !isKind(entry, 'attachment') && groundsOf(entry).includes(ground);
}

/** The lots that an entry takes from, or counts. */
function lotsTaken(entry: Entry): string[] {
  if (isKind(entry, 'count')) return entry.facts.lines.map(({ lot }) => lot);
  const takes = isKind(entry, 'dispatch') || isKind(entry, 'stock-move') || isKind(entry, 'supplier-return');
  return takes ? entry.transfers.flatMap(({ from }) => (from.state === 'stock' ? [from.lot] : [])) : [];
}

/** The funding lines out of whose money an entry takes something: all that was appropriated to them feeds it. */
export function drawsOn(entry: Entry): readonly Id[] {
  const { fundingLines = [] } = refsOf(entry);
  const draws =
    isKind(entry, 'order') || isKind(entry, 'disbursement') || isKind(entry, 'benefit') || isKind(entry, 'give-back');
  return draws ? [...new Set(fundingLines)] : [];
}
