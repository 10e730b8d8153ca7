import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { issueToken } from '../local/issuer.ts';
import { openKeys } from '../local/keys.ts';
import { createDocumentClient } from '../shared/storage/dynamodb-client.ts';
import { DEFAULT_TABLE_NAME } from '../shared/storage/table.ts';
import { preparation } from './cycle.ts';
import { openDesk } from './desk.ts';
import { withFolder, withFreshEngine } from './fresh-engine.ts';
import { buyer, coordinator, keeper, type Post, treasurer } from './post.ts';
import { median } from './quantile.ts';
import { type Recording, record } from './recording.ts';
import { openSide, type Side } from './side.ts';
import type { Rate } from './stage.ts';

export interface Setting {
  readonly clients: number;
  readonly lines: number;
}

export const SETTINGS: readonly Setting[] = [
  { clients: 1, lines: 1 },
  { clients: 1, lines: 64 },
  { clients: 16, lines: 1 },
  { clients: 16, lines: 64 },
];

/** The rates of both sides at a time. */
export interface Pair {
  readonly http: Rate;
  readonly bare: Rate;
}

export interface Comparison extends Setting {
  readonly pairs: readonly Pair[];
  /** Of the pairs' ratios the one in the middle. */
  readonly ratio: number;
}

export interface Effort {
  /** How often a setting is built up anew, with a fresh engine for each side. */
  readonly rounds: number;
  /** Pairs measured in each of them. */
  readonly pairs: number;
  readonly warmUpMs: number;
  /** How long each side of a pair runs. */
  readonly measuredMs: number;
}

/** Runs the two sides in turns, in short stretches: what else happens on the machine then falls on both. */
export async function compareThroughput(effort: Effort, progress: (line: string) => void): Promise<Comparison[]> {
  const recording = await withFreshEngine(record);
  const pairs = new Map(SETTINGS.map((setting): [Setting, Pair[]] => [setting, []]));
  for (let round = 1; round <= effort.rounds; round += 1) {
    for (const [setting, done] of pairs) {
      const fresh = await alternate(setting, effort, recording);
      done.push(...fresh);
      const { clients, lines } = setting;
      const ratio = median(fresh.map(ratioOf)).toFixed(2);
      progress(`round ${round} of ${effort.rounds}, ${clients} clients, ${lines} funding lines: ${ratio}`);
    }
  }
  return [...pairs].map(([setting, done]) => ({ ...setting, pairs: done, ratio: median(done.map(ratioOf)) }));
}

export function ratioOf({ http, bare }: Pair): number {
  return http.perSecond / bare.perSecond;
}

async function alternate({ clients, lines }: Setting, effort: Effort, recording: Recording): Promise<Pair[]> {
  const task = { clients, lines, warmUpMs: effort.warmUpMs };
  return withServer(preparation(clients, lines), (server) =>
    withPreparedEngine(preparation(clients, lines), async (endpoint) => {
      const http = await openSide('load.ts', { ...task, ...server });
      const bare = await openSide('replay.ts', { ...task, endpoint, recording });
      const pairs: Pair[] = [];
      for (let pair = 1; pair <= effort.pairs; pair += 1) pairs.push(await measurePair(http, bare, pair, effort));
      await http.close();
      await bare.close();
      return pairs;
    }),
  );
}

/** Neither side is always the first of its pair. */
async function measurePair(http: Side, bare: Side, pair: number, { measuredMs }: Effort): Promise<Pair> {
  if (pair % 2 === 1) return { http: await http.measure(measuredMs), bare: await bare.measure(measuredMs) };
  const first = await bare.measure(measuredMs);
  return { http: await http.measure(measuredMs), bare: first };
}

async function withPreparedEngine<T>(posts: readonly Post[], work: (endpoint: string) => Promise<T>): Promise<T> {
  return withFreshEngine(async (endpoint) => {
    const client = createDocumentClient({ endpoint });
    const desk = openDesk({ client, tableName: DEFAULT_TABLE_NAME });
    for (const post of posts) await desk.post(post);
    client.destroy();
    return work(endpoint);
  });
}

interface Server {
  readonly port: number;
  /** By subject. */
  readonly tokens: Readonly<Record<string, string>>;
}

async function withServer<T>(posts: readonly Post[], work: (server: Server) => Promise<T>): Promise<T> {
  return withFolder(async (data) => {
    const { origin, stop } = await startServer(data);
    try {
      const tokens = await tokensOf(data);
      for (const post of posts) await send(origin, tokens, post);
      return await work({ port: Number(new URL(origin).port), tokens });
    } finally {
      await stop();
    }
  });
}

const START_MS = 30_000;

/** The server as `npm start` runs it on an empty folder, in a process of its own. */
async function startServer(data: string): Promise<{ readonly origin: string; stop(): Promise<void> }> {
  const { NODE_ENV: _mode, DYNAMODB_ENDPOINT: _engine, ...environment } = process.env;
  const server = spawn(process.execPath, [join(import.meta.dirname, '../local/start.ts')], {
    env: { ...environment, PORT: '0', NUANZHANG_DATA: data, NUANZHANG_DEMO: 'off' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(server, 'exit');
  const stop = async () => {
    server.kill('SIGTERM');
    await exited;
  };
  const timer = setTimeout(() => server.kill('SIGKILL'), START_MS);
  for await (const line of createInterface({ input: server.stdout })) {
    const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
    if (origin === undefined) continue;
    clearTimeout(timer);
    server.stdout.resume();
    return { origin, stop };
  }
  throw new Error('the server did not start');
}

async function tokensOf(data: string): Promise<Record<string, string>> {
  const keys = await openKeys(data);
  const people = [treasurer, buyer, keeper, coordinator];
  const tokens = await Promise.all(
    people.map(
      async (person): Promise<[string, string]> => [person.subject, await issueToken(keys, person, Date.now())],
    ),
  );
  return Object.fromEntries(tokens);
}

async function send(origin: string, tokens: Readonly<Record<string, string>>, post: Post): Promise<void> {
  const response = await fetch(origin + post.path, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${tokens[post.person.subject]}`,
      'content-type': 'application/json',
      'idempotency-key': post.key,
    },
    body: JSON.stringify(post.body),
  });
  if (response.status !== 201) throw new Error(`POST ${post.path}: ${response.status} ${await response.text()}`);
  await response.arrayBuffer();
}
