import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findEngine, noEngine, startEngine } from '../local/engine.ts';
import { createDocumentClient } from '../shared/storage/dynamodb/client.ts';
import { createTable } from '../shared/storage/dynamodb/create-table.ts';
import { DEFAULT_TABLE_NAME } from '../shared/storage/dynamodb/table.ts';

/** The embedded engine with an empty table, for as long as `work` runs. */
export async function withFreshEngine<T>(work: (endpoint: string) => Promise<T>): Promise<T> {
  const program = findEngine(process.env.PATH ?? '');
  if (program === undefined) throw noEngine();
  return withFolder(async (folder) => {
    const engine = await startEngine(program, join(folder, 'ledger.db'));
    const client = createDocumentClient({ endpoint: engine.endpoint });
    try {
      await createTable({ client, tableName: DEFAULT_TABLE_NAME, sleep });
      return await work(engine.endpoint);
    } finally {
      client.destroy();
      await engine.stop();
    }
  });
}

/** A folder of one's own, for as long as `work` runs. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'nuanzhang-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
