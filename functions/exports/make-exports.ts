import * as z from 'zod';
import { resumeJobs, sweepJobs } from '../../shared/exports/resume-jobs.ts';
import { runJob, type Workshop } from '../../shared/exports/run-job.ts';
import { rowKey } from '../../shared/storage/table.ts';
import type { Deadline } from '../deadline.ts';

/** What the table's stream tells of rows, as far as it matters here. */
const streamed = z.object({
  Records: z.array(
    z.object({
      eventName: z.string(),
      dynamodb: z.object({ Keys: z.object({ pk: z.object({ S: z.string() }), sk: z.object({ S: z.string() }) }) }),
    }),
  ),
});

/** Kept for putting back into the queue what could not be finished in time. */
const MARGIN_MS = 30_000;

/**
 * Makes what the table's stream says is asked for: a new mark of an open job. Anything else is the clock: what a run
 * that died has left is put back and made, and what has been kept long enough is forgotten. What cannot be finished
 * before the deadline goes back into the queue, as often as a job may be tried.
 */
export function createExportMaker(workshop: Workshop): (event: unknown, deadline: Deadline) => Promise<void> {
  const { jobs, objects, clock } = workshop;
  const { pk: marks } = rowKey('export-open', '');
  return async (event, deadline) => {
    const left = deadline.getRemainingTimeInMillis() - MARGIN_MS;
    const stopping = left > 0 ? AbortSignal.timeout(left) : AbortSignal.abort();
    const stream = streamed.safeParse(event);
    if (stream.success) {
      for (const { eventName, dynamodb } of stream.data.Records) {
        const { pk, sk } = dynamodb.Keys;
        if (eventName === 'INSERT' && pk.S === marks) await runJob(workshop, sk.S, stopping);
      }
      return;
    }
    await sweepJobs(jobs, objects, clock());
    for (const id of await resumeJobs(jobs, clock())) await runJob(workshop, id, stopping);
  };
}
