import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import * as z from 'zod';
import { CLIENTS } from './cycle.ts';
import { type Player, type Rate, rateShape, Stage } from './stage.ts';

/** A side of a comparison: clients in a process of their own, told when to run. */
export interface Side {
  measure(clients: number, ms: number): Promise<Rate>;
  close(): Promise<void>;
}

/** What every side is told first, beside what only it needs. */
export const setting = { lines: z.int().min(1), warmUpMs: z.int().min(1) };

/** After the clients have stopped, until a server that seals is at rest. */
export const REST_MS = 1_500;
/** Of the whole side, so that none is left behind; the first of three waits until the others are warm. */
const LONGEST_MS = 600_000;
const ready = z.literal('ready');
const order = z.object({ clients: z.int().min(1).max(CLIENTS), measuredMs: z.int().min(1) });

/** Starts the side whose program stands in this folder, and waits until it is warm. */
export async function openSide(program: 'load.ts' | 'replay.ts', task: object): Promise<Side> {
  const child = fork(join(import.meta.dirname, program), { timeout: LONGEST_MS });
  ready.parse(await told(child, program, task));
  return {
    measure: async (clients, measuredMs) => rateShape.parse(await told(child, program, { clients, measuredMs })),
    async close() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const exited = once(child, 'exit');
      child.disconnect();
      await exited;
    },
  };
}

async function told(child: ChildProcess, program: string, message: object): Promise<unknown> {
  const settled = new AbortController();
  const { signal } = settled;
  const ended = once(child, 'exit', { signal }).then(([code, by]) => {
    throw new Error(`${program} ended: ${by ?? code}`);
  });
  // Aborted as soon as there is an answer: nobody waits for the end any more.
  ended.catch(() => {});
  const answer = once(child, 'message', { signal });
  child.send(message);
  try {
    const [said] = await Promise.race([answer, ended]);
    return said;
  } finally {
    settled.abort();
  }
}

/** The program of a side: opens what its task says, warms up, and measures whenever it is told. */
export async function playSide<T extends z.infer<z.ZodObject<typeof setting>>, C>(
  shape: z.ZodType<T>,
  open: (task: T) => Player<C>,
): Promise<void> {
  const [first] = await once(process, 'message');
  const task = shape.parse(first);
  const player = open(task);
  const stage = new Stage(player);
  // With all clients whatever the setting: code gets warm by the number of posts, not by their time.
  await stage.warmUp(CLIENTS, task.warmUpMs);
  process.once('disconnect', () => player.close());
  process.on('message', async (message) => {
    const { clients, measuredMs } = order.parse(message);
    process.send?.(await stage.measure(clients, measuredMs));
  });
  process.send?.('ready');
}
