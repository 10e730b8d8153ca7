import * as z from 'zod';
import { isSha256 } from '../../domain/evidence.ts';
import { date, id, words } from '../../schemas/canonical.ts';
import { strictly } from '../../schemas/exactly.ts';
import {
  ENCODINGS,
  EXPORT_FAILURES,
  EXPORT_FORMATS,
  EXPORT_KINDS,
  EXPORT_STATUSES,
  type ExportRequest,
  LEDGER_KINDS,
} from '../../schemas/export.ts';
import type { ExportFile, ExportJob, StoredJob } from '../ports/export-jobs.ts';
import { type Attributes, identified, parsed, type Row } from './rows.ts';
import { rowKey, SCHEMA_VERSION } from './table.ts';

/** A job as it stands in its row: all but the id, which is its key. */

const request = strictly<ExportRequest>()({
  kind: z.enum(EXPORT_KINDS),
  format: z.enum(EXPORT_FORMATS),
  fundingLine: id.exactOptional(),
  unit: id.exactOptional(),
  item: id.exactOptional(),
  consignment: id.exactOptional(),
  from: date.exactOptional(),
  to: date.exactOptional(),
  encoding: z.enum(ENCODINGS).exactOptional(),
  ledgers: z.array(z.enum(LEDGER_KINDS)).exactOptional(),
});

const file = strictly<ExportFile>()({
  key: z.string(),
  name: words,
  mediaType: z.string(),
  bytes: z.int().min(0),
  sha256: z.string().refine(isSha256),
});

const count = z.int().min(0);

const state = strictly<Omit<ExportJob, 'id'>>()({
  request,
  requestHash: z.string(),
  by: z.strictObject({ subject: words, role: z.string() }),
  createdAt: count,
  status: z.enum(EXPORT_STATUSES),
  tries: count,
  run: z.string().exactOptional(),
  beat: count,
  asOf: z.strictObject({ size: count, root: z.base64() }).nullable(),
  note: z.string().exactOptional(),
  rowsDone: count,
  rowsKnown: count,
  files: z.array(file),
  failure: z.enum(EXPORT_FAILURES).exactOptional(),
  cancelledBy: words.exactOptional(),
  endedAt: count.exactOptional(),
});

const storedJob = z.strictObject({ ...identified, n: z.bigint().min(1n), s: z.string() });
const storedMark = z.strictObject(identified);

export function jobRow({ id: name, ...rest }: ExportJob, version: number): Row {
  return { ...rowKey('export', name), v: SCHEMA_VERSION, n: version, s: JSON.stringify(rest) };
}

export function readJob(row: Attributes): StoredJob {
  return parsed('export', row, () => {
    const { sk, n, s } = storedJob.parse(row);
    return { job: { id: sk, ...state.parse(JSON.parse(s)) }, version: Number(n) };
  });
}

/** What tells an open job from the others, and wakes whoever makes exports. */
export function markRow(job: ExportJob['id']): Row {
  return { ...rowKey('export-open', job), v: SCHEMA_VERSION };
}

export function readMark(row: Attributes): ExportJob['id'] {
  return parsed('export-open', row, () => storedMark.parse(row).sk);
}
