import { entryView } from '../../shared/schemas/entry-view.ts';
import { documentQueries } from '../../shared/schemas/lists.ts';
import type { StoredEntry } from '../../shared/storage/ports/ledger.ts';
import { read, showingFor } from '../front/use-case.ts';
import { entryFits } from './list.ts';
import { numbered } from './numbers.ts';
import { listPage } from './page.ts';

/** All entries, newest first. */
export const listEntries = read(documentQueries.listEntries, ({ ledger, projection }, filters, { role }) =>
  listPage<StoredEntry>(
    {
      rows: (options) => ledger.entries(options),
      idOf: (row) => row.entry.id,
      async show(rows) {
        const { kind } = filters;
        const shown = rows.map(({ entry, canonical }) =>
          (kind === undefined || kind === entry.kind) && entryFits(entry, filters)
            ? entryView(canonical, showingFor(role))
            : undefined,
        );
        return numbered(projection, 'entry', shown);
      },
    },
    filters,
  ),
);
