import { lineagesOf } from '../../shared/commands/unit-tree.ts';
import type { StateOf } from '../../shared/domain/books.ts';
import type { Id } from '../../shared/domain/id.ts';
import { actsFor } from '../../shared/domain/own-units.ts';
import { isRefusal } from '../../shared/domain/refusal.ts';
import type { RegisteredKind } from '../../shared/domain/registry.ts';
import { registeredViews } from '../../shared/schemas/registered-views.ts';
import type { FundingLineRow, Key, Ledger, ListOptions, Versioned } from '../../shared/storage/ports/ledger.ts';
import { openedLineView } from '../answers/document-view.ts';
import { foundRows } from './found.ts';
import { type Filters, type ListOf, listing, viewFits } from './list.ts';
import type { Listing } from './page.ts';

/** How what is registered is shown in a list: a plan tells how many lines it has; reading it tells which. */
const VIEWS: { readonly [K in RegisteredKind]: (id: Id, state: StateOf[K]) => object } = {
  ...registeredViews,
  plan(id, state) {
    const { lines, ...plan } = registeredViews.plan(id, state);
    return { ...plan, lineCount: lines.length };
  },
};

/** The list of a kind of what is registered. */
export function listRegistered<K extends RegisteredKind>(kind: K): ListOf<K> {
  return listing(kind, async ({ ledger, catalogue }, filters, { units }) => {
    const rows =
      filters.q === undefined
        ? (options: ListOptions) => ledger.states(kind, options)
        : await foundRows(catalogue, kind, filters, units, (ids) => statesOf(ledger, kind, ids));
    return isRefusal(rows) ? rows : registeredListing(ledger, kind, filters, units, rows);
  });
}

async function statesOf<K extends RegisteredKind>(
  ledger: Pick<Ledger, 'read'>,
  kind: K,
  ids: readonly Id[],
): Promise<Versioned<StateOf[K]>[]> {
  const found = await ledger.read(keysOf(kind, ids));
  // What was found of a kind is of that kind, which an id alone does not say.
  return ids.flatMap((id) => found.state(kind, id as Id<K>) ?? []);
}

function keysOf(row: RegisteredKind, ids: readonly Id[]): Key[] {
  return ids.map((id) => ({ row, id }));
}

function registeredListing<K extends RegisteredKind>(
  ledger: Ledger,
  kind: K,
  filters: Filters,
  units: readonly string[] | undefined,
  rows: Listing<Versioned<StateOf[K]>>['rows'],
): Listing<Versioned<StateOf[K]>> {
  return {
    rows,
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
  };
}

export function listLines(): ListOf<'fundingLine'> {
  return listing('fundingLine', async ({ ledger, catalogue }, filters, { units }) => {
    const rows =
      filters.q === undefined
        ? (options: ListOptions) => ledger.fundingLines(options)
        : await foundRows(catalogue, 'fundingLine', filters, units, (ids) => linesOf(ledger, ids));
    return isRefusal(rows) ? rows : linesListing(ledger, filters, rows);
  });
}

async function linesOf(ledger: Pick<Ledger, 'read'>, ids: readonly Id[]): Promise<FundingLineRow[]> {
  const found = await ledger.read(ids.map((id) => ({ row: 'fundingLine', id })));
  return ids.flatMap((id) => found.fundingLine(id) ?? []);
}

function linesListing(
  ledger: Ledger,
  filters: Filters,
  rows: Listing<FundingLineRow>['rows'],
): Listing<FundingLineRow> {
  return {
    rows,
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
  };
}
