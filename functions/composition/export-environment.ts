import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import type { Workshop } from '../../shared/exports/jobs/run-job.ts';
import { LogFiles } from '../../shared/log/journal/log-files.ts';
import { createDynamoExportJobs } from '../../shared/storage/dynamodb/export-jobs.ts';
import { storesOf, type Variables } from './environment.ts';

/** What infra tells the function that makes exports, beside its stores. */
const variables = z.object({
  /** 编制单位 */
  UNION_NAME: z.string().min(1).max(200),
  LOG_ADDRESS: z.url({ protocol: /^https$/ }).max(200),
});

/** What exports are made with in Lambda, from the function's environment. */
export function workshopOf(environment: Variables, report: (error: unknown) => void): Workshop {
  const { UNION_NAME: union, LOG_ADDRESS: address } = variables.parse(environment);
  const { table, ledger, objects } = storesOf(environment);
  return {
    jobs: createDynamoExportJobs(table),
    objects,
    ledger,
    files: new LogFiles(objects),
    union,
    address,
    folder: tmpdir(),
    verifier: () => readFile(join(import.meta.dirname, 'verify.mjs')),
    // A cold start does not wait for the libraries that write files.
    produce: async (...asked) => (await import('../../shared/exports/jobs/produce.ts')).produce(...asked),
    clock: Date.now,
    runName: randomUUID,
    report,
  };
}
