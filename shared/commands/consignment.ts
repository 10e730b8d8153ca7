import type { ConsignmentBook, Lot } from '../domain/books.ts';
import type { Counted } from '../domain/command.ts';
import { type ConsignmentState, lotOfPart } from '../domain/consignment.ts';
import type { Decision, Verdict } from '../domain/decision.ts';
import { type Entry, isKind } from '../domain/entry.ts';
import type { Id, LotId } from '../domain/id.ts';
import { foremost, isRefusal, type Refusal } from '../domain/refusal.ts';
import type { Registered } from '../domain/registry.ts';
import type { StoredEntry } from '../storage/ports/ledger.ts';
import type { Blinding } from './blinding.ts';
import { changesOf } from './changes.ts';
import type { Office, Request } from './command.ts';
import { documentOf } from './document.ts';
import { lotsNamed, type NamedLot } from './lots.ts';
import { underPlanOf } from './plan.ts';
import type { Prepared } from './record.ts';
import { itemsMeasured } from './registered.ts';

/** A consignment as loaded for a further step on it. */
export interface LoadedConsignment {
  readonly id: Id;
  readonly version: Id;
  readonly opening: StoredEntry;
  readonly dispatch: Entry<'dispatch'>;
  readonly book: ConsignmentBook;
}

/** Loads the consignment that the path names. */
export async function loadConsignment(
  office: Office,
  { target: id }: Pick<Request<unknown, Id>, 'target'>,
): Promise<LoadedConsignment | Refusal> {
  const found = await office.ledger.read([
    { row: 'consignment', id },
    { row: 'entry', id },
  ]);
  const row = found.state('consignment', id);
  const opening = found.entry(id);
  if (!row || !opening || !isKind(opening.entry, 'dispatch')) return { refusal: 'not-found', kind: 'consignment', id };
  return { id, version: row.version, opening, dispatch: opening.entry, book: row.state };
}

/** Loads the lots of those lines of a consignment from which goods go back to stock. */
export function lotsOfLines(
  office: Office,
  consignment: LoadedConsignment,
  lines: readonly number[],
): Promise<Map<LotId, NamedLot>> {
  const { dispatch } = consignment;
  const lots = dispatch.facts.parts.flatMap((line, at) => (lines.includes(line) ? [lotOfPart(dispatch, at + 1)] : []));
  return lotsNamed(office.ledger, lots);
}

/** The items of those lines of a step whose measure the consignment does not tell. */
export function itemsOfLines(
  office: Office,
  { dispatch }: LoadedConsignment,
  lines: readonly (Counted & { readonly line: number })[],
): Promise<Map<Id, Registered<'item'>>> {
  return itemsMeasured(office, lines, ({ line }) => dispatch.facts.lines[line - 1]);
}

/** The state a decision about a consignment needs. */
export function stateOf(
  consignment: LoadedConsignment,
  actor: string,
  lots: ReadonlyMap<LotId, NamedLot>,
  items: ReadonlyMap<Id, Registered<'item'>>,
): ConsignmentState {
  return {
    actor,
    dispatch: consignment.dispatch,
    book: consignment.book,
    lots: new Map([...lots].map(([id, { lot }]) => [id, lot])),
    items,
  };
}

/** What of those lots is closed and may hold nothing any more: a funding line of any, a warehouse of those named apart. */
export async function closedOf(
  office: Office,
  lots: readonly Pick<Lot, 'fundingLine'>[],
  receiving: readonly Lot[],
): Promise<Refusal[]> {
  const lines = [...new Set(lots.map(({ fundingLine }) => fundingLine))];
  const warehouses = [...new Set(receiving.map(({ warehouse }) => warehouse))];
  if (lines.length + warehouses.length === 0) return [];
  const found = await office.ledger.read([
    ...lines.map((id) => ({ row: 'fundingLine', id }) as const),
    ...warehouses.map((id) => ({ row: 'warehouse', id }) as const),
  ]);
  const fundingLine = lines.find((id) => found.fundingLine(id)?.closed);
  const warehouse = warehouses.find((id) => found.state('warehouse', id)?.state.closed);
  return [
    ...(fundingLine === undefined ? [] : [{ refusal: 'funding-line-closed', fundingLine } as const]),
    ...(warehouse === undefined ? [] : [{ refusal: 'warehouse-closed', warehouse } as const]),
  ];
}

/**
 * The verdict on what brings goods into lots: refused where their funding line or the warehouse in which they would come to
 * lie is closed, or for a weightier reason. Into which warehouse is only known of what would pass.
 */
export async function unlessClosed(office: Office, verdict: Verdict, lots: Iterable<NamedLot>): Promise<Verdict> {
  if (!isRefusal(verdict)) {
    const { draft, books } = verdict;
    const receiving = draft.transfers.flatMap(({ to }) => (to.state === 'stock' ? (books.lots.get(to.lot) ?? []) : []));
    return foremost(await closedOf(office, receiving, receiving)) ?? verdict;
  }
  const named = [...lots].map(({ lot }) => lot);
  return foremost([verdict, ...(await closedOf(office, named, []))]) ?? verdict;
}

/** Makes a decision about a loaded consignment ready for the ledger. What goes back to stock leaves its plan free again. */
export function prepareConsignment(
  consignment: LoadedConsignment,
  decision: Decision,
  by: Id,
  lots: ReadonlyMap<LotId, NamedLot>,
  blinding?: Blinding,
): Prepared {
  const { id, version, opening, dispatch } = consignment;
  const book = decision.books.consignment ?? consignment.book;
  return {
    decision,
    changes: [...changesOf(decision, { consignment: { id, version }, lots }), ...underPlanOf(dispatch, decision)],
    previous: version,
    ...(blinding ? { blinding } : {}),
    document: () => documentOf('consignment', id, opening, by, book),
  };
}

/** The turnstile's key of a consignment. */
export const consignmentKey = (id: Id): readonly string[] => [`consignment/${id}`];
