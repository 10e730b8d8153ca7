import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { buildPages } from '../web/built-pages.ts';
import { startBrowser } from './browser.ts';
import { type Crawl, findPages, type PageKind } from './crawl.ts';
import { itemOf, lineOf, SUPPLIER } from './cycle.ts';
import { firstLoad, OVERVIEW } from './first-load.ts';
import { withSection } from './large-page.ts';
import { describeMachine } from './machine.ts';
import { visitOverview } from './overview-visits.ts';
import { type Asker, openAsker } from './page-reads.ts';
import { auditor } from './post.ts';
import { checkProofs } from './proof-checks.ts';
import { openReader, type Read, type Reader } from './reader.ts';
import type { Server } from './server.ts';
import { sizeOf, withFilledServer } from './web-ledger.ts';
import { type PageFigures, pagesSection, type WebFigures } from './web-page.ts';

/**
 * `npm run bench:web`: what pages take of a ledger of 20,000 entries, as a section of the page of figures;
 * `-- --quick` only shows that it would work. It takes about ten minutes.
 */

interface Extent {
  readonly entries: number;
  readonly visits: number;
  readonly checks: number;
  readonly rounds: number;
  /** How often each page is opened after it was first opened. */
  readonly openings: number;
  readonly crawl: Pick<Crawl, 'examples' | 'mostKinds'>;
}

const PAGE = join(import.meta.dirname, '../docs/benchmarks.md');
const FULL: Extent = {
  entries: 20_000,
  visits: 7,
  checks: 50,
  rounds: 30,
  openings: 1,
  crawl: { examples: 2, mostKinds: 100 },
};
const QUICK: Extent = {
  entries: 200,
  visits: 1,
  checks: 2,
  rounds: 2,
  openings: 1,
  crawl: { examples: 1, mostKinds: 12 },
};
/** What is slow is asked no more often than fits into so long, but so often at least. */
const LONGEST_MS = 5_000;
const LEAST_ROUNDS = 2;
const OVERVIEWS = ['/', '/overview'];
/** No link leads to purchases as they are filtered and sorted by hand: each filter, and each in both orders. */
const FILTERS = [
  `supplier=${SUPPLIER}`,
  `item=${itemOf(0)}`,
  `fundingLine=${lineOf(0)}`,
  'from=2020-12-01&to=2020-12-31',
  'waiting=to-pay',
];
const LISTS = [
  '/purchases?sort=amount',
  '/purchases?sort=date',
  '/purchases?status=open',
  '/purchases?status=closed',
  '/purchases?status=open&sort=date',
  '/purchases?status=closed&sort=amount',
  ...FILTERS.flatMap((filter) => ['', '&sort=amount', '&sort=date'].map((sort) => `/purchases?${filter}${sort}`)),
];
/** What is typed into the finder: a number on paper, and a word. */
const TYPED = { 'Ctrl+K, a number': 'CG-000015', 'Ctrl+K, a word': '口罩' };

const progress = (line: string) => console.error(line);

async function takeFigures(server: Server, extent: Extent): Promise<WebFigures> {
  const token = server.tokens[auditor.subject] ?? '';
  const browser = await startBrowser();
  try {
    const reader = await openReader(browser, server.origin, token);
    const overviews = [];
    for (const path of OVERVIEWS) {
      await reader.slow(true);
      const slowed = await visitOverview(reader, path, extent.visits);
      await reader.slow(false);
      overviews.push({ path, slowed, atFull: await visitOverview(reader, path, extent.visits) });
    }
    const entry = await newestEntry(server, token);
    const proofs = {
      atFull: await checkProofs(reader, entry, extent.checks),
      slowed: await slowly(reader, entry, extent),
    };
    const pages = await findPages(reader, { from: ['/overview', ...LISTS], ...extent.crawl, progress });
    const usable = new Map<string, number[]>();
    for (const { name, examples } of pages) usable.set(name, await openings(reader, examples, extent.openings));
    const found = await findings(reader);
    await browser.close();
    const asker = openAsker(server.origin, token);
    const timed: PageFigures[] = [];
    for (const { name, examples } of [...pages, ...found]) {
      const figures = await timeReads(asker, examples, extent.rounds);
      timed.push({ name, ...figures, usable: usable.get(name) ?? [] });
      progress(`${name}: ${figures.took.length} times`);
    }
    asker.close();
    const { script } = await firstLoad(...OVERVIEW);
    return { entries: await sizeOf(server), script, overviews, proofs, pages: timed };
  } finally {
    await browser.close();
  }
}

async function slowly(reader: Reader, entry: string, { checks }: Extent): Promise<readonly number[]> {
  await reader.slow(true);
  const took = await checkProofs(reader, entry, checks);
  await reader.slow(false);
  return took;
}

const listed = z.object({ items: z.array(z.looseObject({ id: z.string() })) });

/** Its way up to the root is the longest. */
async function newestEntry({ origin }: Server, token: string): Promise<string> {
  const response = await fetch(`${origin}/api/entries?limit=1`, { headers: { authorization: `Bearer ${token}` } });
  const [newest] = listed.parse(await response.json()).items;
  if (newest === undefined) throw new Error('the ledger has no entry');
  return newest.id;
}

async function openings(reader: Reader, examples: PageKind['examples'], times: number): Promise<number[]> {
  const took: number[] = [];
  for (let time = 0; time < times; time += 1) {
    for (const { path } of examples) took.push((await reader.open(path)).usableMs);
  }
  return took;
}

interface Readings {
  readonly name: string;
  readonly examples: readonly { readonly reads: readonly Read[] }[];
}

async function findings(reader: Reader): Promise<Readings[]> {
  const found: Readings[] = [];
  for (const [name, text] of Object.entries(TYPED)) {
    await reader.open('/entries');
    await reader.page.keyboard.press('Control+k');
    const field = reader.page.locator('dialog input[role=combobox]');
    await field.waitFor();
    found.push({ name, examples: [{ reads: await reader.during(() => field.fill(text)) }] });
  }
  return found;
}

async function timeReads(asker: Asker, examples: Readings['examples'], rounds: number) {
  const took: number[] = [];
  let most = 0;
  const until = performance.now() + LONGEST_MS;
  for (let round = -1; round < rounds && (round < LEAST_ROUNDS || performance.now() < until); round += 1) {
    for (const { reads } of examples) {
      const { ms, bytes } = await asker.ask(reads);
      most = Math.max(most, bytes);
      if (round >= 0) took.push(ms);
    }
  }
  const reads = examples.toSorted((a, b) => b.reads.length - a.reads.length)[0]?.reads ?? [];
  const stages = Math.max(0, ...examples.flatMap((one) => one.reads.map(({ stage }) => stage + 1)));
  return { took, bytes: most, reads: reads.length, stages };
}

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const extent = values.quick ? QUICK : FULL;
await buildPages();
const machine = describeMachine();
const figures = await withFilledServer(extent.entries, progress, (server) => takeFigures(server, extent));
const text = pagesSection(machine, figures);
console.log(text);
if (!values.quick) await writeFile(PAGE, withSection(await readFile(PAGE, 'utf8'), 'pages', text));
