import type { Waiting, WaitingKind } from '../../domain/waiting.ts';
import type { Stretch } from './lists.ts';

/** Something that waits, and where it stands among its kind. */
export interface Waits<K extends WaitingKind = WaitingKind> {
  readonly key: string;
  /** Reads what there is to say of it: whoever only counts does not. */
  tell(): Waiting[K];
}

export interface WaitingPage<K extends WaitingKind = WaitingKind> {
  /** As many as were asked for, unless there are no more. */
  readonly rows: readonly Waits<K>[];
  readonly goesOn: boolean;
}

/**
 * What waits, of everything that is projected: documents and entries by when they were opened or recorded, lots by the day
 * on which they expire, items by their ids. A row goes with the entry that does what was to be done.
 */
export interface WaitingLists {
  waiting<K extends WaitingKind>(kind: K, stretch: Omit<Stretch, 'list'>): Promise<WaitingPage<K>>;
}
