import type { Id } from '../../shared/domain/id.ts';
import type { Imports } from '../../shared/storage/ports/imports.ts';
import type { Tracker } from '../composition/tracker.ts';

/** What the use cases of imports work with: of the ledger they only try rows. */
export interface ImportDesk extends Tracker {
  readonly imports: Imports;
  /** Tells whoever carries imports out that rows wait. */
  readonly rowsWait: (job: Id) => void;
}
