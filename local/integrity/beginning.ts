import type { Entry } from '../../shared/domain/entry.ts';
import { LogFiles } from '../../shared/log/journal/log-files.ts';
import { TILE_WIDTH } from '../../shared/log/tree/tile.ts';
import { decodeEntry } from '../../shared/schemas/entry.ts';
import type { Ledger } from '../../shared/storage/ports/ledger.ts';
import type { ObjectStore } from '../../shared/storage/ports/object-store.ts';
import { readFacts } from '../demo/facts.ts';
import { firstStepOf } from '../demo/steps.ts';

/** With what a ledger begins: with a step of the demonstration, with something else, or with nothing yet. */
export type Beginning = 'empty' | 'demonstration' | 'otherwise';

/** How much is read of the database, where nothing but names is sealed yet. */
const MOST_OLDEST = 100;

export interface BeginningOptions {
  readonly objects: Pick<ObjectStore, 'get'>;
  readonly ledger: Pick<Ledger, 'entries'>;
  /** Entries under the published checkpoint, all of which were compared with it. */
  readonly sealed: number;
}

/**
 * Told by the log, whose beginning is signed and never changes; only where nothing is sealed yet, by what stands in the
 * database. The first step of the demonstration has the same id in every run. Who was named beside the first of them says nothing.
 */
export async function beginningOf({ objects, ledger, sealed }: BeginningOptions): Promise<Beginning> {
  const isDone = ({ kind }: Entry) => kind !== 'naming';
  const first = (await firstSealed(objects, sealed)).find(isDone) ?? (await oldest(ledger)).find(isDone);
  if (first === undefined) return 'empty';
  return first.id === firstStepOf(readFacts()) ? 'demonstration' : 'otherwise';
}

async function firstSealed(objects: Pick<ObjectStore, 'get'>, sealed: number): Promise<readonly Entry[]> {
  if (sealed === 0) return [];
  const bundle = await new LogFiles(objects).bundle(0, Math.min(sealed, TILE_WIDTH));
  return bundle.map((bytes) => decodeEntry(Buffer.from(bytes).toString('utf8')));
}

async function oldest(ledger: Pick<Ledger, 'entries'>): Promise<readonly Entry[]> {
  const { items } = await ledger.entries({ limit: MOST_OLDEST, order: 'oldest' });
  return items.map(({ entry }) => entry);
}
