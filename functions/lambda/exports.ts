import { createDynamoExportJobs } from '../../shared/storage/dynamodb-export-jobs.ts';
import { storesOf } from '../environment.ts';
import { exportsUseCases } from '../exports/index.ts';
import { createHandler } from '../http.ts';

const { table, ledger, links } = storesOf(process.env);

export const handler = createHandler('exports', exportsUseCases, {
  jobs: createDynamoExportJobs(table),
  ledger,
  links,
  clock: Date.now,
  // The table's stream wakes whoever makes exports.
  wake: () => undefined,
});
