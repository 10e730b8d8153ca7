import { watch } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { enginePid, type Stream } from '../faults/stream.ts';
import type { Program } from '../local/server-process.ts';

/** When a server is killed: as it starts, in a stream of posts, as a file of the log is written, as it stops. */
export const MOMENTS = ['start', 'stream', 'sealing', 'stop'] as const;
export type Moment = (typeof MOMENTS)[number];

export const VICTIMS = ['server', 'engine', 'both'] as const;
export type Victim = (typeof VICTIMS)[number];

/** One way to kill, chosen before it happens. */
export interface Kill {
  readonly moment: Moment;
  readonly victim: Victim;
  /** From 0 to 1: how early or late within the moment. */
  readonly how: number;
}

/** Up to where the moments reach from 0 to 1, in their order: most kills fall into streams. */
const UP_TO = [0.15, 0.6, 0.85, 1];

export function chooseKill(store: 'sqlite' | 'dynamodb', random: () => number): Kill {
  const drawn = random();
  const moment = MOMENTS[UP_TO.findIndex((upTo) => drawn < upTo)] ?? 'stream';
  const choices = store === 'sqlite' || moment === 'start' ? 1 : VICTIMS.length;
  return { moment, victim: VICTIMS[Math.floor(random() * choices)] ?? 'server', how: random() };
}

const MOST_POSTS = 40;
const MOST_FILES = 12;
const MOST_STOP_MS = 60;
/** The log may have nothing to write as long as nobody gets an answer. */
const FILES_WITHIN_MS = 2_000;

/** Waits for the moment in a running server, whose posts stream, and kills. */
export async function killAt({ moment, victim, how }: Kill, running: Running): Promise<void> {
  const { program, data, posts } = running;
  // Read before: who is killed first may leave nothing to read.
  const engine = victim === 'server' ? undefined : await enginePid(data);
  if (moment === 'stop') {
    await posts.flowed(1 + Math.floor(how * MOST_POSTS));
    program.child.kill('SIGTERM');
    await Promise.race([program.code, pause(((how * 1_000) % 1) * MOST_STOP_MS)]);
  } else if (moment === 'sealing') await filesWritten(join(data, 'objects/.unfinished~'), 1 + how * MOST_FILES);
  else await posts.flowed(1 + Math.floor(how * MOST_POSTS));
  if (victim !== 'engine') program.child.kill('SIGKILL');
  if (engine !== undefined) endHard(engine);
}

export interface Running {
  readonly data: string;
  readonly program: Program;
  readonly posts: Stream;
}

async function filesWritten(folder: string, enough: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let seen = 0;
  const watcher = watch(folder, () => {
    seen += 1;
    if (seen >= enough) resolve();
  });
  await Promise.race([promise, pause(FILES_WITHIN_MS)]);
  watcher.close();
}

/** It may have ended by itself: with its server, or as that stopped. */
function endHard(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
