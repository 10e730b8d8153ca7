import { movedLotsOf } from '../../shared/commands/as-it-stands.ts';
import type { Document } from '../../shared/commands/command.ts';
import { correctionsOf } from '../../shared/commands/corrections.ts';
import { documentOf } from '../../shared/commands/document.ts';
import { lineagesOf } from '../../shared/commands/unit-tree.ts';
import type { StateOf } from '../../shared/domain/books.ts';
import { standing } from '../../shared/domain/correction.ts';
import { type Entry, isKind } from '../../shared/domain/entry.ts';
import type { Id, LotId } from '../../shared/domain/id.ts';
import { isSameName } from '../../shared/domain/normal-form.ts';
import { actsFor } from '../../shared/domain/own-units.ts';
import { refsOf } from '../../shared/domain/refs.ts';
import type { RegisteredKind } from '../../shared/domain/registry.ts';
import type { Tree } from '../../shared/domain/unit-trees.ts';
import type { OpenedKind } from '../../shared/projection/opened.ts';
import type { EntriesMeant, HeadlineFigure } from '../../shared/schemas/entries-meant.ts';
import { entryView } from '../../shared/schemas/entry-view.ts';
import { listQueries } from '../../shared/schemas/lists.ts';
import { registeredViews } from '../../shared/schemas/registered-views.ts';
import type { Showing } from '../../shared/schemas/showing.ts';
import type { ListedEntry } from '../../shared/storage/ports/catalogue.ts';
import type { Key, Ledger } from '../../shared/storage/ports/ledger.ts';
import { documentView, openedLineView, type Persons } from '../answers/document-view.ts';
import type { Tracker } from '../composition/tracker.ts';
import { type Asked, type Read, showingFor } from '../front/operation.ts';
import { numbered } from './numbers.ts';
import { type Listing, listPage, type PageQuery, type Shown } from './page.ts';
import { ownUnits, unitsBelow } from './units.ts';

/** What a list may be asked for; each list's query takes those that its rows can answer. */
interface Filters extends PageQuery {
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
  readonly from?: string;
  readonly to?: string;
  readonly entry?: Id;
  readonly follows?: Id;
  readonly item?: Id;
  readonly lot?: LotId;
  readonly figure?: HeadlineFigure;
}

const REFS = ['supplier', 'unit', 'plan', 'tariff'] as const;
const SHOWN = ['status', 'kind', 'parent'] as const;

/** Whether an entry is one the filters ask for, by what it refers to and when it took effect. */
function entryFits(entry: Entry, filters: Filters): boolean {
  const { fundingLine, warehouse, from, to } = filters;
  const refs = refsOf(entry);
  const move = isKind(entry, 'stock-move') ? entry.facts : undefined;
  const fundingLines = move?.lots.map((lot) => lot.fundingLine) ?? refs.fundingLines ?? [];
  if (fundingLine !== undefined && !fundingLines.includes(fundingLine)) return false;
  if (warehouse !== undefined && warehouse !== refs.warehouse && warehouse !== move?.to) return false;
  if (from !== undefined && entry.effectiveOn < from) return false;
  if (to !== undefined && entry.effectiveOn > to) return false;
  // What lies below a unit is looked up of many at once.
  const isLookedUp = (ref: (typeof REFS)[number]) => ref === 'unit' && filters.below === true;
  return REFS.every((ref) => filters[ref] === undefined || isLookedUp(ref) || filters[ref] === refs[ref]);
}

/** Whether what is shown of a document is what the filters ask for. */
function viewFits(view: object, filters: Filters): boolean {
  const shown = new Map(Object.entries(view));
  const fits = (field: (typeof SHOWN)[number]) => filters[field] === undefined || filters[field] === shown.get(field);
  return SHOWN.every(fits) && (filters.code === undefined || isSameName(filters.code, String(shown.get('code'))));
}

/** How what is registered is shown in a list: a plan tells how many lines it has; reading it tells which. */
const VIEWS: { readonly [K in RegisteredKind]: (id: Id, state: StateOf[K]) => object } = {
  ...registeredViews,
  plan(id, state) {
    const { lines, ...plan } = registeredViews.plan(id, state);
    return { ...plan, lineCount: lines.length };
  },
};

type ListOf<L> = Read<Filters, Tracker, Id | undefined, 'list', L>;

function listing<L extends keyof typeof listQueries, T>(
  of: L,
  rowsFor: (tracker: Tracker, filters: Filters, asked: Asked) => Listing<T>,
): ListOf<L> {
  const read: ListOf<L>['read'] = async (tracker, filters, asked) => {
    const page = await listPage(rowsFor(tracker, filters, asked), filters);
    return filters.below ? { ...page, tree: filters.tree } : page;
  };
  return { query: listQueries[of], form: 'list', answer: of, read };
}

/** The list of a kind of documents that were opened by entries. */
export function listOf<K extends Exclude<OpenedKind, 'invoice'>>(kind: K): ListOf<K> {
  return listing(kind, ({ ledger, projection, catalogue }, filters, { role, units }) => ({
    rows: (asked) => catalogue.documents(kind, asked),
    idOf: (id) => id,
    async show(ids) {
      const documents = await documentsOf(ledger, kind, ids);
      const fits = await fittingIn(ledger, filters, documents);
      const fitting = documents.map((one) => (fits(one.opening.entry) ? one : undefined));
      const about = fitting.map((one) => one && refsOf(one.opening.entry).unit);
      const own = await ownUnits(ledger, units, about);
      const seen = fitting.map((one, at) => (one && own(about[at]) ? one : undefined));
      const shown = shownOf(seen, filters, showingFor(role), await personsOf(ledger, seen));
      return numbered(projection, kind, shown);
    },
  }));
}

async function fittingIn(
  ledger: Ledger,
  filters: Filters,
  documents: readonly Document[],
): Promise<(opening: Entry) => boolean> {
  const { unit, below, tree = 'then' } = filters;
  const fits = (opening: Entry) => entryFits(opening, filters);
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

/** Kind and id belong together, which the parameters' types say and a union cannot. */
async function documentsOf<K extends OpenedKind>(ledger: Ledger, kind: K, ids: readonly Id[]): Promise<Document[]> {
  if (ids.length === 0) return [];
  const [states, entries, corrections] = await Promise.all([
    ledger.read(ids.map((id) => ({ row: kind, id }) as Key)),
    ledger.read(ids.map((id) => ({ row: 'entry', id }))),
    correctionsOf(ledger, ids),
  ]);
  const told = await movedLotsOf(
    ledger,
    ids.flatMap((id) => entries.entry(id)?.entry ?? []),
  );
  return ids.map((id) => {
    const row = states.state(kind, id as Id<K>);
    const written = entries.entry(id);
    const opening = written && { ...written, entry: told(standing(written.entry, corrections.get(id) ?? [])) };
    if (row === undefined || opening === undefined) throw new Error(`the ${kind} ${id} is listed and not there`);
    return documentOf(kind, id, opening, row.version, row.state);
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
  return listing('period', ({ ledger }) => ({
    rows: (options) => ledger.states('period', options),
    idOf: (row) => row.id,
    async show(rows) {
      const found = await ledger.read(rows.map(({ id }) => ({ row: 'entry', id })));
      return rows.map(({ id, version, state }) => {
        const opening = found.entry(id);
        return opening && documentView(documentOf('period', id, opening, version, state), { prices: true });
      });
    },
  }));
}

/** The list of a kind of what is registered. */
export function listRegistered<K extends RegisteredKind>(kind: K): ListOf<K> {
  return listing(kind, ({ ledger }, filters, { units }) => ({
    rows: (options) => ledger.states(kind, options),
    idOf: (row) => row.id,
    async show(rows) {
      const lineages =
        kind === 'unit'
          ? await lineagesOf(
              ledger,
              rows.map(({ id }) => id),
            )
          : undefined;
      return rows.map(({ id, state }) => {
        const lineage = lineages?.(id).map(({ code }) => code);
        if (lineage !== undefined && !actsFor(units, lineage)) return undefined;
        const shown = { ...VIEWS[kind](id, state), ...(lineage === undefined ? {} : { lineage }) };
        return viewFits(shown, filters) ? shown : undefined;
      });
    },
  }));
}

export function listLines(): ListOf<'fundingLine'> {
  return listing('fundingLine', ({ ledger }, filters) => ({
    rows: (options) => ledger.fundingLines(options),
    idOf: (row) => row.id,
    async show(rows) {
      if (rows.length === 0) return [];
      const found = await ledger.read(rows.map(({ id }) => ({ row: 'entry', id })));
      return rows.map((row) => {
        const opening = found.entry(row.id);
        const shown = opening && openedLineView(row, opening.entry);
        return shown && viewFits(shown, filters) ? shown : undefined;
      });
    },
  }));
}

/** All entries, or those that are meant by what they move or rest on. */
export function listEntries(): ListOf<'entry'> {
  return listing(
    'entry',
    ({ projection, catalogue }, filters, { role }): Listing<ListedEntry> => ({
      rows: (asked) => (isMeaning(filters) ? catalogue.entriesMeant(filters, asked) : catalogue.entries(asked)),
      idOf: (row) => row.entry.id,
      async show(rows) {
        // By what an entry moves it was found already: few of them name their funding line or their unit.
        const { kind, fundingLine: _moved, unit: _moving, ...rest } = filters;
        const shown = rows.map(({ entry, canonical }) =>
          (kind === undefined || kind === entry.kind) && entryFits(entry, rest)
            ? entryView(canonical, showingFor(role))
            : undefined,
        );
        return numbered(projection, 'entry', shown);
      },
    }),
  );
}

/** Whatever is said of which entries are meant. */
const MEANT = [
  'entry',
  'follows',
  'fundingLine',
  'unit',
  'item',
  'lot',
  'figure',
] as const satisfies (keyof EntriesMeant)[];

function isMeaning(filters: EntriesMeant): boolean {
  return MEANT.some((name) => filters[name] !== undefined);
}
