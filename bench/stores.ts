import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CLIENTS, preparation } from './cycle.ts';
import { withFolder } from './fresh-engine.ts';
import { median, quantile } from './quantile.ts';
import { type ServerOptions, withServer } from './server.ts';
import { openSide, REST_MS, type Side } from './side.ts';
import { CLIENTS_AT_ONCE, type Effort, FUNDING_LINES, type Setting } from './throughput.ts';

/** The server over its database in the process beside the same server over something else. */

/** Over what else: the engine, and where one is named, the server of another checkout. */
export type OtherName = 'engine' | 'other';

export interface StoresBeside extends Setting {
  readonly other: OtherName;
  /** Posts a second of both at a time. */
  readonly pairs: readonly { readonly own: number; readonly beside: number }[];
}

export async function compareStores(
  effort: Effort,
  progress: (line: string) => void,
  checkout?: string,
): Promise<StoresBeside[]> {
  const others: readonly (readonly [OtherName, ServerOptions])[] = [
    ['engine', { store: 'dynamodb' }],
    ...(checkout === undefined ? [] : [['other', { checkout, store: 'sqlite' }] as const]),
  ];
  const beside: StoresBeside[] = [];
  for (const lines of FUNDING_LINES) {
    for (const [other, options] of others) {
      const measured = await inTurns(lines, options, effort);
      beside.push(...measured.map((one) => ({ ...one, lines, other })));
      for (const { clients, pairs } of measured) {
        progress(`${other}, ${clients} clients, ${lines} funding lines: ${ratioOf(pairs).toFixed(2)}`);
      }
    }
  }
  return beside;
}

export function ratioOf(pairs: StoresBeside['pairs']): number {
  return median(pairs.map(({ own, beside }) => own / beside));
}

async function inTurns(lines: number, options: ServerOptions, effort: Effort) {
  const posts = preparation(CLIENTS, lines);
  const open = <T>(of: ServerOptions, work: (side: Side) => Promise<T>): Promise<T> =>
    withServer(
      posts,
      async (server) => {
        const side = await openSide('load.ts', { lines, warmUpMs: effort.warmUpMs, ...server });
        return work(side).finally(() => side.close());
      },
      of,
    );
  return open({ store: 'sqlite' }, (own) =>
    open(options, async (beside) => {
      const measured = CLIENTS_AT_ONCE.map((clients) => ({ clients, pairs: [] as { own: number; beside: number }[] }));
      for (let turn = 0; turn < effort.pairs; turn += 1) {
        for (const { clients, pairs } of measured) pairs.push(await pairOf({ own, beside }, turn, clients, effort));
      }
      return measured;
    }),
  );
}

/** Neither side is always the first of its pair. */
async function pairOf(
  sides: Readonly<Record<'own' | 'beside', Side>>,
  turn: number,
  clients: number,
  { measuredMs }: Effort,
): Promise<{ own: number; beside: number }> {
  const rates = { own: 0, beside: 0 };
  for (const name of turn % 2 === 0 ? (['own', 'beside'] as const) : (['beside', 'own'] as const)) {
    await sleep(REST_MS);
    rates[name] = (await sides[name].measure(clients, measuredMs)).perSecond;
  }
  return rates;
}

/** How long the disk takes for what a commit waits for: 4 KB written and flushed, in milliseconds. */
export interface SyncTimes {
  readonly p50: number;
  readonly p99: number;
}

const SYNCS = 500;

export async function measureSyncs(): Promise<SyncTimes> {
  return withFolder(async (folder) => {
    const file = openSync(join(folder, 'syncs'), 'w');
    const page = Buffer.alloc(4_096, 1);
    const times = Array.from({ length: SYNCS }, () => {
      const before = performance.now();
      writeSync(file, page);
      fdatasyncSync(file);
      return performance.now() - before;
    });
    closeSync(file);
    return { p50: quantile(times, 0.5), p99: quantile(times, 0.99) };
  });
}
