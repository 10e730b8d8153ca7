import { defineConfig } from 'vitest/config';
import { LONG, PURE, REAL, STORE, WEB } from './checks/projects.ts';

// A thread takes its time zone from the process that starts it: what a test sets there would come too late.
process.env.TZ = 'UTC';

/** A page on a busy machine takes its time; whoever waits for a condition waits longer than a second. */
const PAGES = {
  pool: 'forks',
  testTimeout: 120_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 15_000 } },
} as const;

export default defineConfig({
  test: {
    environment: 'node',
    reporters: ['default', './checks/tally.ts'],
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    teardownTimeout: 10_000,
    // The same run whatever the caller's shell says.
    env: { NODE_ENV: 'test' },
    unstubEnvs: true,
    restoreMocks: true,
    projects: [
      // Nothing outlives a test there, so two threads take one file after the other and load every module once.
      { extends: true, test: { name: 'pure', ...PURE, pool: 'threads', isolate: false } },
      // Engines and servers are started there: a process each keeps a leaked handle from reaching the next file.
      { extends: true, test: { name: 'store', ...STORE, pool: 'forks' } },
      { extends: true, test: { name: 'real', ...REAL, pool: 'forks' } },
      // Apart from `npm test`, which is run at every change.
      { extends: true, test: { name: 'long', ...LONG, pool: 'forks', testTimeout: 120_000, hookTimeout: 120_000 } },
      // Pages in the browser, against the server of `npm start`: `npm run test:web`.
      { extends: true, test: { name: 'web', ...WEB, ...PAGES } },
    ],
  },
});
