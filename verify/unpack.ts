import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Wrong } from '../shared/audit/wrong.ts';
import { firstDifference } from '../shared/exports/files/same-bytes.ts';
import { BadArchive, readZip, writeZip, type ZipFile } from '../shared/exports/files/zip.ts';

const LIMITS = { files: 2_000_000, bytes: 256 * 1024 ** 3 };

/**
 * Unpacks a pack, and makes the archive again from what was in it: a pack is stored as it is, so the same files give the
 * same bytes, and nothing can hide between them.
 */
export async function unpack(path: string, folder: string): Promise<void> {
  const paths: string[] = [];
  try {
    for await (const { path: name, chunks } of readZip(path, LIMITS)) {
      const place = join(folder, ...name.split('/'));
      await mkdir(dirname(place), { recursive: true });
      await pipeline(chunks(), createWriteStream(place, { flags: 'wx' }));
      paths.push(name);
    }
  } catch (error) {
    if (error instanceof Wrong || isOfTheMachine(error)) throw error;
    const said = error instanceof BadArchive || error instanceof Error ? error.message : '';
    throw new Wrong(`不是完整的审计包:${said}`, `It is no whole pack: ${said}`);
  }
  const again = writeZip(filesIn(folder, paths), { compressed: false });
  const at = await firstDifference(createReadStream(path), again);
  if (at !== undefined) {
    throw new Wrong(
      `压缩包在第 ${at} 字节不是暖账写出的样子`,
      `The archive is not as it was written, from byte ${at} on`,
    );
  }
}

async function* filesIn(folder: string, paths: readonly string[]): AsyncGenerator<ZipFile> {
  for (const path of paths) yield { path, chunks: () => createReadStream(join(folder, ...path.split('/'))) };
}

/** No room, no rights: that says nothing of the pack. */
function isOfTheMachine(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return ['ENOSPC', 'EACCES', 'EPERM', 'EROFS', 'EMFILE', 'EDQUOT'].includes(code);
}
