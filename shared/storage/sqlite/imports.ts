import * as z from 'zod';
import type { Id } from '../../domain/id.ts';
import { id } from '../../schemas/canonical.ts';
import { boundedLimit, MAX_PAGE } from '../ports/bounds.ts';
import { asPersonal, readImportState, readOutcome, writeImportState, writeOutcome } from '../ports/import-state.ts';
import {
  type ImportRow,
  type Imports,
  isDue,
  MOST_DUE,
  MOST_ROWS_AT_ONCE,
  type RowPlace,
  type StoredImport,
} from '../ports/imports.ts';
import type { PersonalCipher } from '../ports/personal-cipher.ts';
import type { Attributes } from './connection.ts';
import { page } from './ledger.ts';
import { parsed, readAmount } from './rows.ts';
import type { Writer } from './writer.ts';

const COLUMNS = 'id, version, state FROM imports';
const VERSION = 'SELECT version FROM imports WHERE id = ?';

/** Imports in the database of the ledger. */
export function createSqliteImports({
  writer,
  cipher,
}: {
  readonly writer: Writer;
  readonly cipher: PersonalCipher;
}): Imports {
  return {
    async read(one) {
      const row = writer.reading().get(`SELECT ${COLUMNS} WHERE id = ?`, one);
      return row && readImport(row);
    },
    create: (job) =>
      writer.write((connection) => {
        if (connection.get(VERSION, job.id) !== undefined) return 'exists';
        const values = [job.id, 1, isDue(job) ? 1 : 0, writeImportState(job)] as const;
        connection.run('INSERT INTO imports VALUES (?, ?, ?, ?)', ...values);
        return 'created';
      }),
    async replace(expected, job, rows = []) {
      assertFew(rows);
      const written = await Promise.all(rows.map((row) => writtenRow(job.id, row, cipher)));
      return writer.write((connection) => {
        if (readAmount('import', connection.get(VERSION, job.id)) !== BigInt(expected)) return 'stale';
        const values = [expected + 1, isDue(job) ? 1 : 0, writeImportState(job), job.id] as const;
        connection.run('UPDATE imports SET version = ?, is_due = ?, state = ? WHERE id = ?', ...values);
        for (const row of written)
          connection.run('INSERT OR REPLACE INTO import_rows VALUES (?, ?, ?, ?, ?, ?)', ...row);
        return 'replaced';
      });
    },
    async rows(one, { after, limit }) {
      const sql = `SELECT ordinal, key, request_hash, body, outcome FROM import_rows
         WHERE import = ? AND ordinal > ? ORDER BY ordinal LIMIT ?`;
      const found = writer.reading().all(sql, one, after, boundedLimit(limit));
      return Promise.all(found.map((row) => readRow(row, cipher)));
    },
    async places(one, keys) {
      assertFewKeys(keys);
      const sql = 'SELECT ordinal, request_hash FROM import_rows WHERE import = ? AND key = ?';
      const reading = writer.reading();
      const places = keys.flatMap((key): [Id, RowPlace][] => {
        const row = reading.get(sql, one, key);
        return row === undefined ? [] : [[key, readPlace(row)]];
      });
      return new Map(places);
    },
    list: async (options) => page(writer.reading(), COLUMNS, [], options, readImport),
    async due() {
      const sql = 'SELECT id FROM imports WHERE is_due = 1 ORDER BY id LIMIT ?';
      return writer
        .reading()
        .all(sql, MOST_DUE)
        .map((row) => parsed('import', row, () => id.parse(row.id)));
    },
    remove: (one) =>
      writer.write((connection) => {
        connection.run('DELETE FROM import_rows WHERE import = ?', one);
        connection.run('DELETE FROM imports WHERE id = ?', one);
      }),
  };
}

function assertFew(rows: readonly ImportRow[]): void {
  if (rows.length > MOST_ROWS_AT_ONCE) throw new RangeError(`at most ${MOST_ROWS_AT_ONCE} rows are written at once`);
}

function assertFewKeys(keys: readonly Id[]): void {
  if (keys.length > MAX_PAGE) throw new RangeError(`at most ${MAX_PAGE} keys are looked for at once`);
}

async function writtenRow(job: Id, row: ImportRow, cipher: PersonalCipher) {
  const { ordinal, key, requestHash } = row;
  const body = row.outcome === 'waiting' ? await cipher.encrypt(key, asPersonal(row.body)) : null;
  const outcome = row.outcome === 'waiting' ? null : writeOutcome(row);
  return [job, ordinal, key, requestHash, body, outcome] as const;
}

const storedImport = z.strictObject({ id, version: z.bigint().min(1n), state: z.string() });

function readImport(row: Attributes): StoredImport {
  return parsed('import', row, () => {
    const { id: key, version, state } = storedImport.parse(row);
    return { job: { id: key, ...readImportState(state) }, version: Number(version) };
  });
}

const place = { ordinal: z.bigint().min(1n), request_hash: z.string() };
const storedPlace = z.strictObject(place);
const storedRow = z.strictObject({ ...place, key: id, body: z.string().nullable(), outcome: z.string().nullable() });

function readPlace(row: Attributes): RowPlace {
  return parsed('import row', row, () => {
    const { ordinal, request_hash: requestHash } = storedPlace.parse(row);
    return { ordinal: Number(ordinal), requestHash };
  });
}

async function readRow(row: Attributes, cipher: PersonalCipher): Promise<ImportRow> {
  const { body, outcome, ...told } = parsed('import row', row, () => {
    const { ordinal, key, request_hash: requestHash, ...rest } = storedRow.parse(row);
    return { ordinal: Number(ordinal), key, requestHash, ...rest };
  });
  if (outcome !== null) return { ...told, ...parsed('import row', row, () => readOutcome(outcome)) };
  const { body: asked } = await cipher.decrypt(told.key, body ?? '');
  return { ...told, outcome: 'waiting', body: asked?.value ?? '' };
}
