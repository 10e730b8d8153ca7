import { PACK, readSums } from '../exports/pack/manifest.ts';
import { missing, type PackFiles, readFrom } from './pack-files.ts';
import { Wrong } from './wrong.ts';

/** Files that are hashed at once. */
const AT_ONCE = 8;

/** Every file is listed in SHA256SUMS, and everything listed is there. */
export async function assertListed(files: PackFiles): Promise<ReadonlySet<string>> {
  const listed = await sumsOf(files);
  const found = await files.list();
  for (const path of [...found].sort()) {
    if (path !== PACK.sums && !listed.has(path)) {
      throw new Wrong(`多出文件 ${path}`, `The file ${path} is not listed in ${PACK.sums}`);
    }
  }
  for (const path of listed.keys()) if (!found.has(path)) throw missing(path);
  return found;
}

/** Every file has the hash with which SHA256SUMS lists it. */
export async function assertHashes(
  files: PackFiles,
  progress: (done: number, of: number) => void = () => undefined,
): Promise<void> {
  const listed = await sumsOf(files);
  let done = 0;
  for await (const [path, hash] of hashesOf(files, [...listed.keys()])) {
    if (hash !== listed.get(path)) {
      throw new Wrong(
        `文件 ${path} 与 ${PACK.sums} 所列散列不符`,
        `The file ${path} does not have the hash in ${PACK.sums}`,
      );
    }
    done += 1;
    progress(done, listed.size);
  }
}

/** The hashes of files, in their order; some are read while the one before them is waited for. */
async function* hashesOf(
  files: Pick<PackFiles, 'sha256'>,
  paths: readonly string[],
): AsyncGenerator<[path: string, sha256: string]> {
  const under: Promise<string>[] = [];
  for (const [at, path] of paths.entries()) {
    while (under.length < AT_ONCE && at + under.length < paths.length) {
      const hash = files.sha256(paths[at + under.length] ?? '');
      // What is wrong with it is told when its turn comes.
      hash.catch(() => undefined);
      under.push(hash);
    }
    const hash = await under.shift();
    if (hash !== undefined) yield [path, hash];
  }
}

async function sumsOf(files: PackFiles): Promise<ReadonlyMap<string, string>> {
  const bytes = await readFrom(files, PACK.sums);
  try {
    return readSums(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw new Wrong(`${PACK.sums} 的格式不对`, `${PACK.sums} is not in its form`);
  }
}
