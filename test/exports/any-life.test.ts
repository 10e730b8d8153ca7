import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resumeJobs } from '../../shared/exports/jobs/resume-jobs.ts';
import { runJob, type Workshop } from '../../shared/exports/jobs/run-job.ts';
import { MAX_TRIES } from '../../shared/storage/ports/export-jobs.ts';
import { id, NOW, openWorkshop, queued, stopping, textOf } from './workshop.ts';

interface Run {
  readonly goOn: () => void;
  readonly stop: AbortController;
  readonly ended: Promise<string>;
}

const act = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ act: 'run' } as const) },
  { weight: 2, arbitrary: fc.record({ act: fc.constantFrom('go-on' as const, 'stop' as const), which: fc.nat(4) }) },
  { weight: 2, arbitrary: fc.constant({ act: 'take-for-dead' } as const) },
  { weight: 1, arbitrary: fc.constant({ act: 'cancel' } as const) },
);

async function cancel({ jobs }: Workshop): Promise<void> {
  const stored = await jobs.read(id(1));
  if (stored?.job.status !== 'queued' && stored?.job.status !== 'running') return;
  await jobs.replace(stored.version, { ...stored.job, status: 'cancelled', endedAt: NOW });
}

test('however runs overlap, stop, are taken for dead and cancelled, there is the file of a job that is done and no other', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 12 }), async (acts) => {
      const workshop = openWorkshop();
      await workshop.jobs.create(queued(1));
      const runs: Run[] = [];
      for (const one of acts) {
        if (one.act === 'run') {
          const { produce, midway, goOn } = stopping();
          const stop = new AbortController();
          const ended = runJob({ ...workshop, produce }, id(1), stop.signal);
          runs.push({ goOn, stop, ended });
          await Promise.race([midway, ended]);
        } else if (one.act === 'take-for-dead') await resumeJobs(workshop.jobs, NOW, 0);
        else if (one.act === 'cancel') await cancel(workshop);
        else if (one.act === 'stop') runs[one.which]?.stop.abort();
        else runs[one.which]?.goOn();
      }
      for (const { goOn } of runs) goOn();
      const told = await Promise.all(runs.map(({ ended }) => ended));
      for (const next of await resumeJobs(workshop.jobs, NOW, 0)) {
        told.push(await runJob({ ...workshop, produce: () => textOf('whole') }, next));
      }

      const job = (await workshop.jobs.read(id(1)))?.job;
      expect(['done', 'cancelled', 'failed']).toContain(job?.status);
      expect(told.filter((outcome) => outcome === 'done')).toHaveLength(job?.status === 'done' ? 1 : 0);
      expect(job?.tries).toBeLessThanOrEqual(MAX_TRIES);
      const keys = await workshop.objects.list('exports/', { limit: 10 });
      expect(keys).toEqual((job?.files ?? []).map(({ key }) => key));
      for (const { key, sha256 } of job?.files ?? []) {
        const bytes = (await workshop.objects.get(key)) ?? new Uint8Array();
        expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
      }
      expect(await workshop.jobs.open()).toEqual([]);
      expect(workshop.reported).toEqual([]);
    }),
    { numRuns: 150 },
  );
});
