import { lineagesOf } from '../../shared/commands/unit-tree.ts';
import type { StateOf } from '../../shared/domain/books.ts';
import type { Id } from '../../shared/domain/id.ts';
import { actsFor } from '../../shared/domain/own-units.ts';
import { isRefusal, type Refusal } from '../../shared/domain/refusal.ts';
import type { RegisteredKind, RegistryKind } from '../../shared/domain/registry.ts';
import { registeredViews } from '../../shared/schemas/registered-views.ts';
import type { Catalogue } from '../../shared/storage/ports/catalogue.ts';
import { openedLineView } from '../answers/document-view.ts';
import { foundRows } from './found.ts';
import { type Filters, type ListOf, listedOf, listing, missing, viewFits } from './list.ts';
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
  return listing(kind, async ({ ledger, catalogue }, filters, { units }): Promise<Listing<Id> | Refusal> => {
    const rows = await rowsOf(catalogue, kind, filters, units);
    if (isRefusal(rows)) return rows;
    return {
      rows,
      idOf: (id) => id,
      async show(ids) {
        const [states, lineages] = await Promise.all([
          listedOf(ledger, kind, ids),
          kind === 'unit' ? lineagesOf(ledger, ids) : undefined,
        ]);
        return states.map(({ id, state }) => {
          const lineage = lineages?.(id).map(({ code }) => code);
          if (lineage !== undefined && !actsFor(units, lineage)) return undefined;
          const shown = { ...VIEWS[kind](id, state), ...(lineage === undefined ? {} : { lineage }) };
          return viewFits(shown, filters) ? shown : undefined;
        });
      },
    };
  });
}

export function listLines(): ListOf<'fundingLine'> {
  return listing('fundingLine', async ({ ledger, catalogue }, filters, { units }): Promise<Listing<Id> | Refusal> => {
    const rows = await rowsOf(catalogue, 'fundingLine', filters, units);
    if (isRefusal(rows)) return rows;
    return {
      rows,
      idOf: (id) => id,
      async show(ids) {
        const [lines, openings] = await Promise.all([
          ledger.read(ids.map((id) => ({ row: 'fundingLine', id }))),
          ledger.read(ids.map((id) => ({ row: 'entry', id }))),
        ]);
        return ids.map((id) => {
          const line = lines.fundingLine(id);
          const opening = openings.entry(id);
          if (line === undefined || opening === undefined) throw missing('fundingLine', id);
          const shown = openedLineView(line, opening.entry);
          return viewFits(shown, filters) ? shown : undefined;
        });
      },
    };
  });
}

/** What is found, where something is looked for; else all, the latest registered first. */
async function rowsOf(
  catalogue: Catalogue,
  kind: RegistryKind,
  filters: Filters,
  units: readonly string[] | undefined,
): Promise<Listing<Id>['rows'] | Refusal> {
  if (filters.q === undefined) return (asked) => catalogue.documents(kind, asked);
  return foundRows(catalogue, kind, filters, units);
}
