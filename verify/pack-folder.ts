import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackFiles } from '../shared/audit/pack-files.ts';
import { Wrong } from '../shared/audit/wrong.ts';

/** Files that are read at once; larger ones piece by piece. */
const SMALL = 1 << 20;
/** More files than any pack has. */
const MOST_FILES = 2_000_000;

/** The files of a pack that was unpacked into a folder. */
export class PackFolder implements PackFiles {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  /** A path below the pack's root, as the operating system writes it. */
  at(path: string): string {
    return join(this.#root, ...path.split('/'));
  }

  async find(path: string): Promise<Buffer | undefined> {
    return readFile(this.at(path)).catch((error: unknown) => {
      if (isAbsent(error)) return undefined;
      throw error;
    });
  }

  stream(path: string): AsyncIterable<Buffer> {
    return createReadStream(this.at(path), { highWaterMark: SMALL });
  }

  /** Every file there is, by path. What is neither file nor folder has no place in a pack. */
  async list(): Promise<Set<string>> {
    const found = new Set<string>();
    const folders = [''];
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      for (const entry of await readdir(this.at(folder), { withFileTypes: true })) {
        const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
        if (entry.isDirectory()) folders.push(path);
        else if (entry.isFile()) found.add(path);
        else throw new Wrong(`${path} 不是普通文件`, `${path} is no plain file`);
        if (found.size > MOST_FILES) throw new Wrong('文件过多', 'There are too many files');
      }
    }
    return found;
  }

  async sha256(path: string): Promise<string> {
    const { size } = await lstat(this.at(path));
    if (size <= SMALL)
      return createHash('sha256')
        .update(await readFile(this.at(path)))
        .digest('hex');
    const hash = createHash('sha256');
    for await (const chunk of this.stream(path)) hash.update(chunk);
    return hash.digest('hex');
  }
}

export function isAbsent(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR';
}
