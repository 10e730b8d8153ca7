import { randomUUID } from 'node:crypto';
import { link, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from './sync-folder.ts';

/** Reads a key file; where there is none it is made, durably, and of all who ask at once everybody gets the same. */
export async function readOrMake(path: string, make: () => Promise<Buffer>): Promise<Buffer> {
  const existing = await readFile(path).catch(unless('ENOENT'));
  if (existing) return existing;
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeDurably(draft, await make());
    // A link never replaces: of two processes that make a key at once, the first one's stands.
    await link(draft, path).catch(unless('EEXIST'));
  } finally {
    await rm(draft, { force: true });
  }
  await syncFolder(dirname(path));
  return readFile(path);
}

/** Writes a file that was not there, on the disk once it resolves. Its name is durable with its folder. */
export async function writeDurably(path: string, bytes: Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

function unless(code: string) {
  return (error: unknown): undefined => {
    if (!(error instanceof Error && 'code' in error && error.code === code)) throw error;
  };
}
