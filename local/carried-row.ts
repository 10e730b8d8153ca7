import * as z from 'zod';
import { DOCUMENTS } from '../shared/domain/documents.ts';
import { packLows } from '../shared/schemas/packing.ts';
import { lotState } from '../shared/schemas/states.ts';
import { readJob } from '../shared/storage/dynamodb/export-rows.ts';
import { readImport, readSealedRow } from '../shared/storage/dynamodb/import-rows.ts';
import * as rows from '../shared/storage/dynamodb/rows.ts';
import { isOpen } from '../shared/storage/ports/export-jobs.ts';
import { writeJobState } from '../shared/storage/ports/export-state.ts';
import { writeImportState } from '../shared/storage/ports/import-state.ts';
import { isDue } from '../shared/storage/ports/imports.ts';
import type { Connection } from '../shared/storage/sqlite/connection.ts';

const key = z.looseObject({ pk: z.string(), sk: z.string() });
const document = z.looseObject({ e: z.string(), s: z.string() });
const head = z.looseObject({ s: z.string() });

/** What is made again from the log, and marks that say what the rows beside them say too. */
const LEFT = new Set([
  'projection',
  'sums',
  'registered',
  'listed',
  'place',
  'export-open',
  'import-due',
  'import-keys',
]);

/** Writes a row of a table as the database in the process has it. Throws where it does not parse. */
export function carry(connection: Connection, row: rows.Attributes): void {
  const { pk, sk } = key.parse(row);
  const [kind = '', ...rest] = pk.split('#');
  if (LEFT.has(kind)) return;
  switch (kind) {
    case 'entry': {
      const { entry, canonical, requestHash } = rows.readEntry(row);
      connection.run('INSERT INTO entries VALUES (?, ?, ?)', entry.id, canonical, requestHash);
      return;
    }
    case 'personal':
      connection.run('INSERT INTO persons VALUES (?, ?)', sk, rows.readPersonal(row));
      return;
    case 'fundingLine': {
      const { id, code, name, available, cash, closedBy = null, lows } = rows.readFundingLine(row);
      const packed = [packLows(lows.available), packLows(lows.cash)];
      const sql = 'INSERT INTO funding_lines VALUES (?, ?, ?, ?, ?, ?, ?, ?)';
      connection.run(sql, id, code, name, available, cash, closedBy, ...packed);
      return;
    }
    case 'lot': {
      const { lot, version } = rows.readLot(row);
      const { id, item, warehouse, lows, ...state } = lot;
      const written = [lotState.write(state), packLows(lows)];
      connection.run('INSERT INTO lots VALUES (?, ?, ?, ?, ?, ?)', warehouse, item, id, version, ...written);
      return;
    }
    case 'outbox': {
      const { recordedAt, id } = rows.readOutbox(row);
      connection.run('INSERT INTO outbox VALUES (?, ?)', recordedAt, id);
      return;
    }
    case 'claim':
      connection.run('INSERT INTO claims VALUES (?, ?)', rest.join('#'), rows.readClaim(row));
      return;
    case 'counter': {
      const { stands, added, freedOn } = rows.readCounter(row);
      connection.run('INSERT INTO counters VALUES (?, ?, ?, ?)', rest.join('#'), stands, added, freedOn);
      return;
    }
    case 'log':
      connection.run('INSERT INTO head VALUES (1, ?)', Buffer.from(head.parse(row).s, 'utf8'));
      return;
    case 'export': {
      const { job, version } = readJob(row);
      const values = [job.id, version, isOpen(job) ? 1 : 0, writeJobState(job)] as const;
      connection.run('INSERT INTO export_jobs VALUES (?, ?, ?, ?)', ...values);
      return;
    }
    case 'import': {
      const { job, version } = readImport(row);
      const values = [job.id, version, isDue(job) ? 1 : 0, writeImportState(job)] as const;
      connection.run('INSERT INTO imports VALUES (?, ?, ?, ?)', ...values);
      return;
    }
    case 'import-rows': {
      const { ordinal, key: own, requestHash, encrypted = null, outcome = null } = readSealedRow(row);
      const values = [rest.join('#'), ordinal, own, requestHash, encrypted, outcome] as const;
      connection.run('INSERT INTO import_rows VALUES (?, ?, ?, ?, ?, ?)', ...values);
      return;
    }
    default: {
      if (!Object.hasOwn(DOCUMENTS, kind)) throw new Error(`a row of ${kind} is not known`);
      const { e: version, s: state } = document.parse(row);
      connection.run('INSERT INTO documents VALUES (?, ?, ?, ?)', kind, sk, version, state);
    }
  }
}
