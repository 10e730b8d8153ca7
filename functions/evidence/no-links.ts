import type { ObjectLinks } from '../../shared/storage/ports/object-links.ts';
import { ObjectStoreError } from '../../shared/storage/ports/object-store.ts';

const refuse = async (): Promise<never> => {
  throw new ObjectStoreError('unavailable', 'nothing here hands out links to files');
};

/** Stands where nothing hands out links: whatever needs one is unavailable. */
export const noLinks: ObjectLinks = { download: refuse, upload: refuse };
