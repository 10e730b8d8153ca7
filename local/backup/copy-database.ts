import { type FileHandle, open, rename, rm, stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Writer } from '../../shared/storage/sqlite/writer.ts';
import { CannotStart } from '../cannot-start.ts';
import type { CopyRequests } from './copy-requests.ts';

export interface CopySource {
  /** Where the database lies. */
  readonly path: string;
  readonly copyTo: Writer['copyTo'];
}

/** What is left free beside the copy, so that it never takes the last of the ledger's own room. */
const ROOM = 64 * 1024 * 1024;
const STEPS_A_FLUSH = 40;
const STEPS_A_LOOK = 20;

/**
 * Copies the database to where a request expects it. What was copied is flushed now and then by another thread: the
 * flush at the end, for which everybody waits who writes, then has little left. Stops where `signal` says so, and where
 * nobody waits for the copy any more.
 */
export async function copyFor(
  requests: CopyRequests,
  id: string,
  { path, copyTo }: CopySource,
  clock: () => number,
  signal: AbortSignal,
): Promise<void> {
  const draft = requests.at(id, 'draft');
  for (const file of [draft, `${draft}-journal`]) await rm(file, { force: true });
  await assertRoom(path, draft);
  let steps = 0;
  let isAwaited = true;
  const flushing = new Flushing(draft);
  try {
    await copyTo(draft, () => {
      signal.throwIfAborted();
      if (!isAwaited) throw new Error('nobody waits for the copy any more');
      steps += 1;
      if (steps % STEPS_A_FLUSH === 0) flushing.flush();
      if (steps % STEPS_A_LOOK !== 0) return;
      void requests.isAwaited(id, clock()).then((awaited) => {
        isAwaited = awaited;
      });
    });
    await flushing.end();
    await rename(draft, requests.at(id, 'db'));
  } catch (error) {
    await flushing.end();
    for (const file of [draft, `${draft}-journal`]) await rm(file, { force: true });
    throw error;
  }
}

async function assertRoom(path: string, draft: string): Promise<void> {
  const wal = await stat(`${path}-wal`).catch(() => ({ size: 0 }));
  const size = (await stat(path)).size + wal.size;
  const { bavail, bsize } = await statfs(dirname(draft));
  if (bavail * bsize >= size + ROOM) return;
  const needed = Math.ceil((size + ROOM) / 1_000_000);
  throw new CannotStart(
    `数据文件夹所在磁盘的空间不足:复制数据库需要 ${needed} MB。请腾出空间后重试。`,
    `The disk of the data folder has too little room: copying the database takes ${needed} MB. Free some, and try again.`,
  );
}

/** Flushes a file that another writes, at most once at a time. Nobody locks it, so closing it here unlocks nothing. */
class Flushing {
  readonly #path: string;
  #under: Promise<void> | undefined;

  constructor(path: string) {
    this.#path = path;
  }

  flush(): void {
    this.#under ??= this.#flushed().finally(() => {
      this.#under = undefined;
    });
  }

  async end(): Promise<void> {
    await this.#under;
  }

  /** What cannot be flushed here, the end of the copy finds out. */
  async #flushed(): Promise<void> {
    let file: FileHandle | undefined;
    try {
      file = await open(this.#path, 'r+');
      await file.datasync();
    } catch {
      return;
    } finally {
      await file?.close();
    }
  }
}
