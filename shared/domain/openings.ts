import { type Entry, isKind } from './entry.ts';
import type { Id } from './id.ts';

/**
 * The entries that later ones count in: an order by its lines, an acceptance or a receipt by its lots, a dispatch by
 * its parts, a disbursement by its unit. Found by their own ids.
 */
export interface Openings {
  find(id: Id): Entry | undefined;
}

/** Whether later entries may refer to what this one opened or brought. */
export function isOpening(entry: Entry): boolean {
  return (
    isKind(entry, 'order') ||
    isKind(entry, 'acceptance') ||
    isKind(entry, 'receipt') ||
    isKind(entry, 'dispatch') ||
    isKind(entry, 'disbursement')
  );
}
