import * as z from 'zod';
import { resumeJobs, sweepJobs } from '../../shared/exports/jobs/resume-jobs.ts';
import { runJob, type Workshop } from '../../shared/exports/jobs/run-job.ts';
import { rowKey } from '../../shared/storage/dynamodb/table.ts';
import type { Deadline } from '../front/deadline.ts';

/** What the table's stream tells of rows, as far as it matters here. */
const streamed = z.object({
  Records: z.array(
    z.object({
      eventName: z.string(),
      dynamodb: z.object({ Keys: z.object({ pk: z.object({ S: z.string() }), sk: z.object({ S: z.string() }) }) }),
    }),
  ),
});

/** What a job should have before it is begun. One that is left in the queue is taken when the clock comes next. */
const ENOUGH_MS = 600_000;

/**
 * Makes what the table's stream says is asked for: a new mark of an open job. Anything else is the clock: what a run
 * that died has left is put back and made, and what has been kept long enough is forgotten. What is not finished by the
 * deadline dies with the run and counts as a try: put back as unbegun, a job that is too large would go round for ever.
 */
export function createExportMaker(workshop: Workshop): (event: unknown, deadline: Deadline) => Promise<void> {
  const { jobs, objects, clock } = workshop;
  return async (event, deadline) => {
    const stream = streamed.safeParse(event);
    if (!stream.success) await sweepJobs(jobs, objects, clock());
    const ids = stream.success ? marked(stream.data) : await resumeJobs(jobs, clock());
    for (const id of ids) {
      if (deadline.getRemainingTimeInMillis() < ENOUGH_MS) return;
      await runJob(workshop, id);
    }
  };
}

/** The jobs whose marks are new. */
function marked({ Records }: z.infer<typeof streamed>): string[] {
  const { pk: marks } = rowKey('export-open', '');
  return Records.flatMap(({ eventName, dynamodb: { Keys } }) =>
    eventName === 'INSERT' && Keys.pk.S === marks ? [Keys.sk.S] : [],
  );
}
