import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ByteCheck } from '../shared/audit/byte-check.ts';
import { checkPack, type Verified } from '../shared/audit/pack-check.ts';
import { assertListed } from '../shared/audit/pack-sums.ts';
import { sortedIn } from '../shared/exports/files/sorted-rows.ts';
import { compareXlsx } from '../shared/exports/files/xlsx-compare.ts';
import type { Verifier } from '../shared/log/tree/note.ts';
import { byteCheckAt, byteCheckBeside, type Place } from './byte-check.ts';
import { PackFolder } from './pack-folder.ts';

/** A pack of more files is hashed in a thread of its own: one of some sixteen thousand entries. */
const MANY_FILES = 64;

/**
 * Verifies an unpacked pack: everything in it is made again from its entries and compared. Throws Wrong for the first
 * thing that is not so. Reads each file up to three times: for its sum, for what it hashes to and for what it says. Keeps in
 * memory what is open.
 */
export async function verifyPack(root: string, key: Verifier, manyFiles = MANY_FILES): Promise<Verified> {
  const files = new PackFolder(root);
  const found = await assertListed(files);
  const place: Place = { root, kind: 'pack' };
  if (found.size <= manyFiles) {
    const bytes = byteCheckAt(place, key);
    await bytes.sums();
    return checkAt(files, found, key, bytes);
  }
  const bytes = byteCheckBeside(place, key);
  try {
    return await checkAt(files, found, key, bytes);
  } catch (error) {
    // A file that is not the one that was packed is told of before what is wrong in it.
    await bytes.sums();
    throw error;
  } finally {
    bytes.end();
  }
}

/** Rows that do not fit into memory are put aside in a folder, which is removed again. */
async function checkAt(
  files: PackFolder,
  found: ReadonlySet<string>,
  key: Verifier,
  bytes: ByteCheck,
): Promise<Verified> {
  const folder = await mkdtemp(join(tmpdir(), 'nuanzhang-verify-'));
  try {
    return await checkPack(files, found, key, {
      bytes,
      sorterOf: sortedIn(folder),
      compareXlsx: (path, sheet) => compareXlsx(files.at(path), sheet),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
