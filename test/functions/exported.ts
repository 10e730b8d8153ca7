import * as z from 'zod';
import { produce } from '../../shared/exports/jobs/produce.ts';
import { runJob } from '../../shared/exports/jobs/run-job.ts';
import { LogFiles } from '../../shared/log/journal/log-files.ts';
import { openWorkshop } from '../exports/workshop.ts';
import { type Api, AUDITOR } from './api.ts';

/** A file that is asked for over the API, made as the worker makes it. */
export async function exportedBy(api: Api, body: object, now: number): Promise<Buffer> {
  const { status, json, text } = await api.post('/api/exports', { as: AUDITOR, body });
  if (status !== 202) throw new Error(`${status} ${text}`);
  const { id } = z.object({ export: z.object({ id: z.string() }) }).parse(json).export;
  const { objects } = api.tracker;
  await api.tracker.journal.sealed();
  const workshop = openWorkshop({ jobs: api.jobs, objects, files: new LogFiles(objects), produce, clock: () => now });
  const outcome = await runJob(workshop, id);
  if (outcome !== 'done') throw new Error(`${outcome}: ${workshop.reported.join()}`);
  const file = (await api.jobs.read(id))?.job.files[0];
  return Buffer.from((await objects.get(file?.key ?? '')) ?? []);
}
