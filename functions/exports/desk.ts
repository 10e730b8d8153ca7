import type { Catalogue } from '../../shared/storage/ports/catalogue.ts';
import type { ExportJobs } from '../../shared/storage/ports/export-jobs.ts';
import type { Ledger } from '../../shared/storage/ports/ledger.ts';
import type { ObjectLinks } from '../../shared/storage/ports/object-links.ts';
import type { Projection } from '../../shared/storage/ports/projection.ts';

/** What the use cases of exports work with. They make no export themselves, and write nothing into the ledger. */
export interface ExportDesk {
  readonly jobs: ExportJobs;
  readonly ledger: Pick<Ledger, 'read'>;
  /** What requests name is told by its names. */
  readonly catalogue: Pick<Catalogue, 'named'>;
  readonly projection: Pick<Projection, 'placesOf'>;
  readonly links: Pick<ObjectLinks, 'download'>;
  /** Milliseconds since 1970 UTC. */
  readonly clock: () => number;
  /** Tells whoever makes exports that one is queued. */
  readonly wake: () => void;
}
