import type { StartsBeside, Trio, UnitsBeside } from './against.ts';
import { median, quantile } from './quantile.ts';
import { tableOf, wrapped } from './table.ts';
import { CLIENTS_AT_ONCE, FUNDING_LINES } from './throughput.ts';

/** What this checkout comes to beside another, as Markdown. */

export interface FiguresBeside {
  readonly machine: readonly [string, string][];
  readonly posts: readonly Trio[];
  readonly units: readonly UnitsBeside[];
  readonly starts: readonly StartsBeside[];
}

export const AGAINST_REACH = 0.97;

export function againstPage({ machine, posts, units, starts }: FiguresBeside): string {
  return `${[
    '# Now and before',
    tableOf(['', ''], machine),
    '## Posts a second through HTTP',
    postsTable(posts),
    wrapped(`
      The code before runs twice, on two servers: how far it differs from itself is how far a ratio says nothing. Medians
      of the ratios of posts a second in one turn, in brackets the quartiles, then the lowest and the highest.`),
    '## Write units',
    ...unitsSection(units),
    '## Module start',
    startsTable(starts),
  ].join('\n\n')}\n`;
}

/** Whether it is as fast as before, and if not, whether the code before is as far from itself. */
export function verdictOn(now: readonly number[], again: readonly number[]): string {
  const ratio = median(now);
  if (ratio >= AGAINST_REACH) return `≥ ${AGAINST_REACH}`;
  if (ratio >= quantile(again, 0.25)) return 'within the quartiles of before against itself';
  if (ratio >= Math.min(...again))
    return `≥ ${AGAINST_REACH}, missed, though within the extremes of before against itself`;
  return `≥ ${AGAINST_REACH}, missed`;
}

function postsTable(posts: readonly Trio[]): string {
  const settings = CLIENTS_AT_ONCE.flatMap((clients) => FUNDING_LINES.map((lines) => ({ clients, lines })));
  return tableOf(
    [
      'Clients',
      'Funding lines',
      'Turns',
      'Before, posts/s',
      'Now, posts/s',
      'Now to before',
      'Before to itself',
      'Reach',
    ],
    settings.map(({ clients, lines }) => {
      const trios = posts.filter((trio) => trio.clients === clients && trio.lines === lines);
      const now = trios.map((trio) => trio.now / trio.before);
      const again = trios.map((trio) => trio.again / trio.before);
      return [
        String(clients),
        String(lines),
        String(trios.length),
        median(trios.map(({ before }) => before)).toFixed(0),
        median(trios.map((trio) => trio.now)).toFixed(0),
        `**${median(now).toFixed(3)}** ${spreadOf(now)}`,
        `${median(again).toFixed(3)} ${spreadOf(again)}`,
        verdictOn(now, again),
      ];
    }),
  );
}

function spreadOf(ratios: readonly number[]): string {
  const text = (ratio: number) => ratio.toFixed(2);
  const quartiles = `(${text(quantile(ratios, 0.25))} to ${text(quantile(ratios, 0.75))})`;
  return `${quartiles}, ${text(Math.min(...ratios))} to ${text(Math.max(...ratios))}`;
}

function unitsSection(units: readonly UnitsBeside[]): string[] {
  const differing = units.filter(({ before, now }) => before !== now);
  const same = units.length - differing.length;
  if (differing.length === 0) return [`All ${same} writes that are weighed cost what they cost before.`];
  const cell = (value: number | undefined) => String(value ?? 'not weighed');
  return [
    `${same} writes cost what they cost before, ${differing.length} do not, or are weighed by one checkout only:`,
    tableOf(
      ['Write', 'Before', 'Now'],
      differing.map(({ write, before, now }) => [write, cell(before), cell(now)]),
    ),
  ];
}

function startsTable(starts: readonly StartsBeside[]): string {
  return tableOf(
    ['Bundle', 'Before, ms', 'Now, ms', 'Now to before'],
    starts.map(({ bundle, before, now }) => [
      bundle,
      median(before).toFixed(1),
      median(now).toFixed(1),
      `**${(median(now) / median(before)).toFixed(2)}**`,
    ]),
  );
}
