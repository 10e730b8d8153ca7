import { BARE, LEANER, type ModuleStart } from './module-start.ts';
import { median, quantile } from './quantile.ts';
import { type OtherName, ratioOf as ratioOfStores, type StoresBeside, type SyncTimes } from './stores.ts';
import { reached, tableOf, wrapped } from './table.ts';
import { type Comparison, type Effort, type Pair, ratioOf } from './throughput.ts';
import { REACHES, SIZES, totalOf, type Weighed } from './write-units.ts';

/** The page of figures, as Markdown: what is printed is what is kept. */

export interface Figures {
  readonly machine: readonly [string, string][];
  readonly effort: Effort;
  readonly throughput: readonly Comparison[];
  readonly stores: readonly StoresBeside[];
  readonly syncs: SyncTimes;
  readonly writes: readonly Weighed[];
  readonly starts: readonly ModuleStart[];
}

export const THROUGHPUT_REACH = 0.7;
export const START_REACH = 1.3;

export function pageOf({ machine, effort, throughput, stores, syncs, writes, starts }: Figures): string {
  return `${[
    '# Benchmarks',
    wrapped(`
      \`npm run bench\` takes these figures and rewrites this page; \`npm run bench -- --quick\` only shows that it would
      work. The last sections are those of \`npm run bench:large\`, on large ledgers, which takes them one by one, and of
      \`npm run bench:web\`, on pages. Every
      comparison is a ratio of two things measured in one run on one machine. The ratios are what is to be
      reached; the rates beside them belong to this machine. What killing the server again and again came to stands in
      [soak.md](soak.md).`),
    tableOf(['', ''], machine),
    '## Posts a second through HTTP',
    throughputTable(throughput),
    wrapped(`
      A post is one write through the real server, in a process of its own as \`npm start\` runs it on an empty folder
      with \`NUANZHANG_DEMO=off\`: token, schema, decision, transaction, answer. Posts come in cycles of four (order,
      accept, dispatch, confirm) by four persons with tokens of their own; every answer has to be 201. The bare side sends,
      for every cycle, the very reads and transactions that the tracker sent for one, recorded from it, with fresh ids and
      otherwise equal to the byte, by the SDK's plain client with attribute values ready-made. It counts a transaction as a
      post, and every read has to find as many rows as the recorded one. Neither side prepares anything while the clock
      runs.`),
    wrapped(`
      Both sides are built up with a fresh engine over a file each, and warmed up for ${effort.warmUpMs / 1000} s with all
      clients. Then they run in turns of ${effort.measuredMs / 1000} s, ${effort.pairs} pairs of each setting, and all of
      this ${effort.rounds} times: what else happens on the machine falls on both. Of the ratios of all pairs the one in
      the middle is given, in brackets those a quarter below and above it; rates are medians too. Each client has a unit
      and an item of its own, because two at one lot would only measure who has to decide again, which the replay cannot
      do. Clients, server and engine share the cores. To its engine the local server sends requests unsigned, as that does
      not check signatures; the plain client signs them, as it does by itself.`),
    '## The database in the process beside the engine',
    storesTable(stores),
    wrapped(`
      The same server, the same posts, sealing on: its ledger, lists, outbox, head, jobs and projection in SQLite in the
      process, beside all of them in the embedded engine. Both answer a post after it is on the disk: to write 4 KB and
      flush them takes this disk ${syncs.p50.toFixed(2)} ms in the middle and ${syncs.p99.toFixed(2)} ms at the 99th of
      a hundred. ${effort.pairs} pairs of ${effort.measuredMs / 1000} s each.`),
    '## Write units',
    wrapped(`
      Of one write, as DynamoDB charges for it: two units for every kilobyte begun of every row of its transaction, of the
      larger of what the row was and became, and one for every kilobyte begun of its outbox item, to delete it once the
      entry is sealed. There are no indexes, so no row of one is paid for. A test keeps the reaches, and that the engine
      counts the same for every transaction.`),
    linesTable(writes),
    'Writes without lines:',
    singlesTable(writes),
    '## Module start',
    startsTable(starts),
    wrapped(`
      Milliseconds from the import of a function's bundle to its end, in fresh processes, in turns; medians. "${BARE}" is
      the SDK's client as it comes, with the three commands that are used, bundled with the same settings. The functions
      leave out its search for credentials and the HTTP module; against a client bundled in that way too, the ratio is the
      one in the last column.`),
  ].join('\n\n')}\n`;
}

function throughputTable(comparisons: readonly Comparison[]): string {
  return tableOf(
    [
      'Clients',
      'Funding lines',
      'HTTP, posts/s',
      'Bare SDK, posts/s',
      'Ratio',
      'Reach',
      'Median answer, HTTP',
      'Bare SDK',
    ],
    comparisons.map(({ clients, lines, pairs, ratio }) => {
      const ratios = pairs.map(ratioOf);
      const middle = (of: (pair: Pair) => number) => median(pairs.map(of));
      return [
        String(clients),
        String(lines),
        middle(({ http }) => http.perSecond).toFixed(0),
        middle(({ bare }) => bare.perSecond).toFixed(0),
        `**${ratio.toFixed(2)}** (${quantile(ratios, 0.25).toFixed(2)} to ${quantile(ratios, 0.75).toFixed(2)})`,
        reached(ratio >= THROUGHPUT_REACH, `≥ ${THROUGHPUT_REACH}`),
        `${middle(({ http }) => http.medianMs).toFixed(1)} ms`,
        `${middle(({ bare }) => bare.medianMs).toFixed(1)} ms`,
      ];
    }),
  );
}

/** By clients: one, and many at once. */
const STORE_REACHES: Readonly<Record<OtherName, (clients: number) => number>> = {
  engine: (clients) => (clients === 1 ? 4 : 3.5),
  other: (clients) => (clients === 1 ? 0.4 : 0.6),
};

export function storesTable(stores: readonly StoresBeside[]): string {
  return tableOf(
    ['Beside', 'Clients', 'Funding lines', 'In the process, posts/s', 'Beside, posts/s', 'Ratio', 'Reach'],
    stores.map(({ other, clients, lines, pairs }) => {
      const ratio = ratioOfStores(pairs);
      const ratios = pairs.map(({ own, beside }) => own / beside);
      const reach = STORE_REACHES[other](clients);
      return [
        other,
        String(clients),
        String(lines),
        median(pairs.map(({ own }) => own)).toFixed(0),
        median(pairs.map(({ beside }) => beside)).toFixed(0),
        `**${ratio.toFixed(2)}** (${quantile(ratios, 0.25).toFixed(2)} to ${quantile(ratios, 0.75).toFixed(2)})`,
        reached(ratio >= reach, `≥ ${reach}`),
      ];
    }),
  );
}

function linesTable(writes: readonly Weighed[]): string {
  const withLines = writes.filter(({ size }) => size === SIZES[0]);
  return tableOf(
    ['Command', 'How', ...SIZES.map((size) => `${size} line${size === 1 ? '' : 's'}`), 'Reach'],
    withLines.map(({ operation, how }) => {
      const totals = SIZES.map((size) => {
        const one = writes.find((each) => each.operation === operation && each.how === how && each.size === size);
        return one === undefined ? undefined : totalOf(one.cost);
      });
      const most = REACHES.find((reach) => reach.operation === operation && reach.how === how)?.most;
      const isReached = SIZES.every((size, at) => (totals[at] ?? Number.POSITIVE_INFINITY) <= (most?.[size] ?? 0));
      const reach = most === undefined ? '' : reached(isReached, `≤ ${SIZES.map((size) => most[size]).join(', ')}`);
      return [operation, how, ...totals.map((total) => String(total ?? '')), reach];
    }),
  );
}

function singlesTable(writes: readonly Weighed[]): string {
  const singles = writes.filter(({ size }) => size === undefined);
  return tableOf(
    ['Command', 'How', 'Units'],
    singles.map(({ operation, how, cost }) => [operation, how, String(totalOf(cost))]),
  );
}

function startsTable(starts: readonly ModuleStart[]): string {
  return tableOf(
    ['Bundle', 'KB', 'ms', 'Ratio', 'Reach', 'Ratio to the leaner client'],
    starts.map(({ bundle, kilobytes, ms, ratio, ratioToLeaner }) => {
      const isOurs = bundle !== BARE && bundle !== LEANER;
      return [
        bundle,
        String(kilobytes),
        ms.toFixed(1),
        isOurs ? `**${ratio.toFixed(2)}**` : ratio.toFixed(2),
        isOurs ? reached(ratio <= START_REACH, `≤ ${START_REACH}`) : '',
        ratioToLeaner.toFixed(2),
      ];
    }),
  );
}
