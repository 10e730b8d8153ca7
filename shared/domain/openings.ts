import type { Entry } from './entry.ts';
import type { Kind } from './facts.ts';
import type { Id } from './id.ts';
import { KINDS } from './kinds.ts';

/**
 * The entries that later ones count in: an order by its lines, an acceptance or a receipt by its lots, a dispatch by
 * its parts, a disbursement by its unit. Found by their own ids.
 */
export interface Openings {
  find(id: Id): Entry | undefined;
}

/** Whether later entries may refer to what this one opened or brought. */
export function isOpening({ kind }: { readonly kind: Kind }): boolean {
  return KINDS[kind].countedIn;
}

/** Openings that are remembered as they go by. */
export interface OpeningsKept extends Openings {
  keep(entry: Entry): void;
}

/** The newest openings, all of them unless a capacity is given. What was forgotten is kept again when it is recalled. */
export class RecentOpenings implements OpeningsKept {
  readonly #kept = new Map<Id, Entry>();
  readonly #capacity: number;

  constructor(capacity: number = Number.POSITIVE_INFINITY) {
    this.#capacity = capacity;
  }

  find(id: Id): Entry | undefined {
    return this.#kept.get(id);
  }

  keep(entry: Entry): void {
    if (isOpening(entry)) this.#kept.set(entry.id, entry);
  }

  /** Forgets the oldest beyond the capacity. Not to be called between recalling what an entry needs and resolving it. */
  trim(): void {
    for (const id of this.#kept.keys()) {
      if (this.#kept.size <= this.#capacity) return;
      this.#kept.delete(id);
    }
  }
}
