import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, rmdir, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { boundedLimit } from '../ports/bounds.ts';
import { assertKey, MAX_WHOLE, type ObjectStore, ObjectStoreError } from '../ports/object-store.ts';
import { syncFolder } from './sync-folder.ts';

/** Where files are written before they get their names. No key has a tilde. */
const UNFINISHED = '.unfinished~';
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/**
 * Objects as files below a folder. A file is written beside its place, synced and renamed; then its folder is synced. So
 * a crash leaves whole files under their keys, and what it left unfinished is removed at the next start.
 */
export async function createFolderObjectStore(root: string): Promise<ObjectStore> {
  const unfinished = join(root, UNFINISHED);
  await asStoreErrors(async () => {
    await mkdir(unfinished, { recursive: true, mode: FOLDER_MODE });
    // The folder itself stays: on a full disk it could not be made again.
    for (const name of await readdir(unfinished)) await rm(join(unfinished, name), { recursive: true, force: true });
  });
  const place = (key: string): string => {
    assertKey(key);
    return join(root, key);
  };

  /** Writes a file by `fill` and gives it its name once it is whole. */
  async function keep<T>(key: string, fill: (file: FileHandle) => Promise<T>): Promise<T> {
    const path = place(key);
    const draft = join(unfinished, randomUUID());
    try {
      const file = await open(draft, 'wx', FILE_MODE);
      let filled: T;
      try {
        filled = await fill(file);
        await file.datasync();
      } finally {
        await file.close();
      }
      const made = await moveInto(draft, path);
      await syncFolders(dirname(path), made === undefined ? dirname(path) : dirname(made));
      return filled;
    } catch (error) {
      await rm(draft, { force: true }).catch(() => undefined);
      throw error;
    }
  }

  return {
    get: (key) =>
      asStoreErrors(async () => {
        const path = place(key);
        const found = await absentOr(stat(path));
        if (found === undefined || !found.isFile()) return undefined;
        if (found.size > MAX_WHOLE) throw new ObjectStoreError('too-large', `${key} is larger than is read at once`);
        return absentOr(readFile(path));
      }),
    stat: (key) =>
      asStoreErrors(async () => {
        const found = await absentOr(stat(place(key)));
        return found?.isFile() ? { bytes: found.size, changedAt: Math.floor(found.mtimeMs) } : undefined;
      }),
    put: (key, bytes) => asStoreErrors(() => keep(key, (file) => file.writeFile(bytes))),
    async write(key, chunks, { signal } = {}) {
      const source = new Source(chunks);
      try {
        return await keep(key, async (file) => {
          const hash = createHash('sha256');
          let bytes = 0;
          for await (const chunk of source.chunks()) {
            signal?.throwIfAborted();
            hash.update(chunk);
            bytes += chunk.length;
            await file.writeFile(chunk);
          }
          signal?.throwIfAborted();
          return { bytes, sha256: hash.digest('hex') };
        });
      } catch (error) {
        throw error === source.failure ? error : storeError(error);
      }
    },
    async *read(key, range) {
      const path = place(key);
      if (!(await asStoreErrors(() => absentOr(stat(path))))?.isFile()) {
        throw new ObjectStoreError('missing', `there is nothing under ${key}`);
      }
      const { from = 0, to = Number.POSITIVE_INFINITY } = range ?? {};
      try {
        for await (const chunk of createReadStream(path, { start: from, end: to })) yield chunk;
      } catch (error) {
        throw storeError(error);
      }
    },
    delete: (key) =>
      asStoreErrors(async () => {
        const path = place(key);
        await absentOr(unlink(path));
        await removeEmpty(dirname(path), root);
      }),
    list: (prefix, { limit, after }) => asStoreErrors(() => keysBelow(root, prefix, boundedLimit(limit), after)),
  };
}

/** What comes in, and what it threw itself: that is the caller's own error, whatever code of the system it carries. */
class Source {
  failure: unknown;
  readonly #chunks: AsyncIterable<Uint8Array>;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#chunks = chunks;
  }

  async *chunks(): AsyncGenerator<Uint8Array> {
    try {
      yield* this.#chunks;
    } catch (error) {
      this.failure = error;
      throw error;
    }
  }
}

/** How often a folder that is emptied and removed meanwhile is made again. */
const TRIES = 100;

/** Gives a file its name, with the folders that it takes; answers the first of them that was made. */
async function moveInto(draft: string, path: string): Promise<string | undefined> {
  for (let tries = 1; ; tries += 1) {
    try {
      const made = await mkdir(dirname(path), { recursive: true, mode: FOLDER_MODE });
      await rename(draft, path);
      return made;
    } catch (error) {
      if (codeOf(error) !== 'ENOENT' || tries === TRIES) throw error;
    }
  }
}

/** Removes a folder and those above it as far as nothing is left in them: every round of sealing has one of its own. */
async function removeEmpty(from: string, root: string): Promise<void> {
  for (let folder = from; folder !== root; folder = dirname(folder)) {
    const removed = await rmdir(folder).then(
      () => true,
      () => false,
    );
    if (!removed) return;
  }
}

/** Keys in the order of their bytes: names of a folder are told by what they would be with their slash. */
async function keysBelow(root: string, prefix: string, limit: number, after: string | undefined): Promise<string[]> {
  const keys: string[] = [];
  const visit = async (folder: string): Promise<void> => {
    const entries = (await absentOr(readdir(join(root, folder), { withFileTypes: true }))) ?? [];
    const names = entries.map((entry) => folder + (entry.isDirectory() ? `${entry.name}/` : entry.name)).sort();
    for (const name of names) {
      if (keys.length === limit) return;
      const isFolder = name.endsWith('/');
      const isMeant = isFolder ? name.startsWith(prefix) || prefix.startsWith(name) : name.startsWith(prefix);
      if (!isMeant || name.startsWith(`${UNFINISHED}/`)) continue;
      if (isFolder) {
        if (after === undefined || after < name || after.startsWith(name)) await visit(name);
      } else if (after === undefined || name > after) keys.push(name);
    }
  };
  await visit(prefix.slice(0, prefix.lastIndexOf('/') + 1));
  return keys;
}

/** Syncs a folder, and those above it up to the first that was there before: a new name is durable with its folder. */
async function syncFolders(from: string, to: string): Promise<void> {
  for (let folder = from; ; folder = dirname(folder)) {
    // One that is gone was emptied since, with the file in it.
    await absentOr(syncFolder(folder));
    if (folder === to || folder === dirname(folder)) return;
  }
}

/** A folder where a file would be, or a file where a folder would be, is no file of that key either. */
const ABSENT = new Set(['ENOENT', 'ENOTDIR', 'EISDIR']);

async function absentOr<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (error) {
    if (ABSENT.has(codeOf(error) ?? '')) return undefined;
    throw error;
  }
}

async function asStoreErrors<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storeError(error);
  }
}

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const FORBIDDEN = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EISDIR', 'EEXIST']);

/** The error of the file system in the words of the port; what is not one of it stays as it is. */
function storeError(error: unknown): unknown {
  const code = codeOf(error);
  if (error instanceof ObjectStoreError || code === undefined || !/^E[A-Z]+$/.test(code)) return error;
  if (FULL.has(code)) return new ObjectStoreError('full', `no room is left: ${code}`, error);
  if (FORBIDDEN.has(code)) return new ObjectStoreError('forbidden', `the folder may not be used: ${code}`, error);
  return new ObjectStoreError('unavailable', `the file system answered ${code}`, error);
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
