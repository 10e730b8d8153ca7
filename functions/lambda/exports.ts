import { createDynamoExportJobs } from '../../shared/storage/dynamodb/export-jobs.ts';
import { frontOf, storesOf } from '../composition/environment.ts';
import type { ExportDesk } from '../exports/desk.ts';
import { exportsOperations } from '../exports/operations.ts';
import { createHandler } from '../front/http.ts';

const { table, ledger, links } = storesOf(process.env);

const desk: ExportDesk = {
  jobs: createDynamoExportJobs(table),
  ledger,
  links,
  clock: Date.now,
  // The table's stream wakes whoever makes exports.
  wake: () => undefined,
};

export const handler = createHandler(exportsOperations, desk, frontOf(process.env, ledger));
