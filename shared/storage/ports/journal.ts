import type { Id } from '../../domain/id.ts';
import type { Posting } from '../../domain/posting.ts';
import type { Sealed } from '../../domain/voucher.ts';

/** A prefix of the journal, in an order in which no account of it is ever below zero. */
export interface Prefix {
  readonly postings: readonly Posting[];
  /** Size and root (base64) of the checkpoint whose entries come first in it; null before the first checkpoint. */
  readonly asOf: AsOf | null;
  /** Whether an entry is in it. */
  has(id: Id): boolean;
  /** The place in the log of an entry that is sealed and in it, counted from 0. */
  placeOf(id: Id): number | undefined;
}

/** A prefix of which everything is sealed: each posting stands at its place. */
export interface SealedPrefix extends Prefix {
  readonly postings: readonly Sealed[];
}

export interface AsOf {
  readonly size: number;
  readonly root: string;
}

/** The prefix with nothing in it, which no checkpoint has to tell: its root is SHA-256 of nothing (RFC 6962, section 2.1). */
export const NOTHING_SEALED: AsOf = { size: 0, root: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' };

/** Beyond so many entries they no longer fit into one process: totals are read from the projection, rows from exports. */
export const MOST_HELD = 500_000;

/** The entries, read in order. Reports, statements and the comparison with the books fold what it gives. */
export interface Journal {
  /** What the published checkpoint seals, and nothing else: what reports and exports tell. */
  sealed(): Promise<SealedPrefix>;
  /** Everything appended before the call: what is sealed, and behind it what is not, in the order it may be sealed. */
  whole(): Promise<Prefix>;
  /** Reads on in what is sealed, some milliseconds, so that whoever asks later has less to wait for; says whether there is more. */
  readOn(): Promise<boolean>;
}
