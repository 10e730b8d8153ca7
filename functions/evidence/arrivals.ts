import * as z from 'zod';
import { isRefusal } from '../../shared/domain/refusal.ts';
import { sha256OfIncoming } from '../../shared/evidence/keys.ts';
import { receiveEvidence } from '../../shared/evidence/receive.ts';
import type { ObjectStore } from '../../shared/storage/ports/object-store.ts';

/** What EventBridge tells of a new object; its key comes as it is. */
const arrival = z.object({
  source: z.literal('aws.s3'),
  detail: z.object({ object: z.object({ key: z.string() }) }),
});

/**
 * Takes in the file that a bucket tells of. Where that cannot be done now the call fails, so that the file is told of
 * again; one that is refused is settled. `log` takes one line of JSON about each of those.
 */
export function createArrivals(objects: ObjectStore, log: (line: string) => void = console.info) {
  return async (event: unknown): Promise<void> => {
    await arrive(objects, arrival.parse(event).detail.object.key, log);
  };
}

async function arrive(objects: ObjectStore, key: string, log: (line: string) => void): Promise<void> {
  const sha256 = sha256OfIncoming(key);
  if (sha256 === undefined) return;
  const received = await receiveEvidence(objects, { sha256 });
  if (isRefusal(received)) log(JSON.stringify({ level: 'info', evidence: sha256, refused: received }));
}
