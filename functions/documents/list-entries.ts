import { formatYuan } from '../../shared/domain/amount.ts';
import type { Id } from '../../shared/domain/id.ts';
import type { EntriesMeant, HeadlineFigure } from '../../shared/schemas/entries-meant.ts';
import { entryView } from '../../shared/schemas/entry-view.ts';
import { listQueries } from '../../shared/schemas/lists.ts';
import type { MeantEntry, Naming } from '../../shared/storage/ports/catalogue.ts';
import type { Tracker } from '../composition/tracker.ts';
import { untilProjected } from '../front/after.ts';
import { type Read, showingFor } from '../front/operation.ts';
import { EntryFilter, type EntryFilters } from './entry-filters.ts';
import { marksOf } from './entry-marks.ts';
import { numbered } from './numbers.ts';
import { listPage, type PageQuery } from './page.ts';
import { isWithheld } from './withheld.ts';

/** Which entries are meant by what they move or rest on is known of the whole log alone. */
const MEANT = ['entry', 'follows', 'figure', 'stands', 'without'] as const;
/** What leaves out entries that are meant: those that are left no longer make the figure. */
const LEAVING_OUT = ['actor', 'document', 'supplier', 'warehouse', 'amountFrom', 'amountTo'] as const;

interface Filters extends PageQuery, EntryFilters, Pick<EntriesMeant, (typeof MEANT)[number] | 'origin'> {
  readonly after?: Id;
}

/** All entries that the caller may read, newest first, each with what later ones made of it. */
export function listEntries(): Read<Filters, Tracker, Id | undefined, 'list', 'entry'> {
  return {
    query: listQueries.entry,
    form: 'list',
    answer: 'entry',
    async read({ ledger, projection, catalogue }, filters, { role }) {
      await untilProjected(projection, filters.after);
      const isMeant = MEANT.some((name) => filters[name] !== undefined);
      const naming = namingIn(filters);
      const isNarrow = naming.ids.length > 0 || naming.kind !== undefined || naming.actor !== undefined;
      const filter = new EntryFilter(ledger, withoutLine(filters));
      let changed: bigint | undefined;
      const page = await listPage<MeantEntry>(
        {
          async rows(asked) {
            if (!isMeant) return isNarrow ? catalogue.entriesNaming(naming, asked) : catalogue.entries(asked);
            const found = await catalogue.entriesMeant(filters, asked);
            changed ??= found.changed;
            return found;
          },
          idOf: (row) => row.entry.id,
          async show(rows) {
            const seen = rows.map(({ entry }) => entry).filter((entry) => !isWithheld(entry, role));
            const fitting = await filter.fitting(seen);
            const shown = rows.filter(({ entry }) => fitting.has(entry.id));
            const marks = await marksOf(
              ledger,
              shown.map(({ entry }) => entry),
            );
            const views = new Map(
              shown.map(({ entry, canonical, change }, at) => [
                entry.id,
                { ...entryView(canonical, showingFor(role)), ...marks[at], ...told('change', change, filters) },
              ]),
            );
            return numbered(
              projection,
              'entry',
              rows.map(({ entry }) => views.get(entry.id)),
            );
          },
        },
        filters,
      );
      const isWhole = LEAVING_OUT.every((name) => filters[name] === undefined);
      return {
        ...page,
        ...(isWhole ? told('changed', changed, filters) : {}),
        ...(filters.below ? { tree: filters.tree } : {}),
      };
    },
  };
}

const COUNTED: readonly (HeadlineFigure | undefined)[] = ['people', 'households', 'sites'];

/** A change as it is told: in yuan, or in how many were reached. A unit counts once, whatever reached it. */
function told<N extends string>(name: N, change: bigint | undefined, { figure, stands }: Filters): object {
  if (change === undefined || (stands === undefined && figure === 'units')) return {};
  const isCounted = stands === undefined && COUNTED.includes(figure);
  return { [name]: isCounted ? Number(change) : formatYuan(change) };
}

/** Of the filters those by which entries name something, themselves or by their purchase. */
function namingIn({ document, item, lot, unit, below, fundingLine, supplier, warehouse, ...by }: EntryFilters): Naming {
  const { kind, actor } = by;
  const ids = [document, item, lot, below === true ? undefined : unit, fundingLine, supplier, warehouse];
  return { ids: ids.filter((id) => id !== undefined), kind, actor };
}

/** Who changes a figure of a funding line is found by that already: whom goods reached is told of all lines of a delivery. */
function withoutLine({ fundingLine, ...filters }: Filters): EntryFilters {
  return filters.figure === undefined && fundingLine !== undefined ? { ...filters, fundingLine } : filters;
}
