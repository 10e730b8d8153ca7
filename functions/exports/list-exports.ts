import { listQuery } from '../../shared/schemas/lists.ts';
import type { StoredJob } from '../../shared/storage/ports/export-jobs.ts';
import { listPage } from '../documents/page.ts';
import { read } from '../front/use-case.ts';
import type { ExportDesk } from './desk.ts';
import { exportView } from './export-view.ts';

/** All export jobs that are kept, newest first, whoever asked for them. */
export const listExports = read(listQuery, ({ jobs }: ExportDesk, query) =>
  listPage<StoredJob>(
    {
      rows: (options) => jobs.list(options),
      idOf: ({ job }) => job.id,
      show: async (rows) => rows.map(({ job }) => exportView(job)),
    },
    query,
  ),
);
