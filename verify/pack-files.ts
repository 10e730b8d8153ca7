import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PACK, readSums } from '../shared/exports/pack/manifest.ts';
import { Wrong } from './wrong.ts';

/** Files that are read at once; larger ones piece by piece. */
const SMALL = 1 << 20;
/** Files that are hashed at once. */
const AT_ONCE = 8;
/** More files than any pack has. */
const MOST_FILES = 2_000_000;

/** The files of an unpacked pack. */
export class PackFiles {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  /** A path below the pack's root, as the operating system writes it. */
  at(path: string): string {
    return join(this.#root, ...path.split('/'));
  }

  async read(path: string): Promise<Buffer> {
    try {
      return await readFile(this.at(path));
    } catch (error) {
      if (isAbsent(error)) throw new Wrong(`缺少文件 ${path}`, `The file ${path} is missing`);
      throw error;
    }
  }

  async find(path: string): Promise<Buffer | undefined> {
    return readFile(this.at(path)).catch((error: unknown) => {
      if (isAbsent(error)) return undefined;
      throw error;
    });
  }

  /** A file piece by piece. */
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

  /** The hashes of files, in their order; some are read while the one before them is waited for. */
  async *#hashes(paths: readonly string[]): AsyncGenerator<[string, string]> {
    const under: Promise<string>[] = [];
    for (const [at, path] of paths.entries()) {
      while (under.length < AT_ONCE && at + under.length < paths.length) {
        const hash = this.sha256(paths[at + under.length] ?? '');
        // What is wrong with it is told when its turn comes.
        hash.catch(() => undefined);
        under.push(hash);
      }
      const hash = await under.shift();
      if (hash !== undefined) yield [path, hash];
    }
  }

  /** Every file is listed in SHA256SUMS, and everything listed is there. */
  async assertListed(): Promise<ReadonlySet<string>> {
    const listed = sumsIn(await this.read(PACK.sums));
    const found = await this.list();
    for (const path of [...found].sort()) {
      if (path !== PACK.sums && !listed.has(path)) {
        throw new Wrong(`多出文件 ${path}`, `The file ${path} is not listed in ${PACK.sums}`);
      }
    }
    for (const path of listed.keys()) {
      if (!found.has(path)) throw new Wrong(`缺少文件 ${path}`, `The file ${path} is missing`);
    }
    return found;
  }

  /** Every file has the hash with which SHA256SUMS lists it. */
  async assertHashes(): Promise<void> {
    const listed = sumsIn(await this.read(PACK.sums));
    for await (const [path, hash] of this.#hashes([...listed.keys()])) {
      if (hash !== listed.get(path)) {
        throw new Wrong(
          `文件 ${path} 与 ${PACK.sums} 所列散列不符`,
          `The file ${path} does not have the hash in ${PACK.sums}`,
        );
      }
    }
  }
}

function sumsIn(bytes: Uint8Array): ReadonlyMap<string, string> {
  try {
    return readSums(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw new Wrong(`${PACK.sums} 的格式不对`, `${PACK.sums} is not in its form`);
  }
}

export function isAbsent(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR';
}
