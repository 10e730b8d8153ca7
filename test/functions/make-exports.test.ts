import { expect, test } from 'vitest';
import { createExportMaker } from '../../functions/exports/make-exports.ts';
import { type ExportJob, KEPT_MS } from '../../shared/storage/ports/export-jobs.ts';
import { id, NOW, openWorkshop, queued } from '../exports/workshop.ts';

const record = (eventName: string, pk: string, sk: string) => ({
  eventID: '1',
  eventName,
  dynamodb: { Keys: { pk: { S: pk }, sk: { S: sk } }, SequenceNumber: '1' },
});

const deadline = { getRemainingTimeInMillis: () => 900_000 };

test('a new mark of an open job has it made, and nothing else does', async () => {
  const workshop = openWorkshop();
  for (const number of [1, 2, 3, 4]) await workshop.jobs.create(queued(number));
  const statuses = async () =>
    Promise.all([1, 2, 3, 4].map(async (number) => (await workshop.jobs.read(id(number)))?.job.status));
  const make = createExportMaker(workshop);
  const records = [
    record('INSERT', 'entry#1', id(1)),
    record('INSERT', 'export', id(1)),
    record('MODIFY', 'export-open', id(2)),
    record('REMOVE', 'export-open', id(3)),
    record('INSERT', 'export-open', id(4)),
  ];
  await make({ Records: records }, deadline);
  expect(await statuses()).toEqual(['queued', 'queued', 'queued', 'done']);
});

test('the same mark twice makes it once', async () => {
  const workshop = openWorkshop();
  await workshop.jobs.create(queued(1));
  const make = createExportMaker(workshop);
  const event = { Records: [record('INSERT', 'export-open', id(1))] };
  await Promise.all([make(event, deadline), make(event, deadline)]);
  expect((await workshop.jobs.read(id(1)))?.job).toMatchObject({ status: 'done', tries: 1 });
});

test('the clock makes what was left behind, and forgets what was kept long enough', async () => {
  const workshop = openWorkshop({ clock: () => NOW + KEPT_MS + 10 });
  const dead: Partial<ExportJob> = { status: 'running', run: 'dead', tries: 1 };
  await workshop.jobs.create(queued(1, dead));
  await workshop.jobs.create(queued(2, { status: 'done', endedAt: NOW }));
  await createExportMaker(workshop)({ source: 'aws.events' }, deadline);
  expect((await workshop.jobs.read(id(1)))?.job).toMatchObject({ status: 'done', tries: 2 });
  expect(await workshop.jobs.read(id(2))).toBeUndefined();
});

test('what the deadline leaves no time for stays in the queue', async () => {
  const workshop = openWorkshop();
  await workshop.jobs.create(queued(1));
  const event = { Records: [record('INSERT', 'export-open', id(1))] };
  await createExportMaker(workshop)(event, { getRemainingTimeInMillis: () => 599_999 });
  expect((await workshop.jobs.read(id(1)))?.job).toMatchObject({ status: 'queued', tries: 0 });
  await createExportMaker(workshop)(event, deadline);
  expect((await workshop.jobs.read(id(1)))?.job).toMatchObject({ status: 'done', tries: 1 });
});
