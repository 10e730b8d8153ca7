import { randomUUID } from 'node:crypto';
import { readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { isAlive, markOf } from '../lock.ts';

/** What the name of a draft ends with: the process that works on it, by its id and the time of its start. */
const TAIL = /[.-](\d{1,10})-(\d{0,20})-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.draft$/;

/** What a name that nothing has ends with, for something that this process makes beside its place. */
export function draftTail(): string {
  const { pid, born } = markOf(process.pid) ?? { pid: process.pid, born: '' };
  return `${pid}-${born}-${randomUUID()}.draft`;
}

/** Removes from a folder the drafts whose process is gone. One that cannot be removed is left: nothing depends on it. */
export async function sweepDrafts(folder: string): Promise<void> {
  const names = await readdir(folder).catch((): string[] => []);
  for (const name of names) {
    const [, pid, born] = TAIL.exec(name) ?? [];
    if (pid === undefined || born === undefined || isAlive({ pid: Number(pid), born })) continue;
    // Moved aside at once: a process that is not seen from here, in another container, must not give half of it its name.
    const aside = join(folder, `.swept.${draftTail()}`);
    await rename(join(folder, name), aside)
      .then(() => rm(aside, { recursive: true, force: true }))
      .catch(() => undefined);
  }
}
