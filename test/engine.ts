import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Engine, findEngine, noEngine, otherEngine, startEngine } from '../local/engine.ts';
import { createDocumentClient } from '../shared/storage/dynamodb/client.ts';
import { createTable } from '../shared/storage/dynamodb/create-table.ts';

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
  const endpoint = process.env.DYNAMODB_ENDPOINT;
  if (endpoint !== undefined) return otherEngine(endpoint);
  const program = findEngine(process.env.PATH ?? '');
  if (program === undefined) throw noEngine();
  return startEngine(program, database);
}
