import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { uuidv7 } from 'uuidv7';
import { LogFiles, logKey } from '../shared/log/journal/log-files.ts';
import { Sequencer } from '../shared/log/sealing/sequencer.ts';
import { readCheckpoint } from '../shared/log/tree/checkpoint.ts';
import { textOf } from '../shared/log/tree/note.ts';
import { decodeEntry } from '../shared/schemas/entry.ts';
import { createDocumentClient } from '../shared/storage/dynamodb/client.ts';
import { createDynamoHeadStore } from '../shared/storage/dynamodb/head-store.ts';
import { createDynamoLedger } from '../shared/storage/dynamodb/ledger.ts';
import { DEFAULT_TABLE_NAME } from '../shared/storage/dynamodb/table.ts';
import { openKeyFileSigner } from '../shared/storage/folder/key-file-signer.ts';
import { createFolderObjectStore } from '../shared/storage/folder/object-store.ts';
import { CLIENTS, cycle, LINES, preparation } from './cycle.ts';
import { openDesk } from './desk.ts';
import { withFolder, withFreshEngine } from './fresh-engine.ts';
import type { Post } from './post.ts';
import { type Server, send, withServer } from './server.ts';
import { openSide, REST_MS, type Side } from './side.ts';
import { lineFor, type Rate } from './stage.ts';

/** How fast an outbox is sealed that nothing is added to. */
export interface SealingRate {
  readonly entries: number;
  readonly ms: number;
}

/** Seals an outbox of so many entries, appended before by the tracker itself. */
export async function sealOutbox(entries: number): Promise<SealingRate> {
  return withFolder((folder) =>
    withFreshEngine(async (endpoint) => {
      const client = createDocumentClient({ endpoint });
      const table = { client, tableName: DEFAULT_TABLE_NAME, random: Math.random, sleep };
      await append(openDesk({ client, tableName: DEFAULT_TABLE_NAME }), entries);
      const sequencer = new Sequencer({
        ledger: createDynamoLedger({ ...table, sending: 'transaction' }),
        objects: await createFolderObjectStore(join(folder, 'objects')),
        head: createDynamoHeadStore(table),
        signer: await openKeyFileSigner(join(folder, 'log-signing.pem')),
        origin: 'log.example/api/log',
        nonce: randomUUID,
      });
      const began = performance.now();
      let size = 0;
      for (let more = true; more; ) ({ more, size } = await sequencer.round());
      const ms = performance.now() - began;
      client.destroy();
      if (size !== entries) throw new Error(`${size} entries were sealed instead of ${entries}`);
      return { entries, ms };
    }),
  );
}

async function append(desk: ReturnType<typeof openDesk>, entries: number): Promise<void> {
  const posts = preparation(CLIENTS, LINES);
  for (const post of posts) await desk.post(post);
  let left = entries - posts.length;
  const client = async (at: number): Promise<void> => {
    for (const post of cyclesOf(at)) {
      if (left === 0) return;
      left -= 1;
      await desk.post(post);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, (_, at) => client(at)));
}

/** Posts of one cycle after the other. */
function* cyclesOf(client: number): Generator<Post> {
  for (let count = 0; ; count += 1) {
    const keys = { order: uuidv7(), acceptance: uuidv7(), dispatch: uuidv7(), confirmation: uuidv7() };
    yield* cycle(client, lineFor(client, count, LINES), keys);
  }
}

/** Posts a second while the lag is taken. */
export const PACE = 100;
const LOOK_MS = 5;
const SEALED_WITHIN_MS = 30_000;

/**
 * Milliseconds from the moment at which each entry was recorded, which is before it was appended, to the checkpoint that
 * holds it being published, at a steady pace of posts to the real server.
 */
export async function lagsOf(posts: number): Promise<number[]> {
  const prepared = preparation(CLIENTS, LINES);
  return withServer(prepared, async (server) => {
    const get = (key: string) => readFile(join(server.data, 'objects', key)).catch(() => undefined);
    const watch = watchCheckpoints(() => get(logKey('checkpoint')));
    await watch.reaches(prepared.length);
    await postSteadily(server, posts);
    await watch.reaches(prepared.length + posts);
    watch.stop();
    const lags: number[] = [];
    let place = prepared.length;
    for await (const bundle of new LogFiles({ get }).entries(place, place + posts)) {
      for (const bytes of bundle) {
        const { recordedAt } = decodeEntry(Buffer.from(bytes).toString('utf8'));
        lags.push(watch.publishedAt(place) - recordedAt);
        place += 1;
      }
    }
    return lags;
  });
}

/** Posts at the pace whether or not answers come: as many clients as there are take turns. */
async function postSteadily(server: Server, posts: number): Promise<void> {
  const clients = Array.from({ length: CLIENTS }, (_, at) => cyclesOf(at));
  const last = clients.map(() => Promise.resolve());
  const began = performance.now();
  for (let count = 0; count < posts; count += 1) {
    await sleep(Math.max(0, began + (count * 1000) / PACE - performance.now()));
    const client = count % CLIENTS;
    const post = clients[client]?.next().value;
    if (post === undefined) throw new Error('cycles never end');
    // The next post of a cycle stands on the one before.
    last[client] = Promise.resolve(last[client]).then(() => send(server, post));
  }
  await Promise.all(last);
}

/** Looks at the published checkpoint all the time. */
function watchCheckpoints(read: () => Promise<Uint8Array | undefined>) {
  const seen: { readonly at: number; readonly size: number }[] = [];
  const timer = setInterval(async () => {
    const note = await read();
    if (note === undefined) return;
    const { size } = readCheckpoint(textOf(Buffer.from(note).toString('utf8')));
    if (size > (seen.at(-1)?.size ?? 0)) seen.push({ at: Date.now(), size });
  }, LOOK_MS);
  return {
    stop: () => clearInterval(timer),
    async reaches(size: number): Promise<void> {
      const end = performance.now() + SEALED_WITHIN_MS;
      while ((seen.at(-1)?.size ?? 0) < size) {
        if (performance.now() > end) throw new Error(`${size} entries were not sealed`);
        await sleep(LOOK_MS);
      }
    },
    /** When a checkpoint was seen first that holds the entry at that place. */
    publishedAt(place: number): number {
      const first = seen.find(({ size }) => size > place);
      if (first === undefined) throw new Error(`the entry at ${place} was not sealed`);
      return first.at;
    },
  };
}

/** The rates with and without sealing, at a time. */
export interface SealingPair {
  readonly clients: number;
  readonly on: Rate;
  readonly off: Rate;
}

export interface SealingEffort {
  /** How often everything is built up anew. */
  readonly rounds: number;
  readonly pairs: number;
  readonly warmUpMs: number;
  readonly measuredMs: number;
}

const CLIENTS_AT_ONCE = [1, CLIENTS];

/** Two servers built up alike, one that seals and one that does not, in turns and in short stretches. */
export async function comparePostsWhileSealing(
  { rounds, pairs, warmUpMs, measuredMs }: SealingEffort,
  progress: (line: string) => void,
): Promise<SealingPair[]> {
  const measured: SealingPair[] = [];
  const posts = preparation(CLIENTS, LINES);
  const task = { lines: LINES, warmUpMs };
  const measure = async (side: Side, clients: number): Promise<Rate> => {
    const rate = await side.measure(clients, measuredMs);
    await sleep(REST_MS);
    return rate;
  };
  for (let round = 1; round <= rounds; round += 1) {
    await withServer(posts, (sealing) =>
      withServer(
        posts,
        async (bare) => {
          const on = await openSide('load.ts', { ...task, ...sealing });
          const off = await openSide('load.ts', { ...task, ...bare });
          await sleep(REST_MS);
          for (let pair = 1; pair <= pairs; pair += 1) {
            for (const clients of CLIENTS_AT_ONCE) {
              const first = pair % 2 === 1 ? on : off;
              const one = await measure(first, clients);
              const other = await measure(first === on ? off : on, clients);
              measured.push({ clients, ...(first === on ? { on: one, off: other } : { on: other, off: one }) });
            }
          }
          await on.close();
          await off.close();
        },
        { sealing: 'off' },
      ),
    );
    progress(`sealing: round ${round} of ${rounds} of posts with it and without`);
  }
  return measured;
}
