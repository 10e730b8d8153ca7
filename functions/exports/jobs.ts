import type { Id } from '../../shared/domain/id.ts';
import type { Refusal } from '../../shared/domain/refusal.ts';
import type { StoredJob } from '../../shared/storage/ports/export-jobs.ts';
import { byCreation } from '../documents/by-creation.ts';
import { listPage, type PageQuery } from '../documents/page.ts';
import type { Asked } from '../front/operation.ts';
import type { ExportDesk } from './desk.ts';
import { exportView } from './export-view.ts';

interface ExportsQuery extends PageQuery {
  readonly mine?: 'true';
}

/** All export jobs that are kept, newest first: whoever asked for them, or those of the caller. */
export function listExports({ jobs }: ExportDesk, query: ExportsQuery, { caller }: Asked): Promise<object> {
  const isMeant = ({ job }: StoredJob) => query.mine === undefined || job.by.subject === caller.subject;
  return listPage<StoredJob>(
    {
      rows: byCreation((options) => jobs.list(options)),
      idOf: ({ job }) => job.id,
      show: async (rows) => rows.map((stored) => (isMeant(stored) ? exportView(stored.job) : undefined)),
    },
    query,
  );
}

/** One export job: how far it is and, where it is done, where its files can be downloaded. Keepers are told of their own. */
export async function readExport(
  { jobs, links }: ExportDesk,
  _query: object,
  { target, role, caller }: Asked<Id>,
): Promise<object | Refusal> {
  const stored = await jobs.read(target);
  const isTold = role !== 'keeper' || stored?.job.by.subject === caller.subject;
  if (stored === undefined || !isTold) return { refusal: 'not-found', kind: 'export', id: target };
  const { files } = stored.job;
  const urls = await Promise.all(
    files.map(({ key, name, mediaType }) => links.download(key, { fileName: name, mediaType })),
  );
  return { export: exportView(stored.job, urls) };
}
