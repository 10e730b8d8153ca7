import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    environment: 'node',
    // Tests start engines and servers of their own: a process each keeps a leaked handle from reaching the next file.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    teardownTimeout: 10_000,
    // The same run whatever the caller's shell says.
    env: { NODE_ENV: 'test', TZ: 'UTC' },
    unstubEnvs: true,
    restoreMocks: true,
  },
});
