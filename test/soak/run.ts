import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { median } from '../../bench/quantile.ts';
import { seeded } from '../seeded.ts';
import { bundleServer } from './bundle.ts';
import { chooseKill, MOMENTS, type Moment } from './moments.ts';
import { Soak, type Store } from './soak.ts';

/**
 * `npm run soak`: kills the server of one data folder again and again, at every moment of its life, and looks at what is
 * there after each start. It ends with 1 at the first thing that does not hold, and leaves the folder where it is.
 */

const USAGE = 'npm run soak -- [--kills 60] [--store sqlite|dynamodb] [--seed 1] [--whole 200]';
const PROGRESS_EVERY = 20;

const count = z.coerce.number().int().positive().max(1_000_000);
const options = z.object({
  kills: count.default(60),
  store: z.enum(['sqlite', 'dynamodb']).default('sqlite'),
  seed: count.optional(),
  whole: count.default(200),
});

function optionsGiven(): z.infer<typeof options> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { kills: text, store: text, seed: text, whole: text } });
  return options.parse(values);
}

async function main(): Promise<void> {
  const { kills, store, seed = 1 + (Date.now() % 1_000_000), whole } = optionsGiven();
  const folder = await mkdtemp(join(tmpdir(), 'nuanzhang-soak-'));
  const data = join(folder, 'data');
  const server = join(folder, 'server.mjs');
  await bundleServer(server);
  const soak = new Soak({ data, store, server, compiled: join(folder, 'compiled') });
  const began = performance.now();
  const killed = Object.fromEntries(MOMENTS.map((moment) => [moment, 0])) as Record<Moment, number>;
  const sum = () => Object.values(killed).reduce((all, one) => all + one, 0);
  console.log(`${kills} kills, ${store}, seed ${seed}, ${data}`);
  try {
    const random = seeded(seed);
    await soak.begin();
    while (sum() < kills) {
      const kill = chooseKill(store, random);
      if ((await soak.kill(kill)) === 'ended') continue;
      killed[kill.moment] += 1;
      if (sum() % PROGRESS_EVERY === 0) console.log(`${sum()} kills, ${soak.acknowledged} acknowledged`);
      if (sum() % whole === 0 && sum() < kills) console.log(`${await soak.checkAll()} entries looked at`);
    }
    tell({ soak, store, killed, entries: await soak.checkAll(), seconds: (performance.now() - began) / 1_000 });
  } catch (error) {
    console.error(error);
    console.error(`After ${sum()} kills with the seed ${seed}; the folder stays: ${data}\n${soak.said}`);
    process.exitCode = 1;
  }
  await soak.abandon();
  if (process.exitCode === undefined) await rm(folder, { recursive: true, force: true });
}

interface Told {
  readonly soak: Soak;
  readonly store: Store;
  readonly killed: Readonly<Record<Moment, number>>;
  readonly entries: number;
  readonly seconds: number;
}

function tell({ soak, store, killed, entries, seconds }: Told): void {
  const { acknowledged, checkpoints, counts, restarts } = soak;
  const ms = Math.round(median(restarts));
  const moments = Object.entries(killed).map(([moment, times]) => `${times} at ${moment}`);
  const kills = Object.values(killed).reduce((all, one) => all + one, 0);
  console.log(`${moments.join(', ')}; ${counts.repeated} repeats answered with the same bytes`);
  // A row of docs/soak.md.
  const told = [store, kills, acknowledged, counts.unanswered, counts.landed, entries, checkpoints, `${ms} ms`];
  console.log(`| ${[...told, Math.round(seconds)].join(' | ')} |`);
  console.log('Nothing was lost, nothing stands twice.');
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error, `\n${USAGE}`);
  process.exitCode = 2;
});
