import { afterEach } from 'vitest';
import { type Connection, IN_MEMORY, openConnection } from '../../shared/storage/sqlite/connection.ts';
import { createSqliteExportJobs } from '../../shared/storage/sqlite/export-jobs.ts';
import { createSqliteHeadStore } from '../../shared/storage/sqlite/head-store.ts';
import { createSqliteLedger } from '../../shared/storage/sqlite/ledger.ts';
import { createSqliteProjection } from '../../shared/storage/sqlite/projection.ts';
import { Writer } from '../../shared/storage/sqlite/writer.ts';
import { catalogueContract } from './catalogue.contract.ts';
import { TEST_CIPHER } from './cipher.ts';
import { exportJobsContract } from './export-jobs.contract.ts';
import { headStoreContract } from './head-store.contract.ts';
import { ledgerContract } from './ledger.contract.ts';
import { projectionContract } from './projection.contract.ts';

const opened: Connection[] = [];

afterEach(() => {
  for (const connection of opened.splice(0)) connection.close();
});

function fresh(): Writer {
  const connection = openConnection(IN_MEMORY);
  opened.push(connection);
  return new Writer(connection);
}

ledgerContract('SQLite', async () => createSqliteLedger({ writer: fresh(), cipher: TEST_CIPHER }));
headStoreContract('the head in SQLite', async () => createSqliteHeadStore(fresh()));
exportJobsContract('SQLite', async () => createSqliteExportJobs(fresh()));
projectionContract('SQLite', async () => createSqliteProjection(fresh()));
catalogueContract('SQLite', async () => {
  const writer = fresh();
  return {
    ledger: createSqliteLedger({ writer, cipher: TEST_CIPHER }),
    projection: createSqliteProjection(writer),
  };
});
