import * as z from 'zod';
import type { ExportJob, StoredJob } from '../ports/export-jobs.ts';
import { readJobState, writeJobState } from '../ports/export-state.ts';
import { type Attributes, identified, parsed, type Row } from './rows.ts';
import { storedRow, versionOf } from './stored-row.ts';
import { rowKey, SCHEMA_VERSION } from './table.ts';

const storedJob = storedRow({ ...identified, n: z.bigint().min(1n), s: z.string() });
const storedMark = storedRow(identified);

export function jobRow(job: ExportJob, version: number): Row {
  return { ...rowKey('export', job.id), v: SCHEMA_VERSION, n: version, s: writeJobState(job) };
}

export function readJob(row: Attributes): StoredJob {
  return parsed('export', row, () => {
    const { sk, n, s } = storedJob.parse(row);
    return { job: { id: sk, ...readJobState(s, versionOf(row)) }, version: Number(n) };
  });
}

/** What tells an open job from the others, and wakes whoever makes exports. */
export function markRow(job: ExportJob['id']): Row {
  return { ...rowKey('export-open', job), v: SCHEMA_VERSION };
}

export function readMark(row: Attributes): ExportJob['id'] {
  return parsed('export-open', row, () => storedMark.parse(row).sk);
}
