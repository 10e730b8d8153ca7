import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { DEFAULT_TABLE_NAME } from '../shared/storage/dynamodb/table.ts';
import { compareStartsWith, compareThroughputWith, compareUnitsWith } from './against.ts';
import { againstPage } from './against-page.ts';
import { withFreshEngine } from './fresh-engine.ts';
import { withLargeOf } from './large-page.ts';
import { describeMachine } from './machine.ts';
import { compareModuleStarts } from './module-start.ts';
import { pageOf, storesTable } from './page.ts';
import { compareStores, measureSyncs } from './stores.ts';
import { compareThroughput, type Effort } from './throughput.ts';
import { weighWrites } from './write-units.ts';

/**
 * `npm run bench`: takes every figure, prints the page and keeps it. `-- --against <checkout>` runs another checkout of
 * this repository beside this one instead, and only prints; `-- --stores <checkout>` compares what stands under the
 * server alone, with the server of that checkout beside. `-- --quick` only shows that it would work.
 */

const PAGE = join(import.meta.dirname, '../docs/benchmarks.md');
const FULL: Effort = { rounds: 3, pairs: 9, warmUpMs: 8_000, measuredMs: 1_000 };
const QUICK: Effort = { rounds: 1, pairs: 1, warmUpMs: 500, measuredMs: 500 };
/** Each round takes turns in every order that there is. */
const AGAINST: Effort = { ...FULL, pairs: 6 };
const STARTS = 20;
const QUICK_STARTS = 2;

const progress = (line: string) => console.error(line);

async function takeFigures(isQuick: boolean): Promise<void> {
  const effort = isQuick ? QUICK : FULL;
  const machine = describeMachine();
  const writes = await withFreshEngine((endpoint) => weighWrites(endpoint, DEFAULT_TABLE_NAME));
  progress(`write units: ${writes.length} writes`);
  const starts = await compareModuleStarts(isQuick ? QUICK_STARTS : STARTS, progress);
  const throughput = await compareThroughput(effort, progress);
  const stores = await compareStores(effort, progress);
  const syncs = await measureSyncs();
  const page = pageOf({ machine, effort, throughput, stores, syncs, writes, starts });
  console.log(page);
  if (!isQuick) await writeFile(PAGE, withLargeOf(page, await readFile(PAGE, 'utf8')));
}

async function compareWith(checkout: string, isQuick: boolean): Promise<void> {
  const machine = describeMachine();
  const units = await compareUnitsWith(checkout);
  progress(`write units: ${units.length} writes`);
  const starts = await compareStartsWith(checkout, isQuick ? QUICK_STARTS : STARTS);
  progress(`module start: ${starts.length} bundles of each`);
  const posts = await compareThroughputWith(checkout, isQuick ? QUICK : AGAINST, progress);
  console.log(againstPage({ machine, posts, units, starts }));
}

async function compareStoresWith(checkout: string, isQuick: boolean): Promise<void> {
  const stores = await compareStores(isQuick ? QUICK : FULL, progress, checkout);
  const { p50, p99 } = await measureSyncs();
  console.log(
    `${storesTable(stores)}\n\n4 KB flushed: ${p50.toFixed(2)} ms, at the 99th of a hundred ${p99.toFixed(2)} ms`,
  );
}

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, against: { type: 'string' }, stores: { type: 'string' } },
});
if (values.stores !== undefined) await compareStoresWith(resolve(values.stores), values.quick);
else if (values.against === undefined) await takeFigures(values.quick);
else await compareWith(resolve(values.against), values.quick);
