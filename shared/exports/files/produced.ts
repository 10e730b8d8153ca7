import { setImmediate as turn } from 'node:timers/promises';
import type { LogFiles } from '../../log/journal/log-files.ts';
import { LogWalk, type SealedBytes } from '../../log/journal/walk.ts';
import { readCheckpoint } from '../../log/tree/checkpoint.ts';
import { textOf } from '../../log/tree/note.ts';
import type { ExportFormat, ExportRequest } from '../../schemas/export.ts';
import { type AsOf, NOTHING_SEALED } from '../../storage/ports/journal.ts';
import type { Ledger } from '../../storage/ports/ledger.ts';
import type { ObjectStore } from '../../storage/ports/object-store.ts';

/** A checkpoint, and the note in which it was signed where anything is sealed at all. */
export interface SignedAsOf {
  readonly asOf: AsOf;
  readonly note: string | undefined;
}

/** What an export is made from: the prefix of the log that the checkpoint tells. */
export interface ExportSource extends SignedAsOf {
  readonly files: LogFiles;
  /** 编制单位: whose ledgers they are. */
  readonly union: string;
  /** The public prefix of the log, as a slip's code names it: its origin behind http:// or https://. */
  readonly address: string;
  /** Where evidence lies. */
  readonly objects: Pick<ObjectStore, 'get' | 'stat' | 'read'>;
  /** Where the names are that entries commit to. */
  readonly ledger: Pick<Ledger, 'read'>;
  /** The verifier as one file that plain Node runs, for audit packs. */
  readonly verifier: () => Promise<Uint8Array>;
  /** A folder for temporary files. */
  readonly folder: string;
}

/** The published checkpoint. */
export async function checkpointOf(files: LogFiles): Promise<SignedAsOf> {
  const note = await files.checkpointNote();
  if (note === undefined) return { asOf: NOTHING_SEALED, note };
  const { size, root } = readCheckpoint(textOf(note));
  return { asOf: { size, root: Buffer.from(root).toString('base64') }, note };
}

/** What whoever makes an export tells of it on the way, and listens to. */
export interface Task {
  /** How many rows are done of those that are known by now; may be called as often as there are rows. */
  readonly progress: (done: number, known: number) => void;
  readonly signal: AbortSignal;
}

/** What each format is called on the wire. */
export const MEDIA_TYPES: Readonly<Record<ExportFormat, string>> = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv; charset=utf-8',
  jsonl: 'application/jsonl',
  html: 'text/html; charset=utf-8',
  zip: 'application/zip',
};

/** A file in the making. Nothing is opened before the first chunk is asked for, and nothing is left after the last. */
export interface Produced {
  /** Read once. Throws what the signal aborts with, promptly. */
  readonly chunks: AsyncIterable<Uint8Array>;
  readonly mediaType: string;
  /** What the file is called where it is saved; asked for when the chunks have been read. */
  readonly name: () => string;
}

/** Thrown where what is asked for stands behind the checkpoint, because it was recorded just now. */
export class NotSealed extends Error {}

export type Producer = (request: ExportRequest, source: ExportSource, task: Task) => Produced;

/** Begins to go through the source's prefix of the log. */
export function walkOf({ files, asOf: { size } }: ExportSource): LogWalk {
  return new LogWalk(files, size);
}

/** The sealed entries of the source from the first on, bundle by bundle, with what they count in at hand. */
export function sealedOf(source: ExportSource, task: Task, walk = walkOf(source)): AsyncGenerator<SealedBytes[]> {
  return watched(walk.entries(), source, task);
}

/** The bytes of the sealed entries, bundle by bundle, for whoever need not know what they say. */
export function bytesOf(source: ExportSource, task: Task): AsyncGenerator<Uint8Array[]> {
  return watched(source.files.entries(0, source.asOf.size), source, task);
}

/**
 * Bundles of entries, each told as progress once it was dealt with. Lets everything else in the process have its turn in
 * between: a log in memory would never wait for anything.
 */
async function* watched<T>(
  bundles: AsyncIterable<T[]>,
  { asOf: { size } }: ExportSource,
  { progress, signal }: Task,
): AsyncGenerator<T[]> {
  let done = 0;
  progress(done, size);
  signal.throwIfAborted();
  for await (const bundle of bundles) {
    signal.throwIfAborted();
    yield bundle;
    done += bundle.length;
    progress(done, size);
    await turn();
  }
  signal.throwIfAborted();
}

/** Rows between two looks at the signal. */
const BETWEEN_LOOKS = 256;

/** Rows on their way into a file: each counts as progress beyond the entries that were gone through. */
export async function* counted<T>(
  rows: AsyncIterable<T>,
  { asOf: { size } }: ExportSource,
  { progress, signal }: Task,
): AsyncGenerator<T> {
  let done = size;
  for await (const row of rows) {
    yield row;
    done += 1;
    progress(done, done);
    if (done % BETWEEN_LOOKS > 0) continue;
    await turn();
    signal.throwIfAborted();
  }
}
