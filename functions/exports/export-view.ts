import type * as z from 'zod';
import type { exportAnswer } from '../../shared/schemas/export.ts';
import { type ExportJob, KEPT_MS } from '../../shared/storage/ports/export-jobs.ts';
import { FAILURE_TEXTS } from '../../shared/words/failure-texts.ts';

type View = z.input<typeof exportAnswer>;

/** A job as it is shown; `urls` are the addresses of its files, in their order, where they are told. */
export function exportView(job: ExportJob, urls: readonly string[] = []): View {
  const { request, by, failure, endedAt, cancelledBy } = job;
  const { ledgers, consignments, ...asked } = request;
  return {
    id: job.id,
    ...asked,
    ...(consignments === undefined ? {} : { consignments: [...consignments] }),
    ...(ledgers === undefined ? {} : { ledgers: [...ledgers] }),
    status: job.status,
    requestedBy: { subject: by.subject, role: by.role },
    createdAt: job.createdAt,
    ...(endedAt === undefined ? {} : { endedAt }),
    keptUntil: job.createdAt + KEPT_MS,
    asOf: job.asOf,
    rowsDone: job.rowsDone,
    rowsKnown: job.rowsKnown,
    files: job.files.map(({ name, mediaType, bytes, sha256 }, at) => {
      const url = urls[at];
      return { name, mediaType, bytes, sha256, ...(url === undefined ? {} : { url }) };
    }),
    ...(failure === undefined ? {} : { failure: { code: failure, detail: { ...FAILURE_TEXTS[failure] } } }),
    ...(cancelledBy === undefined ? {} : { cancelledBy }),
  };
}
