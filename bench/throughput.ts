import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { issueToken } from '../local/issuer.ts';
import { openKeys } from '../local/keys.ts';
import { createDocumentClient } from '../shared/storage/dynamodb-client.ts';
import { DEFAULT_TABLE_NAME } from '../shared/storage/table.ts';
import { CLIENTS, LINES, preparation } from './cycle.ts';
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

const CLIENTS_AT_ONCE = [1, CLIENTS];
const FUNDING_LINES = [1, LINES];

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
  /** How often everything is built up anew, with a fresh engine for each side. */
  readonly rounds: number;
  /** Pairs of each setting measured in a round. */
  readonly pairs: number;
  readonly warmUpMs: number;
  /** How long each side of a pair runs. */
  readonly measuredMs: number;
}

/** Runs the two sides in turns, in short stretches: what else happens on the machine then falls on both. */
export async function compareThroughput(effort: Effort, progress: (line: string) => void): Promise<Comparison[]> {
  const recording = await withFreshEngine(record);
  const measured: (Setting & Pair)[] = [];
  for (let round = 1; round <= effort.rounds; round += 1) {
    for (const lines of FUNDING_LINES) {
      const pairs = await alternate(lines, effort, recording);
      measured.push(...pairs);
      for (const { clients, ratio } of compared(pairs)) {
        progress(`round ${round} of ${effort.rounds}, ${clients} clients, ${lines} funding lines: ${ratio.toFixed(2)}`);
      }
    }
  }
  return compared(measured);
}

function compared(measured: readonly (Setting & Pair)[]): Comparison[] {
  const settings = CLIENTS_AT_ONCE.flatMap((clients) => FUNDING_LINES.map((lines): Setting => ({ clients, lines })));
  return settings.flatMap(({ clients, lines }) => {
    const pairs = measured.filter((pair) => pair.clients === clients && pair.lines === lines);
    return pairs.length === 0 ? [] : [{ clients, lines, pairs, ratio: median(pairs.map(ratioOf)) }];
  });
}

export function ratioOf({ http, bare }: Pair): number {
  return http.perSecond / bare.perSecond;
}

interface Sides {
  readonly http: Side;
  readonly bare: Side;
}

async function alternate(lines: number, effort: Effort, recording: Recording): Promise<(Setting & Pair)[]> {
  const task = { lines, warmUpMs: effort.warmUpMs };
  const posts = preparation(CLIENTS, lines);
  return withServer(posts, (server) =>
    withPreparedEngine(posts, async (endpoint) => {
      const http = await openSide('load.ts', { ...task, ...server });
      const bare = await openSide('replay.ts', { ...task, endpoint, recording });
      const pairs: (Setting & Pair)[] = [];
      for (let pair = 1; pair <= effort.pairs; pair += 1) {
        for (const clients of CLIENTS_AT_ONCE) {
          pairs.push({ clients, lines, ...(await inTurns(pair, { http, bare }, clients, effort.measuredMs)) });
        }
      }
      await http.close();
      await bare.close();
      return pairs;
    }),
  );
}

/** Neither side is always the first of its pair. */
async function inTurns(pair: number, { http, bare }: Sides, clients: number, ms: number): Promise<Pair> {
  if (pair % 2 === 1) return { http: await http.measure(clients, ms), bare: await bare.measure(clients, ms) };
  const first = await bare.measure(clients, ms);
  return { http: await http.measure(clients, ms), bare: first };
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
