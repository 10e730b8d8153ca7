import { beforeEach, describe, expect, it } from 'vitest';
import type { ExportJob, ExportJobs } from '../../shared/storage/ports/export-jobs.ts';
import { HASH, id, LINE, NOW } from './fixtures.ts';

export function queued(number: number, more: Partial<ExportJob> = {}): ExportJob {
  return {
    id: id(number),
    request: { kind: 'fund-usage', format: 'xlsx', fundingLine: LINE, from: '2020-01-01', to: '2020-12-31' },
    requestHash: HASH,
    by: { subject: 'auditor', role: 'auditor' },
    createdAt: NOW + number,
    status: 'queued',
    tries: 0,
    beat: NOW + number,
    asOf: null,
    rowsDone: 0,
    rowsKnown: 0,
    files: [],
    ...more,
  };
}

const ended: Partial<ExportJob> = {
  status: 'done',
  tries: 1,
  run: 'run-1',
  asOf: { size: 3, root: HASH },
  rowsDone: 7,
  rowsKnown: 7,
  files: [
    {
      key: `exports/${id(1)}/fund-usage.xlsx`,
      name: '资金使用台账.xlsx',
      mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      bytes: 12_345,
      sha256: 'a'.repeat(64),
    },
  ],
  endedAt: NOW + 60_000,
};

/** What every adapter of the export jobs keeps to. `open` gives one that nothing was ever written to. */
export function exportJobsContract(name: string, open: () => Promise<ExportJobs>): void {
  describe(`the export jobs: ${name}`, () => {
    let jobs: ExportJobs;
    beforeEach(async () => {
      jobs = await open();
    });

    it('give a job back as it was kept', async () => {
      expect(await jobs.read(id(1))).toBeUndefined();
      const full = queued(1, { ...ended, status: 'failed', failure: 'storage-full', cancelledBy: '审计员' });
      expect(await jobs.create(full)).toBe('created');
      expect(await jobs.read(id(1))).toEqual({ job: full, version: 1 });
    });

    it('keep the first of two jobs of one id', async () => {
      expect(await jobs.create(queued(1))).toBe('created');
      expect(await jobs.create(queued(1, { requestHash: 'other' }))).toBe('exists');
      expect((await jobs.read(id(1)))?.job.requestHash).toBe(HASH);
    });

    it('replace a job once for each version', async () => {
      await jobs.create(queued(1));
      const running = queued(1, { status: 'running', run: 'run-1' });
      expect(await jobs.replace(1, running)).toBe('replaced');
      expect(await jobs.replace(1, queued(1, { status: 'running', run: 'run-2' }))).toBe('stale');
      expect(await jobs.read(id(1))).toEqual({ job: running, version: 2 });
    });

    it('replace no job that is not there', async () => {
      expect(await jobs.replace(1, queued(1))).toBe('stale');
      expect(await jobs.read(id(1))).toBeUndefined();
    });

    it('let one of several runs have a job', async () => {
      await jobs.create(queued(1));
      const runs = ['run-1', 'run-2', 'run-3', 'run-4'];
      const told = await Promise.all(runs.map((run) => jobs.replace(1, queued(1, { status: 'running', run }))));
      expect(told.toSorted()).toEqual(['replaced', 'stale', 'stale', 'stale']);
      expect((await jobs.read(id(1)))?.job.run).toBe(runs[told.indexOf('replaced')]);
    });

    it('know what is open, the oldest first', async () => {
      await jobs.create(queued(3, { createdAt: NOW }));
      await jobs.create(queued(1, { createdAt: NOW + 5 }));
      await jobs.create(queued(2, { createdAt: NOW + 9 }));
      await jobs.replace(1, queued(1, { status: 'running', run: 'run-1', createdAt: NOW + 5 }));
      await jobs.replace(1, queued(2, { ...ended, createdAt: NOW + 9 }));
      expect((await jobs.open()).map(({ job }) => [job.id, job.status])).toEqual([
        [id(3), 'queued'],
        [id(1), 'running'],
      ]);
    });

    it('list every job, newest first, page by page', async () => {
      for (const number of [2, 5, 1, 4, 3]) await jobs.create(queued(number));
      await jobs.replace(1, queued(4, ended));
      const first = await jobs.list({ limit: 2 });
      const second = await jobs.list({ limit: 2, after: first.next ?? '' });
      const third = await jobs.list({ limit: 2, after: second.next ?? '' });
      expect([first, second, third].map(({ items }) => items.map(({ job }) => job.id))).toEqual([
        [id(5), id(4)],
        [id(3), id(2)],
        [id(1)],
      ]);
      expect(third.next).toBeUndefined();
    });

    it('forget a job, also one that is forgotten', async () => {
      await jobs.create(queued(1));
      await jobs.replace(1, queued(1, ended));
      await jobs.remove(id(1));
      await jobs.remove(id(1));
      expect(await jobs.read(id(1))).toBeUndefined();
      expect((await jobs.list({ limit: 10 })).items).toEqual([]);
      expect(await jobs.open()).toEqual([]);
    });
  });
}
