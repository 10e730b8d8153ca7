import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { benefitOf, boxOf, type Client, FREE, giftOf, key, orderOf, type Post, TODAY } from './client.ts';

/** A stream of posts through a running server, for whoever does something to the server meanwhile. */

export const WRITERS = 8;

/** The nth post of a stream: of every sort that takes another way through the ledger. */
export function nth(number: number): Post {
  const name = key(FREE + number);
  const invoice = { number: `2020${String(number).padStart(16, '0')}`, date: TODAY, amount: '1.00' };
  const sorts = [orderOf(name, '1.00'), orderOf(name, '1.00', { invoice }), benefitOf(name, number), giftOf(name, 1)];
  return sorts[number % (sorts.length + 1)] ?? boxOf(name);
}

/** Several writers, each posting one after the other until it gets no answer, or is told that there is none. */
export interface Stream {
  readonly acknowledged: ReadonlyMap<Post, string>;
  readonly unanswered: readonly Post[];
  /** Settles when all writers have ended; rejects where one was told something else. */
  readonly ended: Promise<unknown>;
  /** Settles when so many were acknowledged, or the stream has ended. */
  flowed(enough: number): Promise<unknown>;
}

/** `next` gives the number of the next post. */
export function stream(client: Client, next: () => number): Stream {
  const acknowledged = new Map<Post, string>();
  const unanswered: Post[] = [];
  const waiting: { readonly enough: number; readonly resolve: () => void }[] = [];
  async function write(): Promise<void> {
    for (;;) {
      const post = nth(next());
      const answer = await client.post(post).catch(() => undefined);
      if (answer === undefined || answer.status === 503) {
        unanswered.push(post);
        return;
      }
      if (answer.status !== 201) throw new Error(`${post.path} ${post.key}: ${answer.status} ${answer.text}`);
      acknowledged.set(post, answer.text);
      for (const { enough, resolve } of waiting) if (acknowledged.size >= enough) resolve();
    }
  }
  const ended = Promise.all(Array.from({ length: WRITERS }, write));
  return {
    acknowledged,
    unanswered,
    ended,
    flowed(enough) {
      const { promise, resolve } = Promise.withResolvers<void>();
      waiting.push({ enough, resolve });
      return Promise.race([promise, ended]);
    },
  };
}

const lock = z.looseObject({ engine: z.looseObject({ pid: z.int().positive() }) });

/** The process of the engine that the server over this folder started. */
export async function enginePid(data: string): Promise<number> {
  return lock.parse(JSON.parse(await readFile(join(data, 'server.lock'), 'utf8'))).engine.pid;
}
