import { createDocumentClient } from '../shared/storage/dynamodb/client.ts';
import { DEFAULT_TABLE_NAME } from '../shared/storage/dynamodb/table.ts';
import { CLIENTS, LINES, preparation } from './cycle.ts';
import { openDesk } from './desk.ts';
import { withFreshEngine } from './fresh-engine.ts';
import type { Post } from './post.ts';
import { median } from './quantile.ts';
import { type Recording, record } from './recording.ts';
import { withServer } from './server.ts';
import { openSide, type Side } from './side.ts';
import type { Rate } from './stage.ts';

export interface Setting {
  readonly clients: number;
  readonly lines: number;
}

export const CLIENTS_AT_ONCE = [1, CLIENTS];
export const FUNDING_LINES = [1, LINES];

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
