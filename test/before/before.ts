import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { filesIn } from '../../shared/exports/files/zip.ts';
import { readVerifierKey } from '../../shared/log/tree/note.ts';
import { id } from '../../shared/schemas/canonical.ts';

/** What the code of commit 1701df8 left: see test/fixtures/before. */

const ARCHIVE = join(import.meta.dirname, '../fixtures/before/1701df8.zip');

const described = z.object({
  vkey: z.string().transform(readVerifierKey),
  life: z.object({
    unpaid: z.object({ purchase: id, fundingLine: id, amount: z.string() }),
    inTransit: id,
    reversible: id,
  }),
  /** By path, as an auditor was answered. */
  answers: z.record(z.string(), z.unknown()),
});

const files = await filesIn(await readFile(ARCHIVE));

export const { vkey: KEY, life: LIFE, answers: ANSWERS } = described.parse(JSON.parse(textOf('before.json')));

/** The pack as it was downloaded, and what is in it, by path. */
export const PACK_BYTES = fileOf('pack.zip');
export const PACKED = await filesIn(PACK_BYTES);

/** The files of the data folder, by path in it. */
export const DATA: readonly (readonly [path: string, bytes: Uint8Array])[] = [...files].flatMap(([path, bytes]) =>
  path.startsWith('data/') ? [[path.slice('data/'.length), bytes] as const] : [],
);

function fileOf(path: string): Uint8Array {
  const bytes = files.get(path);
  if (bytes === undefined) throw new Error(`${ARCHIVE} holds no ${path}`);
  return bytes;
}

function textOf(path: string): string {
  return Buffer.from(fileOf(path)).toString('utf8');
}
