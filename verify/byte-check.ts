import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import * as z from 'zod';
import { type ByteCheck, byteCheckHere } from '../shared/audit/byte-check.ts';
import type { LogSource } from '../shared/audit/log-source.ts';
import { Wrong } from '../shared/audit/wrong.ts';
import { logKey } from '../shared/log/journal/log-files.ts';
import { readVerifierKey, type Verifier, writeVerifierKey } from '../shared/log/tree/note.ts';
import { PackFolder } from './pack-folder.ts';

/** What is verified: an unpacked pack, or the folder of a log. */
export interface Place {
  readonly root: string;
  readonly kind: 'pack' | 'log';
}

/** The files of a log as they lie there, by their keys. */
export function logAt({ root, kind }: Place): LogSource {
  const files = new PackFolder(root);
  return { get: (key) => files.find(kind === 'pack' ? key : key.slice(logKey('').length)) };
}

/** Done when it is asked for, by whoever asks. */
export function byteCheckAt(place: Place, key: Verifier): ByteCheck {
  return byteCheckHere(logAt(place), place.kind === 'pack' ? new PackFolder(place.root) : undefined, key);
}

const task = z.object({
  task: z.literal('check-bytes'),
  place: z.object({ root: z.string(), kind: z.enum(['pack', 'log']) }),
  key: z.string(),
});
const answered = z.object({
  what: z.enum(['sums', 'tree']),
  wrong: z.object({ zh: z.string(), en: z.string() }).optional(),
  failure: z.string().optional(),
});

/** Done beside whoever asks, in a thread that begins at once: hashing a large pack takes a fifth of verifying it. */
export function byteCheckBeside(place: Place, key: Verifier): ByteCheck {
  const asked: z.input<typeof task> = { task: 'check-bytes', place, key: writeVerifierKey(key) };
  const worker = new Worker(new URL(import.meta.url), { workerData: asked, execArgv: [] });
  const sums = answerOf(worker, 'sums');
  const tree = answerOf(worker, 'tree');
  return { sums: () => sums, tree: () => tree, end: () => void worker.terminate() };
}

function answerOf(worker: Worker, asked: 'sums' | 'tree'): Promise<void> {
  const settled = new Promise<void>((resolve, reject) => {
    worker.on('message', (message) => {
      const { what, wrong, failure } = answered.parse(message);
      if (what !== asked) return;
      if (wrong !== undefined) reject(new Wrong(wrong.zh, wrong.en));
      else if (failure !== undefined) reject(new Error(failure));
      else resolve();
    });
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the thread that hashes ended with ${code}`)));
  });
  // What is wrong is told when it is asked for.
  settled.catch(() => undefined);
  return settled;
}

async function answer({ place, key }: z.output<typeof task>): Promise<void> {
  const check = byteCheckAt(place, readVerifierKey(key));
  for (const what of ['sums', 'tree'] as const) {
    const outcome = await check[what]().then(
      () => ({}),
      (error: unknown) =>
        error instanceof Wrong
          ? { wrong: { zh: error.zh, en: error.en } }
          : { failure: error instanceof Error ? error.message : String(error) },
    );
    const message: z.input<typeof answered> = { what, ...outcome };
    parentPort?.postMessage(message);
  }
}

if (!isMainThread) {
  const asked = task.safeParse(workerData);
  if (asked.success) await answer(asked.data);
}
