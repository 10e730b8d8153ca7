import { randomUUID } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import { CannotStart } from './cannot-start.ts';
import { codeOf } from './error-code.ts';

/**
 * One server to a data folder that an engine has. `admit` adds the engine it started, so that a successor can end what a
 * crash left.
 */
export interface FolderLock {
  admit(enginePid: number): void;
  release(): void;
}

const processMark = z.strictObject({ pid: z.int().positive(), born: z.string() });
const holderMark = z.strictObject({ server: processMark, engine: processMark.optional() });
type ProcessMark = z.infer<typeof processMark>;
type HolderMark = z.infer<typeof holderMark>;

const ATTEMPTS = 10;
const ORPHAN_GRACE_MS = 3_000;
const POLL_MS = 20;

/** Takes the folder, or says which process has it. A lock whose process is gone is taken over. */
export async function lockFolder(data: string): Promise<FolderLock> {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const path = lockFile(data);
  const server = markOf(process.pid);
  if (!server) throw new Error('this process cannot see itself');
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    if (place(path, { server })) return held(path, server);
    const text = contents(path);
    if (text === undefined) continue;
    const holder = parse(text);
    if (holder && isAlive(holder.server)) throw folderInUse(data);
    if (holder?.engine) await endOrphan(holder.engine);
    removeStale(path, text);
  }
  throw new CannotStart(`数据文件夹 ${data} 正被争用。`, `Data folder ${data} is being fought over.`);
}

/**
 * Names this process as the one that has the folder, where the lock of the database in it decided that already. It is a
 * courtesy to whoever comes second: on a full disk it is left out.
 */
export function nameHolder(data: string): () => void {
  const path = lockFile(data);
  const server = markOf(process.pid) ?? { pid: process.pid, born: '' };
  try {
    renameSync(writeDraft(path, { server }), path);
  } catch (error) {
    if (codeOf(error) !== 'ENOSPC' && codeOf(error) !== 'EDQUOT') throw error;
  }
  return held(path, server).release;
}

/** Says who has the folder, as far as it was named. */
export function folderInUse(data: string): CannotStart {
  const pid = parse(contents(lockFile(data)) ?? '')?.server.pid;
  const [zh, en] = pid === undefined ? ['', ''] : [`(进程 ${pid})`, ` (process ${pid})`];
  return new CannotStart(
    `数据文件夹 ${data} 已有一个暖账服务或命令在用${zh}。请先停止它,或用 NUANZHANG_DATA 指定另一个文件夹。`,
    `Data folder ${data} is in use by another server or command${en}. Stop it, or name another with NUANZHANG_DATA.`,
  );
}

function lockFile(data: string): string {
  return join(data, 'server.lock');
}

function held(path: string, server: ProcessMark): FolderLock {
  return {
    admit(enginePid) {
      const engine = markOf(enginePid);
      if (!engine) return;
      const draft = writeDraft(path, { server, engine });
      renameSync(draft, path);
    },
    release() {
      const holder = parse(contents(path) ?? '');
      if (holder?.server.pid === server.pid && holder.server.born === server.born) rmSync(path, { force: true });
    },
  };
}

/** Linking a finished draft makes the lock appear whole or not at all, and only where there is none. */
function place(path: string, holder: HolderMark): boolean {
  const draft = writeDraft(path, holder);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function writeDraft(path: string, holder: HolderMark): string {
  const draft = `${path}.${randomUUID()}`;
  try {
    writeFileSync(draft, JSON.stringify(holder), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
  return draft;
}

/** Moved aside before it is removed: had a rival just put its own lock there, it is given back. */
function removeStale(path: string, judged: string): void {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
    if (contents(aside) !== judged) linkSync(aside, path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT' && codeOf(error) !== 'EEXIST') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

/** An engine outlives a server that was killed; it would hold the ledger's file beside the next one. */
async function endOrphan(engine: ProcessMark): Promise<void> {
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (!isAlive(engine)) return;
    process.kill(engine.pid, signal);
    for (let waited = 0; waited < ORPHAN_GRACE_MS && isAlive(engine); waited += POLL_MS) await pause(POLL_MS);
  }
}

/** A process id comes back after a restart; together with the time of its start it does not. */
export function markOf(pid: number): ProcessMark | undefined {
  if (existsSync('/proc/self/stat')) {
    const stat = contents(`/proc/${pid}/stat`);
    // The name in brackets may hold anything, so fields are counted from behind it: state is the 3rd, start the 22nd.
    const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [state, born] = [fields?.[0], fields?.[19]];
    return state === undefined || born === undefined || state === 'Z' || state === 'X' ? undefined : { pid, born };
  }
  try {
    process.kill(pid, 0);
    return { pid, born: '' };
  } catch (error) {
    return codeOf(error) === 'EPERM' ? { pid, born: '' } : undefined;
  }
}

/** Whether the process of a mark still runs. */
export function isAlive(process: ProcessMark): boolean {
  return markOf(process.pid)?.born === process.born;
}

function contents(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ESRCH') return undefined;
    throw error;
  }
}

function parse(text: string): HolderMark | undefined {
  try {
    return holderMark.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
