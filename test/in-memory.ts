import type { ExportJobs } from '../shared/storage/ports/export-jobs.ts';
import type { HeadStore } from '../shared/storage/ports/head-store.ts';
import type { Imports } from '../shared/storage/ports/imports.ts';
import type { Ledger } from '../shared/storage/ports/ledger.ts';
import type { Projection } from '../shared/storage/ports/projection.ts';
import { IN_MEMORY, openConnection } from '../shared/storage/sqlite/connection.ts';
import { createSqliteExportJobs } from '../shared/storage/sqlite/export-jobs.ts';
import { createSqliteHeadStore } from '../shared/storage/sqlite/head-store.ts';
import { createSqliteImports } from '../shared/storage/sqlite/imports.ts';
import { createSqliteLedger } from '../shared/storage/sqlite/ledger.ts';
import { createSqliteProjection } from '../shared/storage/sqlite/projection.ts';
import { Writer } from '../shared/storage/sqlite/writer.ts';
import { TEST_CIPHER } from './contract/cipher.ts';

/** The store of a machine in the memory of the process, one database a port: for tests of what stands above it. */

const writer = () => new Writer(openConnection(IN_MEMORY));

export const createMemoryLedger = (): Ledger => createSqliteLedger({ writer: writer(), cipher: TEST_CIPHER });
export const createMemoryHeadStore = (): HeadStore => createSqliteHeadStore(writer());
export const createMemoryProjection = (): Projection => createSqliteProjection(writer());
export const createMemoryImports = (): Imports => createSqliteImports({ writer: writer(), cipher: TEST_CIPHER });
export const createMemoryExportJobs = (): ExportJobs => createSqliteExportJobs(writer());
