import * as z from 'zod';
import { id } from '../../schemas/canonical.ts';
import type { OutboxItem } from '../../storage/ports/ledger.ts';

/** A round of sealing before it is committed: everything that has to happen after its swap, however often. */
export interface StagedRound {
  /** How many entries the log has with it. */
  readonly size: number;
  /** Files by their paths under the log's prefix, in the order in which they are written. */
  readonly files: readonly { readonly path: string; readonly bytes: Uint8Array }[];
  /** What leaves the outbox. */
  readonly sealed: readonly OutboxItem[];
}

const place = z.int().min(0);

const written = z.strictObject({
  size: place,
  files: z.array(z.strictObject({ path: z.string(), bytes: place })),
  sealed: z.array(z.strictObject({ recordedAt: place, id })),
});

const LF = 0x0a;

/** One line of JSON, then the bytes of the files one after the other. */
export function writeStaged({ size, files, sealed }: StagedRound): Uint8Array {
  const sizes = files.map(({ path, bytes }) => ({ path, bytes: bytes.length }));
  const head = JSON.stringify({ size, files: sizes, sealed });
  return Buffer.concat([Buffer.from(`${head}\n`), ...files.map(({ bytes }) => bytes)]);
}

/** Reads what `writeStaged` wrote; throws for anything else. */
export function readStaged(bytes: Uint8Array): StagedRound {
  const end = bytes.indexOf(LF);
  if (end < 0) throw new SyntaxError('a staged round begins with a line');
  const head = written.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, end))));
  let at = end + 1;
  const files = head.files.map(({ path, bytes: length }) => {
    const file = bytes.subarray(at, at + length);
    at += length;
    return { path, bytes: file };
  });
  if (at !== bytes.length) throw new SyntaxError('a staged round ends with its last file');
  return { size: head.size, files, sealed: head.sealed };
}
