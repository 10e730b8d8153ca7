import { LogFiles } from '../../shared/log/journal/log-files.ts';
import { RegistrySearch } from '../../shared/projection/registry-search.ts';
import { createDynamoExportJobs } from '../../shared/storage/dynamodb/export-jobs.ts';
import { createDynamoProjection } from '../../shared/storage/dynamodb/projection.ts';
import { frontOf, storesOf } from '../composition/environment.ts';
import type { ExportDesk } from '../exports/desk.ts';
import { exportsOperations } from '../exports/operations.ts';
import { createHandler } from '../front/http.ts';

const { table, ledger, links, objects } = storesOf(process.env);
const projection = createDynamoProjection(table);

const desk: ExportDesk = {
  jobs: createDynamoExportJobs(table),
  ledger,
  catalogue: new RegistrySearch({ ledger, projection, files: new LogFiles(objects), clock: Date.now }),
  projection,
  links,
  clock: Date.now,
  // The table's stream wakes whoever makes exports.
  wake: () => undefined,
};

export const handler = createHandler(exportsOperations, desk, frontOf(process.env, ledger));
