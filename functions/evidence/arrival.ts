import { isRefusal } from '../../shared/domain/refusal.ts';
import { sha256OfIncoming } from '../../shared/evidence/keys.ts';
import { receiveEvidence } from '../../shared/evidence/receive.ts';
import type { ObjectStore } from '../../shared/storage/ports/object-store.ts';
import type { Language } from '../../shared/words/language.ts';
import { type ProblemResponse, toResponse } from '../problems/problem.ts';
import { problemOfRefusal } from '../problems/refusal.ts';

/**
 * Takes in what was just uploaded under a key, and says what its sender is answered: `{ evidence, state }`, or the
 * problem that the file has. Undefined where the key is no evidence's.
 */
export async function answerArrival(
  objects: ObjectStore,
  key: string,
  language: Language,
): Promise<ProblemResponse | undefined> {
  const sha256 = sha256OfIncoming(key);
  if (sha256 === undefined) return undefined;
  const received = await receiveEvidence(objects, { sha256 });
  if (isRefusal(received)) return toResponse(problemOfRefusal(received, language), language);
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' };
  return { statusCode: 200, headers, body: JSON.stringify(received) };
}
