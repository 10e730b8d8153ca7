import type { ObjectLinks } from '../../shared/storage/ports/object-links.ts';
import type { Tracker } from '../composition/tracker.ts';

/** What the use cases of evidence work with. They write files and no entry. */
export interface EvidenceTracker extends Pick<Tracker, 'ledger' | 'objects' | 'clock'> {
  /** Under which clients upload and download files. */
  readonly links: ObjectLinks;
}
