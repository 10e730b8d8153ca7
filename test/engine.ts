import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'vitest';
import { type Engine, findEngine, noEngine, otherEngine, startEngine } from '../local/engine.ts';
import { createDocumentClient } from '../shared/storage/dynamodb/client.ts';
import { createTable } from '../shared/storage/dynamodb/create-table.ts';

const PROGRAM = findEngine(process.env.PATH ?? '');
const ENDPOINT = process.env.DYNAMODB_ENDPOINT;
const WHERE_INSTALLED = '(where the embedded engine is installed)';

/** A real engine for the tests of one file. */
export interface TestEngine {
  readonly endpoint: string;
  /** The name of a table that nobody used before, ready to use. */
  freshTable(): Promise<string>;
  stop(): Promise<void>;
}

/** Starts the embedded engine over a folder of its own, or uses the one that DYNAMODB_ENDPOINT names. */
export async function startTestEngine(): Promise<TestEngine> {
  const folder = await mkdtemp(join(tmpdir(), 'nuanzhang-test-'));
  const engine = await start(join(folder, 'ledger.db'));
  const client = createDocumentClient({ endpoint: engine.endpoint });
  let tables = 0;
  return {
    endpoint: engine.endpoint,
    async freshTable() {
      tables += 1;
      const tableName = `test-${process.pid}-${tables}`;
      await createTable({ client, tableName, sleep: (ms) => new Promise((wake) => setTimeout(wake, ms)) });
      return tableName;
    },
    async stop() {
      client.destroy();
      await engine.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function start(database: string): Promise<Engine> {
  if (ENDPOINT !== undefined) return otherEngine(ENDPOINT);
  if (PROGRAM === undefined) throw noEngine();
  return startEngine(PROGRAM, database);
}

/** A suite that uses `startTestEngine`; it is skipped, and says why, where it would find no engine. */
export function describeOnEngine(title: string, suite: () => void): void {
  describe.skipIf(PROGRAM === undefined && ENDPOINT === undefined)(`${title} ${WHERE_INSTALLED}`, suite);
}

/** A test of the program of the engine, or of a server that starts it: another engine does not do. */
export function testOnEngine(title: string, body: () => Promise<void>, ms?: number): void {
  test.skipIf(PROGRAM === undefined)(`${title} ${WHERE_INSTALLED}`, body, ms);
}

export type Store = 'sqlite' | 'dynamodb';

/** A test of a server on each of the stores that it can have on one machine. */
export function testOnStores(title: string, body: (store: Store) => Promise<void>): void {
  test(`${title} (sqlite)`, () => body('sqlite'));
  testOnEngine(`${title} (dynamodb)`, () => body('dynamodb'));
}
