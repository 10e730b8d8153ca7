import { randomBytes } from 'node:crypto';
import type { Office } from '../../shared/commands/command.ts';
import { Namings } from '../../shared/commands/naming.ts';
import { believedClosure } from '../../shared/commands/periods.ts';
import { believedThresholds } from '../../shared/commands/thresholds.ts';
import { Turnstile } from '../../shared/commands/turnstile.ts';
import { evidenceKeys } from '../../shared/evidence/keys.ts';
import { LogFiles } from '../../shared/log/journal/log-files.ts';
import { RegistrySearch } from '../../shared/projection/registry-search.ts';
import type { Catalogue } from '../../shared/storage/ports/catalogue.ts';
import type { ObjectStore } from '../../shared/storage/ports/object-store.ts';
import type { Projection } from '../../shared/storage/ports/projection.ts';
import { lateCatalogue } from './late-catalogue.ts';

/** All that use cases work with: the ledger and what reads it, time, randomness, and the key that counts persons. */
export interface Tracker extends Office {
  readonly objects: ObjectStore;
  readonly projection: Projection;
  readonly catalogue: Catalogue;
}

export type TrackerOptions = Pick<Tracker, 'ledger' | 'journal' | 'objects' | 'projection' | 'personKey'> &
  Partial<Pick<Office, 'clock' | 'salt'>>;

const SALT_BYTES = 32;

/** Puts a tracker together; clock and randomness are the machine's unless given. */
export function createTracker(options: TrackerOptions): Tracker {
  const clock = options.clock ?? Date.now;
  const thresholds = believedThresholds(options.ledger, clock);
  const closedThrough = believedClosure(options.ledger, clock);
  const files = new LogFiles(options.objects);
  const search = new RegistrySearch({ ...options, files, clock });
  return {
    turnstile: new Turnstile(),
    namings: new Namings(),
    salt: () => randomBytes(SALT_BYTES),
    ...options,
    ledger: search.over(options.ledger),
    catalogue: lateCatalogue({ ...options, files, search }),
    clock,
    closedThrough,
    hasArrived: async (sha256) => (await options.objects.stat(evidenceKeys.stored(sha256))) !== undefined,
    thresholds,
  };
}
