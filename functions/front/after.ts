import { setTimeout } from 'node:timers/promises';
import type { Id } from '../../shared/domain/id.ts';
import type { Projection } from '../../shared/storage/ports/projection.ts';

const PATIENCE_MS = 2_000;
const PAUSE_MS = 100;

/** Looks again and again until it is so, at the latest after two seconds. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let waited = 0; !(await isSo()) && waited < PATIENCE_MS; waited += PAUSE_MS) await setTimeout(PAUSE_MS);
}

type Projected = Pick<Projection, 'placesOf' | 'current'>;

/** Waits until an entry, where one is named, is sealed and projected, so that it has its number. */
export async function untilProjected(projection: Projected, after: Id | undefined): Promise<void> {
  await until(async () => after === undefined || (await isProjected(projection, after)));
}

export async function placeOf(projection: Pick<Projection, 'placesOf'>, id: Id): Promise<number | undefined> {
  return (await projection.placesOf([id])).get(id);
}

async function isProjected(projection: Projected, id: Id): Promise<boolean> {
  const place = await placeOf(projection, id);
  return place !== undefined && place < (await projection.current()).position.size;
}
