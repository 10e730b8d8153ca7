import * as z from 'zod';
import type { Id } from '../../domain/id.ts';
import { id } from '../../schemas/canonical.ts';
import { asPersonal, readImportState, readOutcome, writeImportState, writeOutcome } from '../ports/import-state.ts';
import type { ImportJob, ImportRow, RowPlace, StoredImport } from '../ports/imports.ts';
import type { PersonalCipher } from '../ports/personal-cipher.ts';
import { type Attributes, identified, parsed, type Row } from './rows.ts';
import { storedRow, versionOf } from './stored-row.ts';
import { importKeys, rowKey, SCHEMA_VERSION as v } from './table.ts';

const storedImport = storedRow({ ...identified, n: z.bigint().min(1n), s: z.string() });
const storedMark = storedRow(identified);
const storedPlace = storedRow({ ...identified, n: z.bigint().min(1n), h: z.string() });
const storedImportRow = storedRow({
  sk: z.string().regex(/^\d{5}$/),
  i: id,
  h: z.string(),
  s: z.string().exactOptional(),
  r: z.string().exactOptional(),
});

export function importRow(job: ImportJob, version: number): Row {
  return { ...rowKey('import', job.id), v, n: version, s: writeImportState(job) };
}

export function readImport(row: Attributes): StoredImport {
  return parsed('import', row, () => {
    const { sk, n, s } = storedImport.parse(row);
    return { job: { id: sk, ...readImportState(s, versionOf(row)) }, version: Number(n) };
  });
}

/** What tells an import that is due from the others, and wakes whoever carries them out. */
export function dueMark(job: Id): Row {
  return { ...rowKey('import-due', job), v };
}

export function readDueMark(row: Attributes): Id {
  return parsed('import-due', row, () => storedMark.parse(row).sk);
}

/** A row as it is written; one that is new with its place by its key. */
export async function writtenRows(job: Id, row: ImportRow, cipher: PersonalCipher): Promise<Row[]> {
  const { ordinal, key, requestHash } = row;
  const told = { ...importKeys.row(job, ordinal), v, i: key, h: requestHash };
  if (row.outcome !== 'waiting') return [{ ...told, r: writeOutcome(row) }];
  const place = { ...importKeys.place(job, key), v, n: ordinal, h: requestHash };
  return [{ ...told, s: await cipher.encrypt(key, asPersonal(row.body)) }, place];
}

export function readPlace(row: Attributes): RowPlace & { readonly key: Id } {
  return parsed('import row', row, () => {
    const { sk, n, h } = storedPlace.parse(row);
    return { key: sk, ordinal: Number(n), requestHash: h };
  });
}

/** A row as it stands, what it asks for still encrypted. */
export function readSealedRow(row: Attributes) {
  return parsed('import row', row, () => {
    const { sk, i, h, s, r } = storedImportRow.parse(row);
    return { ordinal: Number(sk), key: i, requestHash: h, encrypted: s, outcome: r };
  });
}

export async function readRow(row: Attributes, cipher: PersonalCipher): Promise<ImportRow> {
  const { encrypted = '', outcome, ...told } = readSealedRow(row);
  if (outcome !== undefined)
    return { ...told, ...parsed('import row', row, () => readOutcome(outcome, versionOf(row))) };
  const { body } = await cipher.decrypt(told.key, encrypted);
  return { ...told, outcome: 'waiting', body: body?.value ?? '' };
}
