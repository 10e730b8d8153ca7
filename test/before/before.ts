import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { filesIn } from '../../shared/exports/files/zip.ts';
import { readVerifierKey, type Verifier } from '../../shared/log/tree/note.ts';
import { id } from '../../shared/schemas/canonical.ts';
import { freshFolder } from '../local/folder.ts';

/** What the code of an earlier commit left: see test/fixtures/before. */
export interface Before {
  readonly commit: string;
  /** How many entries are sealed. */
  readonly size: number;
  readonly store: 'dynamodb' | 'sqlite';
  readonly key: Verifier;
  readonly life: z.output<typeof described>['life'];
  /** By path, as an auditor was answered. */
  readonly answers: Readonly<Record<string, unknown>>;
  /** The pack as it was downloaded, and what is in it, by path. */
  readonly packBytes: Uint8Array;
  readonly packed: ReadonlyMap<string, Uint8Array>;
  /** The files of the data folder, by path in it. */
  readonly data: readonly (readonly [path: string, bytes: Uint8Array])[];
}

const described = z.object({
  vkey: z.string().transform(readVerifierKey),
  life: z.object({
    documents: z.record(z.string(), id),
    unpaid: z.object({ purchase: id, fundingLine: id, amount: z.string() }),
    inTransit: id,
    reversible: id,
  }),
  answers: z.record(z.string(), z.unknown()),
});

/** The first, and the last of which all entries are of the first form. */
export const BEFORE: readonly Before[] = [await read('1701df8', 74, 'dynamodb'), await read('0bd0d00', 89, 'sqlite')];

async function read(commit: string, size: number, store: Before['store']): Promise<Before> {
  const archive = join(import.meta.dirname, `../fixtures/before/${commit}.zip`);
  const files = await filesIn(await readFile(archive));
  const fileOf = (path: string): Uint8Array => {
    const bytes = files.get(path);
    if (bytes === undefined) throw new Error(`${archive} holds no ${path}`);
    return bytes;
  };
  const { vkey, life, answers } = described.parse(JSON.parse(Buffer.from(fileOf('before.json')).toString('utf8')));
  const packBytes = fileOf('pack.zip');
  const packed = await filesIn(packBytes);
  const data = [...files].flatMap(([path, bytes]) =>
    path.startsWith('data/') ? [[path.slice('data/'.length), bytes] as const] : [],
  );
  return { commit, size, store, key: vkey, life, answers, packBytes, packed, data };
}

/** Its data folder, in a folder that is gone after the test. */
export async function unpacked({ data: files }: Pick<Before, 'data'>): Promise<string> {
  const data = join(await freshFolder(), 'data');
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(data, path)), { recursive: true });
    await writeFile(join(data, path), bytes, { mode: 0o600 });
  }
  return data;
}
