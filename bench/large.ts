import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { compareExports, type Turns } from './exports.ts';
import { exportsSection, LARGE, type Large, sealingSection, verifyingSection, withSection } from './large-page.ts';
import { describeMachine } from './machine.ts';
import { comparePostsWhileSealing, lagsOf, type SealingEffort, sealOutbox } from './sealing.ts';
import { verifyPack } from './verifying.ts';

/**
 * `npm run bench:large`: the figures of large ledgers, each a section of the page of its own; `-- --only exports` takes
 * one, `-- --quick` only shows that it would work. They take about half an hour and a few gigabytes below TMPDIR.
 */

interface Extent {
  readonly turns: readonly Turns[];
  readonly verified: number;
  readonly outbox: number;
  readonly lagged: number;
  readonly posts: SealingEffort;
}

const PAGE = join(import.meta.dirname, '../docs/benchmarks.md');
const FULL: Extent = {
  turns: [
    { entries: 10_000, times: 5 },
    { entries: 100_000, times: 3 },
    { entries: 1_000_000, times: 1 },
  ],
  verified: 1_000_000,
  outbox: 20_000,
  lagged: 3_000,
  posts: { rounds: 1, pairs: 9, warmUpMs: 8_000, measuredMs: 2_000 },
};
const QUICK: Extent = {
  turns: [
    { entries: 500, times: 1 },
    { entries: 5_000, times: 1 },
  ],
  verified: 2_000,
  outbox: 1_000,
  lagged: 200,
  posts: { rounds: 1, pairs: 1, warmUpMs: 500, measuredMs: 500 },
};

const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, only: { type: 'string', multiple: true } },
});
const only = values.only === undefined ? LARGE : z.array(z.enum(LARGE)).parse(values.only);
const { turns, verified, outbox, lagged, posts } = values.quick ? QUICK : FULL;
const progress = (line: string) => console.error(line);

const SECTIONS: Readonly<Record<Large, (machine: [string, string][]) => Promise<string>>> = {
  exports: async (machine) => exportsSection(machine, await compareExports(turns, progress)),
  verifying: async (machine) =>
    verifyingSection(machine, [
      await verifyPack(verified, [], progress),
      // Making a workbook again takes several times as long as all else, whatever the size.
      await verifyPack(verified / 10, ['fund-usage'], progress),
    ]),
  async sealing(machine) {
    const rate = await sealOutbox(outbox);
    progress(`sealing: ${((rate.entries * 1000) / rate.ms).toFixed(0)} entries/s`);
    const lags = await lagsOf(lagged);
    return sealingSection(machine, rate, lags, await comparePostsWhileSealing(posts, progress));
  },
};

for (const name of only) {
  const text = await SECTIONS[name](describeMachine());
  console.log(`${text}\n`);
  if (!values.quick) await writeFile(PAGE, withSection(await readFile(PAGE, 'utf8'), name, text));
}
