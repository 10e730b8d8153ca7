import { section } from './large-page.ts';
import { median, quantile } from './quantile.ts';
import { reached, tableOf, wrapped } from './table.ts';
import { FUNDING_LINES, UNDER_WAY } from './web-ledger.ts';

/** The section on pages, as Markdown. */

export interface PageFigures {
  readonly name: string;
  /** All reads of it, in milliseconds, of each of several times. */
  readonly took: readonly number[];
  readonly bytes: number;
  readonly reads: number;
  readonly stages: number;
  /** From navigation to the last change, in milliseconds. */
  readonly usable: readonly number[];
}

interface Paces {
  /** With the processor slowed down to a quarter. */
  readonly slowed: readonly number[];
  readonly atFull: readonly number[];
}

export interface WebFigures {
  readonly entries: number;
  /** Bytes in brotli. */
  readonly script: number;
  readonly overviews: readonly ({ readonly path: string } & Paces)[];
  readonly proofs: Paces;
  readonly pages: readonly PageFigures[];
}

const SCRIPT_REACH_KB = 260;
const USABLE_REACH_MS = 2_000;
const PROOF_REACH_MS = 100;
const READS_REACH_MS = 100;

const whole = (ms: number) => `${ms.toFixed(0)} ms`;
const worst = (took: readonly number[]) => Math.max(...took);
const p99 = (took: readonly number[]) => quantile(took, 0.99);

export function pagesSection(machine: readonly [string, string][], figures: WebFigures): string {
  const { entries, script, overviews, proofs, pages } = figures;
  const kilobytes = script / 1_000;
  return section('pages', machine, [
    tableOf(
      ['', 'Median', 'Worst', 'Reach'],
      [
        [
          'Script of the overview at first load, brotli',
          `**${kilobytes.toFixed(0)} KB**`,
          '',
          reached(kilobytes <= SCRIPT_REACH_KB, `≤ ${SCRIPT_REACH_KB} KB`),
        ],
        ...overviews.flatMap(({ path, slowed, atFull }) => [
          [
            `Overview from \`${path}\`, usable, slowed`,
            `**${whole(median(slowed))}**`,
            whole(worst(slowed)),
            reached(worst(slowed) <= USABLE_REACH_MS, `≤ ${USABLE_REACH_MS} ms`),
          ],
          [`Overview from \`${path}\`, usable`, whole(median(atFull)), whole(worst(atFull)), ''],
        ]),
        [
          'A proof checked in the browser',
          `**${whole(median(proofs.atFull))}**`,
          `${whole(p99(proofs.atFull))} (p99)`,
          reached(p99(proofs.atFull) <= PROOF_REACH_MS, `≤ ${PROOF_REACH_MS} ms`),
        ],
        ['The same, slowed', whole(median(proofs.slowed)), `${whole(p99(proofs.slowed))} (p99)`, ''],
      ],
    ),
    tableOf(
      ['Page', 'Reads', 'One after the other', 'KB', 'p50', 'p99', 'Reach', 'In the browser, median', 'Worst'],
      pages.map(({ name, took, bytes, reads, stages, usable }) => [
        `\`${name}\``,
        String(reads),
        String(stages),
        (bytes / 1_000).toFixed(1),
        whole(quantile(took, 0.5)),
        `**${whole(p99(took))}**`,
        reached(p99(took) <= READS_REACH_MS, `≤ ${READS_REACH_MS} ms`),
        usable.length === 0 ? '' : whole(median(usable)),
        usable.length === 0 ? '' : whole(worst(usable)),
      ]),
    ),
    wrapped(`
      The real server as \`npm start\` runs it on SQLite, over ${entries.toLocaleString('en-US')} entries made through
      HTTP: the demonstration, then orders, acceptances, dispatches and confirmations of ${FUNDING_LINES} funding lines, of
      which nothing is paid or invoiced and every ${UNDER_WAY}th consignment is under way; all sealed. Pages are those that
      following the links from the overview leads to, and lists of purchases by each filter and in each order, up to two
      of each kind; an address says as much as all of its kind
      have alike. What each reads of the API is recorded from the browser that opens it, and then asked of the server again
      and again as the browser asked: at once what it asked at once, over six connections, and what it asked after an answer
      after it. All that the page read is in the time, also what the frame of the desk reads. KB are of the largest of
      its kind, as sent.`),
    wrapped(`
      In the browser: Chromium, signed in, with what an earlier visit left in its cache; from the start of the navigation
      to the last change of the page or, of the overview, until the sentence and the picture are there and a link of the
      sentence has led on. Slowed is a processor that Chromium slows down to a quarter. A proof is that of the newest entry,
      from the click to the verdict on the page that verifies. Browser and server share the cores.`),
  ]);
}
