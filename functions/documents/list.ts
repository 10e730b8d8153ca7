import { movedLotsOf } from '../../shared/commands/as-it-stands.ts';
import type { Document } from '../../shared/commands/command.ts';
import { correctionsOf } from '../../shared/commands/corrections.ts';
import { documentOf } from '../../shared/commands/document.ts';
import type { BookKind, StateKind, StateOf } from '../../shared/domain/books.ts';
import { standing } from '../../shared/domain/correction.ts';
import type { DocumentKind } from '../../shared/domain/documents.ts';
import { type Entry, isKind } from '../../shared/domain/entry.ts';
import type { Id } from '../../shared/domain/id.ts';
import { isSameName } from '../../shared/domain/normal-form.ts';
import { refsOf } from '../../shared/domain/refs.ts';
import { isRefusal, type Refusal } from '../../shared/domain/refusal.ts';
import type { Tree } from '../../shared/domain/unit-trees.ts';
import { statesOf } from '../../shared/projection/standing.ts';
import { listQueries } from '../../shared/schemas/lists.ts';
import type { Showing } from '../../shared/schemas/showing.ts';
import type { Mark, NamingDocument } from '../../shared/storage/ports/catalogue.ts';
import type { Ledger, Versioned } from '../../shared/storage/ports/ledger.ts';
import { documentView, type Persons } from '../answers/document-view.ts';
import type { Tracker } from '../composition/tracker.ts';
import { untilProjected } from '../front/after.ts';
import { type Asked, type Read, showingFor } from '../front/operation.ts';
import { purchasesOfInvoice } from './invoice-numbers.ts';
import { rowsOfNumber } from './numbered-documents.ts';
import { numbered } from './numbers.ts';
import type { Listing, Shown } from './page.ts';
import { pageOf, type SortedQuery } from './sorted-page.ts';
import { ownUnits, unitsBelow } from './units.ts';
import { stillWaits, type WaitingFilters, waitingAsked, waitingDocuments } from './waiting-documents.ts';

/** What a list may be asked for; each list's query takes those that its rows can answer. */
export interface Filters extends SortedQuery, WaitingFilters {
  readonly q?: string;
  readonly status?: string;
  readonly kind?: string;
  readonly code?: string;
  readonly parent?: Id;
  readonly supplier?: Id;
  readonly unit?: Id;
  readonly below?: boolean;
  readonly tree?: Tree;
  readonly fundingLine?: Id;
  readonly warehouse?: Id;
  readonly plan?: Id;
  readonly tariff?: Id;
  readonly item?: Id;
  /** Purchases by the number of an invoice of theirs. */
  readonly invoice?: string;
  readonly from?: string;
  readonly to?: string;
  readonly after?: Id;
}

const REFS = ['supplier', 'unit', 'plan', 'tariff'] as const;
const SHOWN = ['status', 'kind', 'parent'] as const;

/** Whether what was opened is what the filters ask for, by what it refers to and when it took effect. */
function openingFits(entry: Entry, filters: Filters): boolean {
  const { fundingLine, warehouse, item, from, to } = filters;
  const refs = refsOf(entry);
  const move = isKind(entry, 'stock-move') ? entry.facts : undefined;
  const fundingLines = move?.lots.map((lot) => lot.fundingLine) ?? refs.fundingLines ?? [];
  if (fundingLine !== undefined && !fundingLines.includes(fundingLine)) return false;
  if (warehouse !== undefined && warehouse !== refs.warehouse && warehouse !== move?.to) return false;
  if (item !== undefined && !itemsIn(entry).includes(item)) return false;
  if (from !== undefined && entry.effectiveOn < from) return false;
  if (to !== undefined && entry.effectiveOn > to) return false;
  // What lies below a unit is looked up of many at once.
  const isLookedUp = (ref: (typeof REFS)[number]) => ref === 'unit' && filters.below === true;
  return REFS.every((ref) => filters[ref] === undefined || isLookedUp(ref) || filters[ref] === refs[ref]);
}

/** The items of its lines, or of the lots that came with it. */
function itemsIn({ facts }: Entry): Id[] {
  const said = [...('lines' in facts ? (facts.lines ?? []) : []), ...('lots' in facts ? (facts.lots ?? []) : [])];
  return said.flatMap((one) => ('item' in one ? [one.item] : []));
}

/** Whether what is shown of a document is what the filters ask for. */
export function viewFits(view: object, filters: Filters): boolean {
  const shown = new Map(Object.entries(view));
  const fits = (field: (typeof SHOWN)[number]) => filters[field] === undefined || filters[field] === shown.get(field);
  return SHOWN.every(fits) && (filters.code === undefined || isSameName(filters.code, String(shown.get('code'))));
}

export type ListOf<L> = Read<Filters, Tracker, Id | undefined, 'list', L>;

export function listing<L extends keyof typeof listQueries, T>(
  of: L,
  rowsFor: (tracker: Tracker, filters: Filters, asked: Asked) => Listing<T> | Promise<Listing<T> | Refusal>,
): ListOf<L> {
  const read: ListOf<L>['read'] = async (tracker, filters, asked) => {
    await untilProjected(tracker.projection, filters.after);
    const rows = await rowsFor(tracker, filters, asked);
    if (isRefusal(rows)) return rows;
    const page = await pageOf(of, rows, filters);
    if (isRefusal(page)) return page;
    return filters.below ? { ...page, tree: filters.tree } : page;
  };
  return { query: listQueries[of], form: 'list', answer: of, read };
}

/** Those that bear a number, that wait, of an invoice, or that name something, where such are asked for; else all. */
async function rowsOf(
  sources: Pick<Tracker, 'ledger' | 'catalogue'>,
  kind: BookKind,
  filters: Filters,
): Promise<Listing<Id>['rows']> {
  if (filters.q !== undefined) return rowsOfNumber(sources, kind, filters.q);
  const waiting = waitingAsked(filters);
  if (waiting !== undefined) return (asked) => waitingDocuments(sources, waiting, asked);
  if (filters.invoice !== undefined) return purchasesOfInvoice(sources, filters.invoice);
  const naming = namingIn(filters);
  if (naming !== undefined) return (asked) => sources.catalogue.documentsNaming(kind, naming, asked);
  return (asked) => sources.catalogue.documents(kind, asked);
}

/** The same as they are sorted. Those that bear a number or are of an invoice are few, and sorted when they are there. */
function sortedRowsOf({ catalogue }: Pick<Tracker, 'catalogue'>, kind: BookKind, filters: Filters) {
  if (filters.q !== undefined || filters.invoice !== undefined) return {};
  const naming = namingIn(filters) ?? { ids: [] };
  const waiting = waitingAsked(filters);
  const sorted: Listing<Id>['sorted'] = (by, after) =>
    catalogue.documentsSorted(kind, { ...naming, by, waiting }, after);
  return { sorted };
}

/** Whether something is under way, as lists of purchases and of consignments say it, where that alone says it. */
const UNDER_WAY: Readonly<Record<string, boolean>> = { open: true, 'in-transit': true, closed: false };

/** What must have become of documents that are told so. */
export const MARKS: Readonly<Record<string, Mark>> = {
  confirmed: 'changed',
  posted: 'changed',
  withdrawn: 'reversed',
  'taken-back': 'changed',
  reversed: 'changed',
};

/** Of the filters those by what was said when a document was opened, where there are such. */
function namingIn({ from, to, ...filters }: Filters): NamingDocument | undefined {
  const { supplier, plan, tariff, fundingLine, warehouse, item } = filters;
  const unit = filters.below === true ? undefined : filters.unit;
  const ids = [supplier, unit, plan, tariff, fundingLine, warehouse, item].filter((id) => id !== undefined);
  const isUnderWay = filters.status === undefined ? undefined : UNDER_WAY[filters.status];
  const mark = filters.status === undefined ? undefined : MARKS[filters.status];
  const isAll = [from, to, isUnderWay, mark].every((one) => one === undefined);
  return ids.length === 0 && isAll ? undefined : { ids, from, to, isUnderWay, mark };
}

/** The list of a kind of documents that were opened by entries. */
export function listOf<K extends Exclude<BookKind, 'invoice' | 'period'>>(kind: K): ListOf<K> {
  return listing(
    kind,
    async ({ ledger, projection, catalogue }, filters, { role, units }): Promise<Listing<Id>> => ({
      rows: await rowsOf({ ledger, catalogue }, kind, filters),
      ...sortedRowsOf({ catalogue }, kind, filters),
      idOf: (id) => id,
      async show(ids) {
        const documents = await documentsOf(ledger, kind, ids);
        const fits = await fittingIn(ledger, filters, documents);
        const isMeant = (one: Document) => fits(one.opening.entry) && stillWaits(one, waitingAsked(filters));
        const fitting = documents.map((one) => (isMeant(one) ? one : undefined));
        const about = fitting.map((one) => one && refsOf(one.opening.entry).unit);
        const own = await ownUnits(ledger, units, about);
        const seen = fitting.map((one, at) => (one && own(about[at]) ? one : undefined));
        const shown = shownOf(seen, filters, showingFor(role), await personsOf(ledger, seen));
        return numbered(projection, kind, shown);
      },
    }),
  );
}

async function fittingIn(
  ledger: Ledger,
  filters: Filters,
  documents: readonly Document[],
): Promise<(opening: Entry) => boolean> {
  const { unit, below, tree = 'then' } = filters;
  const fits = (opening: Entry) => openingFits(opening, filters);
  if (unit === undefined || below !== true) return fits;
  const openings = documents.map(({ opening }) => opening.entry).filter(fits);
  const isBelow = await unitsBelow(ledger, { unit, tree }, openings);
  return (opening) => fits(opening) && isBelow(opening);
}

function shownOf(
  documents: readonly (Document | undefined)[],
  filters: Filters,
  showing: Showing,
  persons: (id: Id) => Persons,
): Shown[] {
  return documents.map((document) => {
    if (document === undefined) return undefined;
    const view = documentView(document, showing, persons(document.id));
    return viewFits(view, filters) ? view : undefined;
  });
}

/** What of a kind is listed, in its order. */
export async function listedOf<K extends StateKind>(
  ledger: Ledger,
  kind: K,
  ids: readonly Id[],
): Promise<Versioned<StateOf[K]>[]> {
  const rows = await statesOf(ledger, kind, ids);
  const lost = ids.find((id, at) => rows[at]?.id !== id);
  if (lost !== undefined) throw missing(kind, lost);
  return rows;
}

export function missing(kind: DocumentKind, id: Id): Error {
  return new Error(`the ${kind} ${id} is listed and not there`);
}

async function documentsOf<K extends BookKind>(ledger: Ledger, kind: K, ids: readonly Id[]): Promise<Document[]> {
  const [states, entries, corrections] = await Promise.all([
    listedOf(ledger, kind, ids),
    ledger.read(ids.map((id) => ({ row: 'entry', id }))),
    correctionsOf(ledger, ids),
  ]);
  const told = await movedLotsOf(
    ledger,
    ids.flatMap((id) => entries.entry(id)?.entry ?? []),
  );
  return states.map(({ id, version, state }) => {
    const written = entries.entry(id);
    if (written === undefined) throw missing(kind, id);
    const opening = { ...written, entry: told(standing(written.entry, corrections.get(id) ?? [])) };
    return documentOf(kind, id, opening, version, state);
  });
}

/** A list of benefits shows to whom they went. Other lists show nobody. */
async function personsOf(ledger: Ledger, documents: readonly (Document | undefined)[]): Promise<(id: Id) => Persons> {
  const benefits = documents.flatMap((one) => (one?.kind === 'benefit' ? [one.id] : []));
  if (benefits.length === 0) return () => ({});
  const found = await ledger.read(benefits.map((id) => ({ row: 'personal', id })));
  return (id) => {
    const personal = found.personal(id);
    return { name: personal?.name?.value, reference: personal?.reference?.value, kind: personal?.kind?.value };
  };
}

/** Closed months, the latest closed first. */
export function listPeriods(): ListOf<'period'> {
  return listing('period', ({ ledger, catalogue }) => ({
    rows: (asked) => catalogue.documents('period', asked),
    idOf: (id) => id,
    show: async (ids) => (await documentsOf(ledger, 'period', ids)).map((one) => documentView(one, { prices: true })),
  }));
}
