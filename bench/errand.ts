import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type * as z from 'zod';

/** Runs a program of this folder in a process of its own: tells it its task, and gives what it answers at its end. */
export async function sent<T>(program: string, task: object, answer: z.ZodType<T>): Promise<T> {
  const child = fork(join(import.meta.dirname, program));
  const exited = once(child, 'exit');
  let said: unknown;
  child.once('message', (message) => {
    said = message;
  });
  child.send(task);
  const [code] = await exited;
  if (code !== 0) throw new Error(`${program} ended with ${code}`);
  return answer.parse(said);
}

/** The side of the program: does its task once and answers. */
export async function runErrand<T>(shape: z.ZodType<T>, work: (task: T) => Promise<object>): Promise<void> {
  const [task] = await once(process, 'message');
  const answer = await work(shape.parse(task));
  process.send?.(answer, () => process.disconnect());
}
