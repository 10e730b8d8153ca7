import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { NotSealed } from '../../shared/exports/files/produced.ts';
import { resumeJobs, SILENT_MS, sweepJobs } from '../../shared/exports/jobs/resume-jobs.ts';
import { runJob, type Workshop } from '../../shared/exports/jobs/run-job.ts';
import { createMemoryObjectStore } from '../../shared/storage/memory/object-store.ts';
import { type ExportJob, KEPT_MS } from '../../shared/storage/ports/export-jobs.ts';
import { LedgerError } from '../../shared/storage/ports/ledger.ts';
import { ObjectStoreError } from '../../shared/storage/ports/object-store.ts';
import { id, NOW, openWorkshop, queued, stopping, textOf, until } from './workshop.ts';

async function jobOf({ jobs }: Pick<Workshop, 'jobs'>, number = 1): Promise<ExportJob> {
  const stored = await jobs.read(id(number));
  if (stored === undefined) throw new Error('there is no such job');
  return stored.job;
}

const filesOf = ({ objects }: Pick<Workshop, 'objects'>) => objects.list('exports/', { limit: 10 });
const KEY = `exports/${id(1)}/1/entries.jsonl`;

describe('a job', () => {
  test('that is run has its file, with size and hash, and the checkpoint it tells', async () => {
    const workshop = openWorkshop();
    await workshop.jobs.create(queued(1));
    expect(await runJob(workshop, id(1))).toBe('done');
    const bytes = Buffer.from('一行\n');
    expect(await jobOf(workshop)).toMatchObject({
      status: 'done',
      tries: 1,
      asOf: { size: 0, root: createHash('sha256').digest('base64') },
      files: [
        {
          key: KEY,
          name: '一行.txt',
          mediaType: 'text/plain',
          bytes: bytes.length,
          sha256: createHash('sha256').update(bytes).digest('hex'),
        },
      ],
      endedAt: NOW,
    });
    expect(Buffer.from((await workshop.objects.get(KEY)) ?? [])).toEqual(bytes);
    expect(await workshop.jobs.open()).toEqual([]);
  });

  test('is run by one of several workers', async () => {
    const workshop = openWorkshop();
    await workshop.jobs.create(queued(1));
    const outcomes = await Promise.all([1, 2, 3].map(() => runJob(workshop, id(1))));
    expect(outcomes.toSorted()).toEqual(['done', 'not-queued', 'not-queued']);
    expect((await jobOf(workshop)).tries).toBe(1);
  });

  test('that nobody asked for, or that has ended, is not run', async () => {
    const workshop = openWorkshop();
    await workshop.jobs.create(queued(2, { status: 'done' }));
    await workshop.jobs.create(queued(3, { status: 'cancelled' }));
    for (const number of [1, 2, 3]) expect(await runJob(workshop, id(number))).toBe('not-queued');
  });

  test('shows how far it is, and a sign of life', async () => {
    const { produce, midway, goOn } = stopping();
    let now = NOW;
    const workshop = openWorkshop({ produce, clock: () => now });
    await workshop.jobs.create(queued(1));
    const running = runJob(workshop, id(1));
    await midway;
    now += 500;
    await until(async () => (await jobOf(workshop)).beat === NOW + 500);
    expect(await jobOf(workshop)).toMatchObject({ status: 'running', run: 'run-1', rowsDone: 1, rowsKnown: 2 });
    goOn();
    expect(await running).toBe('done');
  });

  test('that is begun again tells the checkpoint it told first', async () => {
    const asOf = { size: 7, root: 'AA==' };
    const told: unknown[] = [];
    const workshop = openWorkshop({
      produce: (_request, source) => {
        told.push(source.asOf);
        return textOf();
      },
    });
    await workshop.jobs.create(queued(1, { asOf, tries: 1 }));
    await runJob(workshop, id(1));
    expect(told).toEqual([asOf]);
    expect((await jobOf(workshop)).asOf).toEqual(asOf);
  });
});

describe('a job that is cancelled', () => {
  async function cancel(workshop: Workshop): Promise<void> {
    for (;;) {
      const stored = await workshop.jobs.read(id(1));
      if (stored === undefined) throw new Error('there is no such job');
      const cancelled: ExportJob = { ...stored.job, status: 'cancelled', endedAt: NOW };
      if ((await workshop.jobs.replace(stored.version, cancelled)) === 'replaced') return;
    }
  }

  test('midway stops at the next beat and leaves nothing', async () => {
    const { produce, midway } = stopping();
    const workshop = openWorkshop({ produce });
    await workshop.jobs.create(queued(1));
    const running = runJob(workshop, id(1));
    await midway;
    await cancel(workshop);
    expect(await running).toBe('lost');
    expect(await jobOf(workshop)).toMatchObject({ status: 'cancelled', files: [] });
    expect(await filesOf(workshop)).toEqual([]);
    expect(workshop.reported).toEqual([]);
  });

  test('just when its file was written loses the file', async () => {
    const objects = createMemoryObjectStore();
    const workshop: Workshop = openWorkshop({
      objects: {
        ...objects,
        async write(key, chunks, options) {
          const written = await objects.write(key, chunks, options);
          await cancel(workshop);
          return written;
        },
      },
      beatMs: 60_000,
    });
    await workshop.jobs.create(queued(1));
    expect(await runJob(workshop, id(1))).toBe('lost');
    expect((await jobOf(workshop)).status).toBe('cancelled');
    expect(await filesOf(workshop)).toEqual([]);
  });
});

describe('a job that fails', () => {
  const errors: [ExportJob['failure'], Error, boolean][] = [
    ['storage-full', new ObjectStoreError('full', 'no room'), false],
    ['storage-forbidden', new ObjectStoreError('forbidden', 'no rights'), false],
    ['storage-full', Object.assign(new Error('no space left'), { code: 'ENOSPC' }), false],
    ['storage-forbidden', Object.assign(new Error('permission denied'), { code: 'EACCES' }), false],
    ['not-sealed', new NotSealed('later'), false],
    ['unavailable', new ObjectStoreError('unavailable', 'no answer'), true],
    ['unavailable', new LedgerError('busy', 'many'), true],
    ['internal', new LedgerError('corrupt-row', 'broken'), true],
    ['internal', new TypeError('a bug'), true],
  ];

  test.each(errors)('says %s for %s, has no file, and is open no longer', async (failure, error, isReported) => {
    const objects = createMemoryObjectStore();
    const workshop = openWorkshop({
      objects: {
        ...objects,
        async write(_key, chunks) {
          for await (const _chunk of chunks) throw error;
          throw error;
        },
      },
    });
    await workshop.jobs.create(queued(1));
    expect(await runJob(workshop, id(1))).toBe('failed');
    expect(await jobOf(workshop)).toMatchObject({ status: 'failed', failure, files: [], endedAt: NOW });
    expect(await filesOf(workshop)).toEqual([]);
    expect(await workshop.jobs.open()).toEqual([]);
    expect(workshop.reported).toEqual(isReported ? [error] : []);
  });

  test('is not put back: it is asked for again', async () => {
    const workshop = openWorkshop({
      produce: () => {
        throw new ObjectStoreError('unavailable', 'no answer');
      },
    });
    await workshop.jobs.create(queued(1));
    await runJob(workshop, id(1));
    expect(await resumeJobs(workshop.jobs, NOW, 0)).toEqual([]);
  });
});

describe('a job whose run was interrupted', () => {
  test('by a stop goes back into the queue, and that counts as no try', async () => {
    const { produce, midway } = stopping();
    const workshop = openWorkshop({ produce });
    await workshop.jobs.create(queued(1));
    const stop = new AbortController();
    const running = runJob(workshop, id(1), stop.signal);
    await midway;
    stop.abort();
    expect(await running).toBe('put-back');
    expect(await jobOf(workshop)).toMatchObject({ status: 'queued', tries: 0, rowsDone: 0 });
    expect(await filesOf(workshop)).toEqual([]);
    expect(await runJob({ ...workshop, produce: () => textOf('whole') }, id(1))).toBe('done');
  });

  test('by a crash is queued again once it has been silent, and made by whoever comes next', async () => {
    const workshop = openWorkshop();
    const crashed: Partial<ExportJob> = { status: 'running', run: 'dead', tries: 1, asOf: { size: 0, root: 'AA==' } };
    await workshop.jobs.create(queued(1, { ...crashed, beat: NOW }));
    expect(await resumeJobs(workshop.jobs, NOW + SILENT_MS - 1)).toEqual([]);
    expect(await resumeJobs(workshop.jobs, NOW + SILENT_MS)).toEqual([id(1)]);
    expect(await runJob(workshop, id(1))).toBe('done');
    expect((await jobOf(workshop)).tries).toBe(2);
  });

  test('three times is given up, and says so', async () => {
    const workshop = openWorkshop();
    await workshop.jobs.create(queued(1, { status: 'running', run: 'dead', tries: 3, beat: NOW }));
    expect(await resumeJobs(workshop.jobs, NOW + 5, 0)).toEqual([]);
    expect(await jobOf(workshop)).toMatchObject({ status: 'failed', failure: 'interrupted', endedAt: NOW + 5 });
  });

  test('and was not dead finds out, and leaves the file of the next run alone', async () => {
    const slow = stopping();
    const workshop = openWorkshop({ produce: slow.produce, beatMs: 60_000 });
    await workshop.jobs.create(queued(1));
    const running = runJob(workshop, id(1));
    await slow.midway;
    expect(await resumeJobs(workshop.jobs, NOW, 0)).toEqual([id(1)]);
    expect(await runJob({ ...workshop, produce: () => textOf('whole') }, id(1))).toBe('done');
    slow.goOn();
    expect(await running).toBe('lost');
    const [file] = (await jobOf(workshop)).files;
    expect(file).toMatchObject({ key: `exports/${id(1)}/2/entries.jsonl`, bytes: 5 });
    expect(await filesOf(workshop)).toEqual([file?.key]);
  });

  test('is told with what is queued, in the order in which it was asked for', async () => {
    const workshop = openWorkshop();
    for (const number of [3, 1, 2]) await workshop.jobs.create(queued(number));
    await workshop.jobs.replace(1, queued(2, { status: 'running', run: 'dead', tries: 1 }));
    expect(await resumeJobs(workshop.jobs, NOW + 100, 0)).toEqual([id(1), id(2), id(3)]);
  });
});

test('a missed beat stops nothing', async () => {
  const { produce, midway, goOn } = stopping();
  const workshop = openWorkshop();
  let broken = false;
  const jobs: Workshop['jobs'] = {
    ...workshop.jobs,
    replace: (expected, job) =>
      broken ? Promise.reject(new LedgerError('unavailable', 'no answer')) : workshop.jobs.replace(expected, job),
  };
  await jobs.create(queued(1));
  const running = runJob({ ...workshop, jobs, produce }, id(1));
  await midway;
  broken = true;
  await until(async () => workshop.reported.length > 0);
  broken = false;
  goOn();
  expect(await running).toBe('done');
});

describe('the sweep', () => {
  test('forgets what has been kept for thirty days, files and all, and nothing else', async () => {
    const workshop = openWorkshop();
    await workshop.jobs.create(queued(1));
    await workshop.jobs.create(queued(2, { createdAt: NOW + 1 }));
    await workshop.jobs.create(queued(3, { createdAt: NOW - KEPT_MS, status: 'running', run: 'run-9' }));
    await runJob(workshop, id(1));
    await runJob(workshop, id(2));
    expect(await sweepJobs(workshop.jobs, workshop.objects, NOW + KEPT_MS)).toBe(0);
    expect(await sweepJobs(workshop.jobs, workshop.objects, NOW + KEPT_MS + 1)).toBe(2);
    expect((await workshop.jobs.list({ limit: 10 })).items.map(({ job }) => job.id)).toEqual([id(3)]);
    expect(await filesOf(workshop)).toEqual([]);
  });

  test('goes through every page', async () => {
    const workshop = openWorkshop();
    for (let number = 1; number <= 250; number += 1) {
      await workshop.jobs.create(queued(number, { status: 'failed', failure: 'internal', endedAt: NOW }));
    }
    expect(await sweepJobs(workshop.jobs, workshop.objects, NOW + KEPT_MS + 1_000)).toBe(250);
    expect((await workshop.jobs.list({ limit: 10 })).items).toEqual([]);
  });
});
