import type { Id } from '../domain/id.ts';
import type { Posting } from '../domain/posting.ts';

/** A prefix of the journal, in an order in which no account of it is ever below zero. */
export interface Prefix {
  readonly postings: readonly Posting[];
  /** `{ size, root }` of the checkpoint it was sealed under; null until there is sealing. */
  readonly asOf: { readonly size: number; readonly root: string } | null;
  /** The last entries that are in it; an entry id answers whether it is. */
  has(id: Id): boolean;
}

/** The entries, read in order. Reports, statements and the comparison with the books fold what it gives. */
export interface Journal {
  /** Everything appended before the call. */
  read(): Promise<Prefix>;
}
