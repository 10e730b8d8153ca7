import * as z from 'zod';
import { id } from '../../schemas/canonical.ts';
import { byAge, type ExportJobs, isOpen, MAX_OPEN_JOBS, type StoredJob } from '../ports/export-jobs.ts';
import { readJobState, writeJobState } from '../ports/export-state.ts';
import type { Attributes } from './connection.ts';
import { page } from './ledger.ts';
import { parsed, readAmount } from './rows.ts';
import type { Writer } from './writer.ts';

const COLUMNS = 'id, version, state FROM export_jobs';
const VERSION = 'SELECT version FROM export_jobs WHERE id = ?';

/** Export jobs in the database of the ledger. */
export function createSqliteExportJobs(writer: Writer): ExportJobs {
  return {
    async read(job) {
      const row = writer.reading().get(`SELECT ${COLUMNS} WHERE id = ?`, job);
      return row && readJob(row);
    },
    create: (job) =>
      writer.write((connection) => {
        if (connection.get(VERSION, job.id) !== undefined) return 'exists';
        const values = [job.id, 1, isOpen(job) ? 1 : 0, writeJobState(job)] as const;
        connection.run('INSERT INTO export_jobs VALUES (?, ?, ?, ?)', ...values);
        return 'created';
      }),
    replace: (expected, job) =>
      writer.write((connection) => {
        if (readAmount('export', connection.get(VERSION, job.id)) !== BigInt(expected)) return 'stale';
        const values = [expected + 1, isOpen(job) ? 1 : 0, writeJobState(job), job.id] as const;
        connection.run('UPDATE export_jobs SET version = ?, is_open = ?, state = ? WHERE id = ?', ...values);
        return 'replaced';
      }),
    remove: (job) => writer.write((connection) => connection.run('DELETE FROM export_jobs WHERE id = ?', job)),
    list: async (options) => page(writer.reading(), COLUMNS, [], options, readJob),
    async open() {
      const sql = `SELECT ${COLUMNS} WHERE is_open = 1 ORDER BY id LIMIT ?`;
      return writer
        .reading()
        .all(sql, MAX_OPEN_JOBS * 2)
        .map(readJob)
        .sort(byAge);
    },
  };
}

const storedJob = z.strictObject({ id, version: z.bigint().min(1n), state: z.string() });

function readJob(row: Attributes): StoredJob {
  return parsed('export', row, () => {
    const { id: key, version, state } = storedJob.parse(row);
    return { job: { id: key, ...readJobState(state) }, version: Number(version) };
  });
}
