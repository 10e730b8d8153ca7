import { expect, test } from 'vitest';
import { createSeal } from '../../functions/sealing/seal.ts';
import { LogFiles } from '../../shared/log/journal/log-files.ts';
import { Sequencer } from '../../shared/log/sealing/sequencer.ts';
import { createProjector } from '../../shared/projection/projector.ts';
import { LogWorld } from '../faults/log-world.ts';
import { createMemoryProjection } from '../in-memory.ts';
import { ORIGIN } from '../log/sealing.ts';
import { ENTRIES } from '../reports/entries.ts';

const IN_TIME = { getRemainingTimeInMillis: () => 900_000 };

/** A call whose first round takes more than four fifths of its time. */
function tooLate() {
  const left = [900_000, 179_000];
  return { getRemainingTimeInMillis: () => left.shift() ?? 0 };
}

async function world() {
  const { ledger, stores, nonce, ...rest } = new LogWorld();
  for (const entry of ENTRIES) await LogWorld.prototype.append.call({ ledger }, entry);
  const projection = createMemoryProjection();
  const files = new LogFiles(stores.objects);
  const seal = createSeal({
    sequencer: new Sequencer({ ...stores, origin: ORIGIN, nonce, most: 10 }),
    projector: createProjector({ projection, files, ledger }),
  });
  return { seal, files, projection, ...rest };
}

test('seals all that waits in rounds, and has the projection follow', async () => {
  const { seal, files, projection } = await world();
  const size = ENTRIES.length;
  expect(await seal({ Records: [] }, IN_TIME)).toEqual({ sealed: size, size });
  expect(await files.checkpoint()).toMatchObject({ size });
  expect((await projection.current()).position).toMatchObject({ size });
  expect(await seal({ source: 'aws.events' }, IN_TIME)).toEqual({ sealed: 0, size });
});

test('stops between two rounds where the time is up, and goes on when it is woken next', async () => {
  const { seal, projection } = await world();
  const size = ENTRIES.length;
  expect(await seal({ Records: [] }, tooLate())).toEqual({ sealed: 10, size: 10 });
  expect((await projection.current()).position).toMatchObject({ size: 10 });
  expect(await seal({ source: 'aws.events' }, IN_TIME)).toEqual({ sealed: size - 10, size });
});
