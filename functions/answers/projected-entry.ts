import { setTimeout } from 'node:timers/promises';
import type { Id } from '../../shared/domain/id.ts';
import type { Projection } from '../../shared/storage/ports/projection.ts';

const PATIENCE_MS = 2_000;
const PAUSE_MS = 100;

/** Looks again and again until it is so, at the latest after two seconds. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let waited = 0; !(await isSo()) && waited < PATIENCE_MS; waited += PAUSE_MS) await setTimeout(PAUSE_MS);
}

export async function placeOf(projection: Projection, id: Id): Promise<number | undefined> {
  return (await projection.placesOf([id])).get(id);
}

export async function isProjected(projection: Projection, id: Id): Promise<boolean> {
  const place = await placeOf(projection, id);
  return place !== undefined && place < (await projection.current()).position.size;
}
