import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { allWithUndone } from '../../shared/domain/undone.ts';
import { LogFiles } from '../../shared/log/journal/log-files.ts';
import { createProjector } from '../../shared/projection/projector.ts';
import { sumsOf } from '../../shared/reports/cube-sums.ts';
import { Register } from '../../shared/reports/register.ts';
import { encodeEntry } from '../../shared/schemas/entry.ts';
import { createDocumentClient } from '../../shared/storage/dynamodb/client.ts';
import { createDynamoProjection } from '../../shared/storage/dynamodb/projection.ts';
import type { Ledger } from '../../shared/storage/ports/ledger.ts';
import type { ObjectStore } from '../../shared/storage/ports/object-store.ts';
import type { Projection } from '../../shared/storage/ports/projection.ts';
import {
  type Call,
  conflicts,
  type Fault,
  losses,
  seeded,
  throttling,
  withFaults,
} from '../contract/conflicting-client.ts';
import { describeOnEngine, startTestEngine, type TestEngine } from '../engine.ts';
import { createMemoryLedger } from '../in-memory.ts';
import { sealingOver } from '../log/sealing.ts';
import { ENTRIES, postingsOf } from '../reports/entries.ts';

const POSTINGS = allWithUndone(postingsOf(ENTRIES));

let engine: TestEngine;
let objects: ObjectStore;
let ledger: Ledger;
const clients: DynamoDBDocumentClient[] = [];

beforeAll(async () => {
  engine = await startTestEngine();
  ledger = createMemoryLedger();
  const sealing = sealingOver(ledger);
  objects = sealing.objects;
  for (const entry of ENTRIES) {
    await ledger.append({ entry, canonical: encodeEntry(entry), requestHash: '', changes: [] });
    await sealing.sequencer.round();
  }
});

afterAll(async () => {
  for (const client of clients) client.destroy();
  await engine.stop();
});

/** A projector over a client of its own, as in a process of its own. */
function projectorOn(tableName: string, seed: number, faultOf: (call: Call) => Fault | undefined) {
  const client = withFaults(createDocumentClient({ endpoint: engine.endpoint }), faultOf);
  clients.push(client);
  const sleep = () => new Promise<void>((wake) => setImmediate(wake));
  const projection = createDynamoProjection({ client, tableName, random: seeded(seed), sleep });
  return { projection, projector: createProjector({ projection, files: new LogFiles(objects), ledger }) };
}

async function expectPrefix(projection: Projection): Promise<number> {
  const { asOf, sums, register } = await projection.read();
  const postings = POSTINGS.slice(0, asOf.size);
  expect(sums).toEqual(sumsOf(postings));
  expect(Register.of(register)).toEqual(new Register(postings));
  return asOf.size;
}

describeOnEngine('projectors at once on the embedded engine', () => {
  it.each([
    ['lose requests and answers', losses],
    ['are refused for conflicts', conflicts],
    ['are throttled', throttling],
  ])('count each entry once where they %s', async (_, faults) => {
    const tableName = await engine.freshTable();
    const some = [1, 2, 3].map((seed) => projectorOn(tableName, seed, faults(seeded(seed))));
    const [reader] = some;
    for (const size of [3, 11, 12, 20, ENTRIES.length]) {
      await Promise.allSettled(some.map(({ projector }) => projector.catchUp(size)));
      await reader?.projector.catchUp(size);
      expect(reader && (await expectPrefix(reader.projection))).toBe(size);
    }
  });

  it('count each entry once while others make the projection anew', async () => {
    const tableName = await engine.freshTable();
    const [one, other, third] = [4, 5, 6].map((seed) => projectorOn(tableName, seed, losses(seeded(seed))));
    for (const size of [5, 14, ENTRIES.length]) {
      const work = [one?.projector.catchUp(size), other?.projector.rebuild(size), third?.projector.rebuild(size)];
      await Promise.allSettled(work);
      await one?.projector.catchUp(size);
      expect(one && (await expectPrefix(one.projection))).toBe(size);
    }
  });
});
