import { afterEach, describe, expect, test } from 'vitest';
import type { Worker } from '../../local/alarm.ts';
import { startExportWorker } from '../../local/export-worker.ts';
import type { Workshop } from '../../shared/exports/jobs/run-job.ts';
import { type ExportJob, KEPT_MS } from '../../shared/storage/ports/export-jobs.ts';
import { LedgerError } from '../../shared/storage/ports/ledger.ts';
import { id, NOW, openWorkshop, queued, stopping, textOf, until } from '../exports/workshop.ts';

const workers: Worker[] = [];

afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.stop();
});

function start(workshop: Workshop, log: string[] = []): Worker {
  const worker = startExportWorker({ workshop, log: (line) => void log.push(line), times: { troubleMs: 1 } });
  workers.push(worker);
  return worker;
}

const statusOf = async ({ jobs }: Workshop, number: number) => (await jobs.read(id(number)))?.job.status;
const isDone = (workshop: Workshop, number: number) => async () => (await statusOf(workshop, number)) === 'done';

describe('the worker', () => {
  test('makes what was queued before it started', async () => {
    const workshop = openWorkshop();
    await workshop.jobs.create(queued(1));
    start(workshop);
    await until(isDone(workshop, 1));
  });

  test('makes what is asked for later, once it is woken', async () => {
    const workshop = openWorkshop();
    const worker = start(workshop);
    for (const number of [1, 2]) {
      await workshop.jobs.create(queued(number));
      worker.wake();
      await until(isDone(workshop, number));
    }
  });

  test('makes one at a time, in the order in which they were asked for', async () => {
    const made: string[] = [];
    let open = 0;
    const workshop = openWorkshop({
      produce: () => {
        async function* chunks(): AsyncGenerator<Uint8Array> {
          open += 1;
          made.push(`begun with ${open}`);
          yield Buffer.from('x');
          open -= 1;
        }
        return { ...textOf(), chunks: chunks() };
      },
    });
    for (const number of [1, 2, 3]) await workshop.jobs.create(queued(number));
    start(workshop);
    await until(isDone(workshop, 3));
    expect(made).toEqual(['begun with 1', 'begun with 1', 'begun with 1']);
  });

  test('goes on with what a server that crashed had in hand', async () => {
    const workshop = openWorkshop();
    const crashed: Partial<ExportJob> = { status: 'running', run: 'dead', tries: 1, beat: NOW };
    await workshop.jobs.create(queued(1, crashed));
    start(workshop);
    await until(isDone(workshop, 1));
    expect((await workshop.jobs.read(id(1)))?.job.tries).toBe(2);
  });

  test('puts back what it has in hand when it is stopped, and the next one makes it over the same stores', async () => {
    const { produce, midway } = stopping();
    const workshop = openWorkshop({ produce });
    await workshop.jobs.create(queued(1));
    const worker = start(workshop);
    await midway;
    await worker.stop();
    expect((await workshop.jobs.read(id(1)))?.job).toMatchObject({ status: 'queued', tries: 0 });
    expect(await workshop.objects.list('exports/', { limit: 10 })).toEqual([]);
    const next = { ...workshop, produce: () => textOf('whole') };
    start(next);
    await until(isDone(next, 1));
  });

  test('goes on with the next one when one fails', async () => {
    let first = true;
    const workshop = openWorkshop({
      produce: () => {
        if (!first) return textOf();
        first = false;
        throw new TypeError('a bug');
      },
    });
    await workshop.jobs.create(queued(1));
    await workshop.jobs.create(queued(2));
    start(workshop);
    await until(isDone(workshop, 2));
    expect(await statusOf(workshop, 1)).toBe('failed');
  });

  test('tries again when the store of jobs fails, and tells it once', async () => {
    const workshop = openWorkshop();
    await workshop.jobs.create(queued(1));
    let failures = 0;
    const jobs: Workshop['jobs'] = {
      ...workshop.jobs,
      open() {
        failures += 1;
        if (failures < 4) throw new LedgerError('unavailable', 'no answer');
        return workshop.jobs.open();
      },
    };
    const log: string[] = [];
    start({ ...workshop, jobs }, log);
    await until(isDone(workshop, 1));
    expect(log).toEqual(['导出未能进行,将重试:no answer']);
  });

  test('forgets what has been kept long enough', async () => {
    const workshop = openWorkshop({ clock: () => NOW + KEPT_MS + 1_000 });
    await workshop.jobs.create(queued(1, { status: 'failed', failure: 'internal', endedAt: NOW }));
    start(workshop);
    await until(async () => (await workshop.jobs.read(id(1))) === undefined);
  });
});
