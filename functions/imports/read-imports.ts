import type { Id } from '../../shared/domain/id.ts';
import type { Refusal } from '../../shared/domain/refusal.ts';
import type { ImportQuery, RowTold } from '../../shared/schemas/import.ts';
import { writeCursor } from '../../shared/schemas/lists.ts';
import type { StoredImport } from '../../shared/storage/ports/imports.ts';
import { byCreation } from '../documents/by-creation.ts';
import { listPage, type PageQuery } from '../documents/page.ts';
import type { Asked } from '../front/operation.ts';
import type { ImportDesk } from './desk.ts';
import { importView, maySee, rowView } from './import-view.ts';

/** Rows that are read at once. */
const STEP = 200;
/** Rows looked at for one page where it has any: as many as an import has are looked at for the first. */
const MAX_LOOKED_AT = 1_000;

/** The imports that the caller may see, newest first. */
export function listImports({ imports }: ImportDesk, query: PageQuery, { caller }: Asked): Promise<object> {
  return listPage<StoredImport>(
    {
      rows: byCreation((options) => imports.list(options)),
      idOf: ({ job }) => job.id,
      show: async (rows) => rows.map(({ job }) => (maySee(job, caller) ? importView(job) : undefined)),
    },
    query,
  );
}

/** An import: how far it is, and what became of its rows, in their order. */
export async function readImport(
  { imports }: ImportDesk,
  { limit, cursor, outcome }: ImportQuery,
  { target, caller, language }: Asked<Id>,
): Promise<object | Refusal> {
  const stored = await imports.read(target);
  if (stored === undefined || !maySee(stored.job, caller)) return { refusal: 'not-found', kind: 'import', id: target };
  const told = { import: importView(stored.job) };
  const from = cursor === undefined ? undefined : (await imports.places(target, [cursor])).get(cursor);
  const rows: RowTold[] = [];
  let after = from?.ordinal ?? 0;
  let last: Id | undefined;
  for (let lookedAt = 0; rows.length === 0 || lookedAt < MAX_LOOKED_AT; ) {
    const step = await imports.rows(target, { after, limit: STEP });
    for (const row of step) {
      if (rows.length === limit) return { ...told, rows, ...nextAfter(last) };
      if (outcome === undefined || row.outcome === outcome) rows.push(rowView(row, language));
      ({ ordinal: after, key: last } = row);
    }
    if (step.length < STEP) return { ...told, rows };
    lookedAt += step.length;
  }
  return { ...told, rows, ...nextAfter(last) };
}

function nextAfter(last: Id | undefined) {
  return last === undefined ? {} : { next: writeCursor(last) };
}
