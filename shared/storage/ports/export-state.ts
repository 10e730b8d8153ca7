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
import type { RowVersion } from '../../schemas/row-version.ts';
import { withoutUnknown } from '../../schemas/without-unknown.ts';
import type { ExportFile, ExportJob } from './export-jobs.ts';

/** A job as it stands in its row: all but the id, which is its key. */

const request = strictly<ExportRequest>()({
  kind: z.enum(EXPORT_KINDS),
  format: z.enum(EXPORT_FORMATS),
  fundingLine: id.exactOptional(),
  unit: id.exactOptional(),
  below: z.boolean().exactOptional(),
  item: id.exactOptional(),
  consignment: id.exactOptional(),
  consignments: z.array(id).exactOptional(),
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

export function writeJobState({ id: _id, ...rest }: ExportJob): string {
  return JSON.stringify(rest);
}

/** Throws where the text is none of it. */
export function readJobState(text: string, by?: RowVersion): Omit<ExportJob, 'id'> {
  return by === 'next' ? withoutUnknown(state, JSON.parse(text)) : state.parse(JSON.parse(text));
}
