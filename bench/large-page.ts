import { tmpdir } from 'node:os';
import { type ExportTurn, FORMATS, perSecond } from './exports.ts';
import { median, quantile } from './quantile.ts';
import { PACE, type SealingPair, type SealingRate } from './sealing.ts';
import { reached, tableOf, wrapped } from './table.ts';
import type { Verification } from './verifying.ts';

/** The sections of the page that are taken apart from the others, because they take long. Each replaces only itself. */
export const LARGE = ['exports', 'verifying', 'sealing'] as const;
export type Large = (typeof LARGE)[number];
const APART = [...LARGE, 'pages'] as const;
type Apart = (typeof APART)[number];

const HEADINGS: Readonly<Record<Apart, string>> = {
  exports: '## Exports',
  verifying: '## Verifying',
  sealing: '## Sealing',
  pages: '## Pages',
};

const EXPORT_REACH = 0.6;
const MEMORY_REACH = 1.25;
const VERIFY_REACH_MS = 30_000;
const SEALING_REACH = 1_000;
const LAG_REACH_MS = 2_000;
const POSTS_REACH = 0.9;

/** The page with that section in place of what it was, or at its end. */
export function withSection(page: string, section: Apart, text: string): string {
  return `${APART.map((name) => (name === section ? text : sectionOf(page, name))).reduce(
    (whole, one) => (one === '' ? whole : `${whole}\n\n${one.trim()}`),
    withoutLarge(page).trim(),
  )}\n`;
}

/** The sections of `from` that are taken apart, behind a page that has none of them. */
export function withLargeOf(page: string, from: string): string {
  return APART.reduce((whole, name) => {
    const text = sectionOf(from, name);
    return text === '' ? whole : withSection(whole, name, text);
  }, page);
}

function sectionOf(page: string, section: Apart): string {
  const [, ...parts] = page.split(`\n${HEADINGS[section]}\n`);
  const [text] = parts.join('').split(/\n(?=## )/);
  return text === undefined || parts.length === 0 ? '' : `${HEADINGS[section]}\n${text}`;
}

function withoutLarge(page: string): string {
  return APART.reduce((left, name) => {
    const text = sectionOf(page, name);
    return text === '' ? left : left.replace(text, '');
  }, page);
}

const NAMES = { jsonl: 'entries, JSON Lines', csv: 'ledger of funds, CSV', xlsx: 'ledger of funds, XLSX' } as const;

export function exportsSection(machine: readonly [string, string][], turns: readonly ExportTurn[]): string {
  const sizes = [...new Set(turns.map(({ entries }) => entries))];
  const peak = (size: number, name: (typeof FORMATS)[number]) =>
    median(turns.filter(({ entries }) => entries === size).map((turn) => turn[name].peakMb));
  const rows = sizes.flatMap((size) => {
    const own = turns.filter(({ entries }) => entries === size);
    const middle = (of: (turn: ExportTurn) => number) => median(own.map(of));
    return FORMATS.map((format) => {
      const ratio = middle((turn) => perSecond(turn[format]) / perSecond(turn.bare));
      const before = size / 10;
      const growth = sizes.includes(before) ? peak(size, format) / peak(before, format) : undefined;
      const isMeant = format !== 'xlsx' && size === Math.max(...sizes);
      return [
        thousands(size),
        NAMES[format],
        thousands(middle((turn) => turn[format].rows)),
        thousands(middle((turn) => perSecond(turn[format]))),
        thousands(middle((turn) => perSecond(turn.bare))),
        `**${ratio.toFixed(2)}**`,
        format === 'xlsx' ? '' : reached(ratio >= EXPORT_REACH, `≥ ${EXPORT_REACH}`),
        `${peak(size, format).toFixed(0)} MB`,
        growth === undefined ? '' : `${growth.toFixed(2)}${isMeant ? ` (${memoryReach(growth)})` : ''}`,
      ];
    });
  });
  return section('exports', machine, [
    tableOf(
      ['Entries', 'Export', 'Rows', 'Rows/s', 'Bare SDK, rows/s', 'Ratio', 'Reach', 'Peak', 'Of that at a tenth'],
      rows,
    ),
    wrapped(`
      A ledger of so many sealed entries, nearly all of which are rows of the ledger of funds, as rows of an engine's table
      and as files of a log. The bare side pages all entries by the SDK's plain client, in pages of a thousand, and only
      counts them. Ours makes the file from the log as the worker of a server does, from the first bundle to the file that
      is synced under its name. Every run is a process of its own, its start not counted, so each begins cold; sides take
      turns, ${sizes.map((size) => `${turns.filter(({ entries }) => entries === size).length} times at ${thousands(size)}`).join(', ')};
      medians. Peaks are of the resident memory of the whole process.`),
  ]);
}

function memoryReach(growth: number): string {
  return reached(growth <= MEMORY_REACH, `≤ ${MEMORY_REACH}`);
}

export function verifyingSection(machine: readonly [string, string][], verifications: readonly Verification[]): string {
  return section('verifying', machine, [
    tableOf(
      ['Entries', 'Ledgers in the pack', 'Time', 'Reach', 'Processor time', 'Peak'],
      verifications.map(({ entries, ledgers, ms, cpuMs, peakMb }) => [
        thousands(entries),
        ledgers.length === 0 ? 'none' : `${ledgers.join(', ')}, as CSV and as XLSX`,
        `**${(ms / 1000).toFixed(1)} s**`,
        ledgers.length === 0 ? reached(ms <= VERIFY_REACH_MS, `≤ ${VERIFY_REACH_MS / 1000} s`) : '',
        `${(cpuMs / 1000).toFixed(1)} s`,
        `${peakMb.toFixed(0)} MB`,
      ]),
    ),
    wrapped(`
      The verifier that lies in the pack, run once by plain Node over the unpacked pack: the hash of every file, the
      signature, every tile and the root, every entry by its schema, its references, balances and identities, and the
      entries again as JSON Lines. A pack with ledgers has each of them made again twice and compared, the workbook to its
      last cell.`),
  ]);
}

export function sealingSection(
  machine: readonly [string, string][],
  { entries, ms }: SealingRate,
  lags: readonly number[],
  pairs: readonly SealingPair[],
): string {
  const rate = (entries * 1000) / ms;
  const p99 = quantile(lags, 0.99);
  const clients = [...new Set(pairs.map((pair) => pair.clients))];
  return section('sealing', machine, [
    tableOf(
      ['', 'Figure', 'Reach'],
      [
        ['Entries sealed a second', `**${thousands(rate)}**`, reached(rate >= SEALING_REACH, `≥ ${SEALING_REACH}`)],
        ['Lag, median', `${median(lags).toFixed(0)} ms`, ''],
        ['Lag, 99 of 100', `**${p99.toFixed(0)} ms**`, reached(p99 <= LAG_REACH_MS, `≤ ${LAG_REACH_MS} ms`)],
        ['Lag, longest', `${Math.max(...lags).toFixed(0)} ms`, ''],
      ],
    ),
    tableOf(
      ['Clients', 'Posts/s, sealing', 'Posts/s, not sealing', 'Ratio', 'Reach'],
      clients.map((count) => {
        const own = pairs.filter((pair) => pair.clients === count);
        const ratios = own.map(({ on, off }) => on.perSecond / off.perSecond);
        const ratio = median(ratios);
        return [
          String(count),
          median(own.map(({ on }) => on.perSecond)).toFixed(0),
          median(own.map(({ off }) => off.perSecond)).toFixed(0),
          `**${ratio.toFixed(2)}** (${quantile(ratios, 0.25).toFixed(2)} to ${quantile(ratios, 0.75).toFixed(2)})`,
          reached(ratio >= POSTS_REACH, `≥ ${POSTS_REACH}`),
        ];
      }),
    ),
    wrapped(`
      The rate is that of rounds one after the other over an outbox of ${thousands(entries)} entries, appended by the tracker
      before, with the engine and the files on disk. The lag is taken at ${PACE} posts a second to the real server,
      ${thousands(lags.length)} in all, from the time that stands in each entry, which is before it is appended, to the
      published checkpoint that holds it. Posts are those of the first section, to two servers built up alike of which one has
      \`NUANZHANG_SEALING=off\`, in turns; of the ratios of ${pairs.length / clients.length} pairs the one in the middle, in
      brackets those a quarter below and above it.`),
  ]);
}

export function section(name: Apart, machine: readonly [string, string][], parts: readonly string[]): string {
  const taken = machine.filter(([what]) => what === 'Date' || what.startsWith('Load'));
  const when = taken.map(([what, value]) => `${what.toLowerCase()} ${value}`).join(', ');
  const command = name === 'pages' ? 'bench:web' : `bench:large -- --only ${name}`;
  const how = `Taken by \`npm run ${command}\`: ${when}, temporary files below ${tmpdir()}.`;
  return [HEADINGS[name], how, ...parts].join('\n\n');
}

function thousands(number: number): string {
  return Math.round(number).toLocaleString('en-US');
}
