import * as z from 'zod';
import { isRefusal } from '../../shared/domain/refusal.ts';
import { sha256OfIncoming } from '../../shared/evidence/keys.ts';
import { receiveEvidence } from '../../shared/evidence/receive.ts';
import type { ObjectStore } from '../../shared/storage/ports/object-store.ts';
import { PREFIXES } from '../../shared/storage/ports/prefixes.ts';
import type { Deadline } from '../front/deadline.ts';

/** What EventBridge tells of a new object, its key as it is; or that some time has passed. */
const told = z.union([
  z
    .object({ source: z.literal('aws.s3'), detail: z.object({ object: z.object({ key: z.string() }) }) })
    .transform(({ detail }) => ({ key: detail.object.key })),
  z.object({ source: z.literal('aws.events') }).transform(() => 'clock' as const),
]);

/** How many files the clock has taken in at the most: each may be 20 MB, and takes about a second. */
export const MOST_A_TICK = 40;

/** The part of the time that is kept for the last file. */
const KEPT = 0.3;

export interface ArrivalsOptions {
  readonly objects: ObjectStore;
  /** From 0 up to 1. */
  readonly random: () => number;
  /** Takes one line of JSON about each file that is refused. */
  readonly log?: (line: string) => void;
}

/**
 * Takes in the file that a bucket tells of; where that cannot be done now the call fails, so that the file is told of
 * again. What was told of in vain the clock finds: it goes through what has arrived and was not taken in. One that is
 * refused is settled.
 */
export function createArrivals({ objects, random, log = console.info }: ArrivalsOptions) {
  return async (event: unknown, deadline: Deadline): Promise<void> => {
    const what = told.parse(event);
    if (what === 'clock') await sweep(objects, log, await waiting(objects, random), deadline);
    else await arrive(objects, what.key, log);
  };
}

async function arrive(objects: ObjectStore, key: string, log: (line: string) => void): Promise<void> {
  const sha256 = sha256OfIncoming(key);
  if (sha256 === undefined) return;
  const received = await receiveEvidence(objects, { sha256 });
  if (isRefusal(received)) log(JSON.stringify({ level: 'info', evidence: sha256, refused: received }));
}

/**
 * So many keys from a place on that chance names, and on from the beginning where they end: what fails each time, or
 * was never declared and so stays, keeps no other from being looked at for long.
 */
async function waiting(objects: ObjectStore, random: () => number): Promise<readonly string[]> {
  const after = `${PREFIXES.incoming}${Math.floor(random() * 0x100)
    .toString(16)
    .padStart(2, '0')}`;
  const beyond = await objects.list(PREFIXES.incoming, { limit: MOST_A_TICK, after });
  if (beyond.length === MOST_A_TICK) return beyond;
  const first = await objects.list(PREFIXES.incoming, { limit: MOST_A_TICK - beyond.length });
  return [...new Set([...beyond, ...first])];
}

/** One that fails stops none of the others, and is told of when all were tried. */
async function sweep(
  objects: ObjectStore,
  log: (line: string) => void,
  keys: readonly string[],
  deadline: Deadline,
): Promise<void> {
  const keptMs = deadline.getRemainingTimeInMillis() * KEPT;
  const failures: unknown[] = [];
  for (const key of keys) {
    if (deadline.getRemainingTimeInMillis() <= keptMs) break;
    await arrive(objects, key, log).catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} uploads could not be taken in`);
}
