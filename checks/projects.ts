/**
 * Which tests run in which project of vitest.config.ts. Every file is in exactly one: what is named for none of the
 * others is pure.
 */

interface Files {
  readonly include: string[];
  readonly exclude: string[];
}

/** On a database engine, and on whatever else keeps something behind a port. */
const ON_STORES = ['test/contract/**/*.test.ts', 'test/projection/projecting-on-engine.test.ts'];

/** Whole days, every byte, every cut, every surrounding: run by `npm run test:long`, apart from `npm test`. */
const LONG_ONES = [
  'test/before/server.test.ts',
  'test/deployed/**/*.test.ts',
  'test/exports/papers/printed.test.ts',
  'test/faults/crash.test.ts',
  'test/faults/http-races.test.ts',
  'test/faults/power-loss.test.ts',
  'test/faults/races.test.ts',
  'test/infra/bundle.test.ts',
  'test/local/backup/archive.test.ts',
  'test/local/backup/running.test.ts',
  'test/local/check-folder.test.ts',
  'test/local/demonstration.test.ts',
  'test/local/founding.test.ts',
  'test/local/hostile.test.ts',
  'test/local/marked-day.test.ts',
  'test/local/new-key.test.ts',
  'test/local/rebuild.test.ts',
  'test/local/start-look.test.ts',
  'test/local/token.test.ts',
  'test/local/upgrade.test.ts',
  'test/replay/table.test.ts',
  'test/verify/**/*.test.ts',
];

/** With servers, processes, threads or a browser of their own, or with what belongs to the whole process. */
const ON_THE_REAL_THING = [
  'test/checks/**/*.test.ts',
  'test/infra/**/*.test.ts',
  'test/local/**/*.test.ts',
  'test/before/one-name.test.ts',
  'test/functions/bad-input.test.ts',
  'test/log/browser.test.ts',
  // Changes the time zone.
  'test/exports/zip.test.ts',
];

/** Pages in the browser: run by `npm run test:web`, apart from `npm test`. */
const ON_PAGES = ['test/web/**/*.test.ts'];

export const STORE: Files = { include: ON_STORES, exclude: [] };
export const LONG: Files = { include: LONG_ONES, exclude: [] };
export const REAL: Files = { include: ON_THE_REAL_THING, exclude: [...ON_STORES, ...LONG_ONES] };
export const WEB: Files = { include: ON_PAGES, exclude: [] };
export const PURE: Files = {
  include: ['test/**/*.test.ts'],
  exclude: [...ON_STORES, ...ON_THE_REAL_THING, ...LONG_ONES, ...ON_PAGES],
};
