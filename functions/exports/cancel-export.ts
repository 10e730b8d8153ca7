import type { Id } from '../../shared/domain/id.ts';
import type { ExportJob } from '../../shared/storage/ports/export-jobs.ts';
import { LedgerError } from '../../shared/storage/ports/ledger.ts';
import type { Asked, Reply } from '../front/operation.ts';
import type { ExportDesk } from './desk.ts';
import { exportView } from './export-view.ts';

/** Between reading a job and replacing it, its run may show how far it is: about twice a second. */
const MAX_LOOKS = 5;

/** Cancels an export that is queued or being made; whoever makes it finds out within a second and leaves no file. */
export async function cancelExport(
  { jobs, clock }: ExportDesk,
  _body: object,
  { caller, target, isDryRun }: Asked<Id>,
): Promise<Reply> {
  for (let looks = 0; looks < MAX_LOOKS; looks += 1) {
    const stored = await jobs.read(target);
    if (stored === undefined) return { refused: { refusal: 'not-found', kind: 'export', id: target } };
    const { job, version } = stored;
    if (job.status === 'cancelled') return { status: 200, body: { export: exportView(job) } };
    if (job.status === 'done' || job.status === 'failed') {
      return { refused: { refusal: 'export-ended', export: job.id, state: job.status } };
    }
    const cancelled: ExportJob = { ...job, status: 'cancelled', cancelledBy: caller.subject, endedAt: clock() };
    if (isDryRun) return { status: 200, body: { dryRun: true, export: exportView(cancelled) } };
    if ((await jobs.replace(version, cancelled)) === 'replaced') {
      return { status: 200, body: { export: exportView(cancelled) } };
    }
  }
  throw new LedgerError('busy', `an export changed ${MAX_LOOKS} times while it was cancelled`);
}
