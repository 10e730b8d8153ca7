import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DEFAULT_TABLE_NAME } from '../shared/storage/dynamodb/table.ts';
import { withFreshEngine } from './fresh-engine.ts';
import { withLargeOf } from './large-page.ts';
import { describeMachine } from './machine.ts';
import { compareModuleStarts } from './module-start.ts';
import { pageOf } from './page.ts';
import { compareThroughput, type Effort } from './throughput.ts';
import { weighWrites } from './write-units.ts';

/** `npm run bench`: takes every figure, prints the page and keeps it; `-- --quick` only shows that it would work. */

const PAGE = join(import.meta.dirname, '../docs/benchmarks.md');
const FULL: Effort = { rounds: 3, pairs: 9, warmUpMs: 8_000, measuredMs: 1_000 };
const QUICK: Effort = { rounds: 1, pairs: 1, warmUpMs: 500, measuredMs: 500 };
const STARTS = 20;
const QUICK_STARTS = 2;

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const effort = values.quick ? QUICK : FULL;
const machine = describeMachine();
const progress = (line: string) => console.error(line);

const writes = await withFreshEngine((endpoint) => weighWrites(endpoint, DEFAULT_TABLE_NAME));
progress(`write units: ${writes.length} writes`);
const starts = await compareModuleStarts(values.quick ? QUICK_STARTS : STARTS, progress);
const throughput = await compareThroughput(effort, progress);
const page = pageOf({ machine, effort, throughput, writes, starts });
console.log(page);
if (!values.quick) await writeFile(PAGE, withLargeOf(page, await readFile(PAGE, 'utf8')));
