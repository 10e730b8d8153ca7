import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { uuidv7 } from 'uuidv7';
import * as z from 'zod';
import { LogFiles } from '../shared/log/journal/log-files.ts';
import { Sequencer } from '../shared/log/sealing/sequencer.ts';
import { createProjector, type Projector } from '../shared/projection/projector.ts';
import { createDocumentClient } from '../shared/storage/dynamodb/client.ts';
import { createDynamoLedger } from '../shared/storage/dynamodb/ledger.ts';
import { createDynamoProjection } from '../shared/storage/dynamodb/projection.ts';
import { DEFAULT_TABLE_NAME } from '../shared/storage/dynamodb/table.ts';
import { createMemoryObjectStore } from '../shared/storage/memory/object-store.ts';
import type { Ledger } from '../shared/storage/ports/ledger.ts';
import type { ObjectStore } from '../shared/storage/ports/object-store.ts';
import type { Signer } from '../shared/storage/ports/signer.ts';
import { IN_MEMORY, openConnection } from '../shared/storage/sqlite/connection.ts';
import { createSqliteHeadStore } from '../shared/storage/sqlite/head-store.ts';
import { Writer } from '../shared/storage/sqlite/writer.ts';
import { CLIENTS, cycle, LINES, preparation } from './cycle.ts';
import { openDesk } from './desk.ts';
import { withFreshEngine } from './fresh-engine.ts';
import { lineFor } from './stage.ts';

/** What it takes to project so many sealed entries at once, and what of it is written. */
export interface Projecting {
  readonly entries: number;
  readonly ms: number;
  /** Transactions, those of places among them where the engine syncs every write. */
  readonly steps: number;
  /** Write units as the engine counts them: of the steps, and of the places told beside them. */
  readonly stepUnits: number;
  readonly placeUnits: number;
}

export interface Projected {
  readonly caughtUp: Projecting;
  readonly rebuilt: Projecting;
}

/**
 * Cycles of all clients over all funding lines, sealed, then projected, then projected anew. The embedded engine is quick
 * where it syncs once for many writes, as the local server has it do; places then are written in transactions too, so
 * units are told apart as DynamoDB charges for them where it is not.
 */
export function measureProjecting(cycles: number, sending: 'batch' | 'transaction'): Promise<Projected> {
  return withFreshEngine(async (endpoint) => {
    const client = createDocumentClient({ endpoint });
    try {
      const table = { client, tableName: DEFAULT_TABLE_NAME, random: Math.random, sleep };
      const ledger = createDynamoLedger(table);
      const objects = createMemoryObjectStore();
      await post(client, cycles);
      const size = await seal(ledger, objects);
      const projector = createProjector({
        projection: createDynamoProjection({ ...table, sending }),
        files: new LogFiles(objects),
        ledger,
      });
      const measured = measuring(client, size);
      const caughtUp = await measured(() => projector.catchUp(size));
      return { caughtUp, rebuilt: await measured(() => projector.rebuild(size)) };
    } finally {
      client.destroy();
    }
  });
}

async function post(client: DynamoDBDocumentClient, cycles: number): Promise<void> {
  const desk = openDesk({ client, tableName: DEFAULT_TABLE_NAME });
  for (const one of preparation(CLIENTS, LINES)) await desk.post(one);
  const play = async (at: number): Promise<void> => {
    for (let count = at; count < cycles; count += CLIENTS) {
      const keys = { order: uuidv7(), acceptance: uuidv7(), dispatch: uuidv7(), confirmation: uuidv7() };
      for (const one of cycle(at, lineFor(at, Math.floor(count / CLIENTS), LINES), keys)) await desk.post(one);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, (_, at) => play(at)));
}

/** Seals all that a ledger holds, and tells its size. */
export async function seal(ledger: Ledger, objects: ObjectStore): Promise<number> {
  const head = createSqliteHeadStore(new Writer(openConnection(IN_MEMORY)));
  const origin = 'log.example/api/log';
  const sequencer = new Sequencer({ ledger, objects, head, origin, signer: freshSigner(), nonce: randomUUID });
  let size = 0;
  for (let more = true; more; ) ({ more, size } = await sequencer.round());
  return size;
}

/** The end of an Ed25519 key in SPKI is the key. */
const KEY_BYTES = 32;

function freshSigner(): Signer {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    publicKey: async () => publicKey.export({ format: 'der', type: 'spki' }).subarray(-KEY_BYTES),
    sign: async (message) => sign(null, message, privateKey),
  };
}

const capacity = z.object({ CapacityUnits: z.number() });
const consumed = z.object({ ConsumedCapacity: z.array(capacity).default([]) });

/** Takes the time of work, and counts what the client writes for it. */
function measuring(client: DynamoDBDocumentClient, entries: number) {
  let counted = { steps: 0, stepUnits: 0, placeUnits: 0 };
  client.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const isStep = commandName === 'TransactWriteItemsCommand';
        if (!isStep && commandName !== 'BatchWriteItemCommand') return next(args);
        const answer = await next({ ...args, input: { ...args.input, ReturnConsumedCapacity: 'TOTAL' } });
        const { ConsumedCapacity } = consumed.parse(answer.output);
        const units = ConsumedCapacity.reduce((sum, { CapacityUnits }) => sum + CapacityUnits, 0);
        if (isStep) counted.steps += 1;
        counted[isStep ? 'stepUnits' : 'placeUnits'] += units;
        return answer;
      },
    { step: 'initialize', name: 'counting' },
  );
  return async (work: () => ReturnType<Projector['catchUp']>): Promise<Projecting> => {
    counted = { steps: 0, stepUnits: 0, placeUnits: 0 };
    const began = performance.now();
    await work();
    return { entries, ms: performance.now() - began, ...counted };
  };
}

const CYCLES = 1_024;
const WEIGHED_CYCLES = 128;

if (import.meta.main) {
  const rate = ({ entries, ms }: Projecting) => `${entries} entries, ${Math.round((entries * 1000) / ms)} a second`;
  const { caughtUp, rebuilt } = await measureProjecting(CYCLES, 'transaction');
  console.log(`projected: ${rate(caughtUp)}`);
  console.log(`made anew: ${rate(rebuilt)}`);
  const { entries, steps, stepUnits, placeUnits } = (await measureProjecting(WEIGHED_CYCLES, 'batch')).caughtUp;
  const each = (units: number) => (units / entries).toFixed(2);
  console.log(
    `write units of an entry: ${each(stepUnits)} (${entries} entries, ${steps} steps) + ${each(placeUnits)} (place)`,
  );
}
