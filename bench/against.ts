import { setTimeout as sleep } from 'node:timers/promises';
import { bundlesOf, HERE, type Units, unitsOf } from './checkout.ts';
import { CLIENTS, preparation } from './cycle.ts';
import { withFolder } from './fresh-engine.ts';
import { startsInTurns } from './module-start.ts';
import { type ServerOptions, withServer } from './server.ts';
import { openSide, REST_MS, type Side } from './side.ts';
import { CLIENTS_AT_ONCE, type Effort, FUNDING_LINES, type Setting } from './throughput.ts';

/** This checkout beside another one of the same repository: the code now, and the code before. */

/** `again` is the code before once more: what it differs from itself is no difference of the code. */
const SIDES = ['before', 'now', 'again'] as const;
type SideName = (typeof SIDES)[number];

/** Posts a second of the three sides at a time. */
export type Trio = Setting & Readonly<Record<SideName, number>>;

/**
 * Every order in which three can take turns. Who is first alternates for the code now and before, and comes to half for
 * the code before and itself.
 */
const ORDERS: readonly (readonly SideName[])[] = [
  ['before', 'now', 'again'],
  ['now', 'again', 'before'],
  ['again', 'before', 'now'],
  ['now', 'before', 'again'],
  ['before', 'again', 'now'],
  ['again', 'now', 'before'],
];

/** Three servers, each over a folder and an engine of its own, asked by one and the same program in turns. */
export async function compareThroughputWith(
  checkout: string,
  effort: Effort,
  progress: (line: string) => void,
): Promise<Trio[]> {
  const trios: Trio[] = [];
  for (let round = 1; round <= effort.rounds; round += 1) {
    for (const lines of FUNDING_LINES) {
      trios.push(...(await takeTurns(checkout, lines, effort)));
      progress(`posts: round ${round} of ${effort.rounds}, ${lines} funding lines`);
    }
  }
  return trios;
}

async function takeTurns(checkout: string, lines: number, effort: Effort): Promise<Trio[]> {
  const posts = preparation(CLIENTS, lines);
  const open = <T>(options: ServerOptions, work: (side: Side) => Promise<T>): Promise<T> =>
    withServer(
      posts,
      async (server) => {
        const side = await openSide('load.ts', { lines, warmUpMs: effort.warmUpMs, ...server });
        return work(side).finally(() => side.close());
      },
      options,
    );
  return open({ checkout }, (before) =>
    open({}, (now) =>
      open({ checkout }, async (again) => {
        const sides = { before, now, again };
        const trios: Trio[] = [];
        for (let turn = 0; turn < effort.pairs; turn += 1) {
          for (const clients of CLIENTS_AT_ONCE) {
            const order = ORDERS[turn % ORDERS.length] ?? SIDES;
            trios.push({ clients, lines, ...(await measureInTurn(sides, order, clients, effort.measuredMs)) });
          }
        }
        return trios;
      }),
    ),
  );
}

async function measureInTurn(
  sides: Readonly<Record<SideName, Side>>,
  order: readonly SideName[],
  clients: number,
  ms: number,
): Promise<Record<SideName, number>> {
  const rates: Record<SideName, number> = { before: 0, now: 0, again: 0 };
  for (const name of order) {
    await sleep(REST_MS);
    rates[name] = (await sides[name].measure(clients, ms)).perSecond;
  }
  return rates;
}

/** A write that both checkouts weigh, or only one of them. */
export interface UnitsBeside {
  readonly write: string;
  readonly before: number | undefined;
  readonly now: number | undefined;
}

/** Each checkout weighs its own writes, told apart by what they are called. */
export async function compareUnitsWith(checkout: string): Promise<UnitsBeside[]> {
  const byWrite = (units: readonly Units[]) => new Map(units.map(({ write, units }) => [write, units]));
  const before = byWrite(await unitsOf(checkout));
  const now = byWrite(await unitsOf(HERE));
  const writes = [...new Set([...before.keys(), ...now.keys()])];
  return writes.map((write) => ({ write, before: before.get(write), now: now.get(write) }));
}

/** Milliseconds of every load of a function's bundle, by checkout. */
export interface StartsBeside {
  readonly bundle: string;
  readonly before: readonly number[];
  readonly now: readonly number[];
}

export async function compareStartsWith(checkout: string, rounds: number): Promise<StartsBeside[]> {
  return withFolder((then) =>
    withFolder(async (today) => {
      const before = await bundlesOf(checkout, then);
      const now = await bundlesOf(HERE, today);
      const both = [...now.keys()].filter((name) => before.has(name));
      const files = both.flatMap((name): [string, string][] => [
        [`before ${name}`, before.get(name) ?? ''],
        [`now ${name}`, now.get(name) ?? ''],
      ]);
      const times = await startsInTurns(new Map(files), rounds);
      return both.map((bundle) => ({
        bundle,
        before: times.get(`before ${bundle}`) ?? [],
        now: times.get(`now ${bundle}`) ?? [],
      }));
    }),
  );
}
