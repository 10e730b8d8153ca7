import type { Entry } from '../../domain/entry.ts';
import type { Id } from '../../domain/id.ts';
import { RecentOpenings } from '../../domain/openings.ts';
import { neededBy, type Posting, Resolver } from '../../domain/posting.ts';
import type { Sealed } from '../../domain/voucher.ts';
import { decodeEntry } from '../../schemas/entry.ts';
import type { LogFiles } from './log-files.ts';

/** Reads entries by their ids; those that do not exist are left out. */
export type Recall = (ids: readonly Id[]) => Promise<readonly Entry[]>;

/** Openings that are remembered; older ones are recalled when an entry comes back to them. */
export const OPENINGS = 10_000;

/**
 * Resolves entries in the order of the log with what they count in at hand: the openings seen last, older ones recalled.
 * So memory does not grow with the log.
 */
export class Walk {
  readonly openings: RecentOpenings;
  readonly resolver: Resolver;
  readonly #recall: Recall;

  constructor(recall: Recall, openings = OPENINGS) {
    this.openings = new RecentOpenings(openings);
    this.resolver = new Resolver(this.openings);
    this.#recall = recall;
  }

  /** Makes sure that every opening is there that the entries count in, others of the entries left out. */
  async prepare(entries: readonly Entry[]): Promise<void> {
    this.openings.trim();
    const own = new Map(entries.map((entry) => [entry.id, entry]));
    const openings = { find: (id: Id) => this.openings.find(id) ?? own.get(id) };
    const asked = new Set<Id>();
    for (;;) {
      const missing = new Set(entries.flatMap((entry) => neededBy(entry, openings)));
      const unasked = [...missing].filter((id) => !asked.has(id));
      if (unasked.length === 0) return;
      for (const id of unasked) asked.add(id);
      for (const entry of await this.#recall(unasked)) this.openings.keep(entry);
    }
  }

  async postings(entries: readonly Entry[]): Promise<Posting[]> {
    await this.prepare(entries);
    return entries.map((entry) => this.resolver.resolve(entry));
  }
}

/** A posting at its place with the bytes that are sealed. */
export interface SealedBytes extends Sealed {
  readonly canonical: Uint8Array;
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** The sealed entries from one place up to a size, bundle by bundle: what a bundle holds is resolved before it is given. */
export async function* sealedEntries(
  files: LogFiles,
  { from, size }: { readonly from: number; readonly size: number },
  walk: Walk,
): AsyncGenerator<SealedBytes[]> {
  let index = from;
  for await (const bundle of files.entries(from, size)) {
    const entries = bundle.map((bytes) => decodeEntry(utf8.decode(bytes)));
    const postings = await walk.postings(entries);
    const first = index;
    yield postings.map((posting, at) => ({ ...posting, index: first + at, canonical: bundle[at] ?? new Uint8Array() }));
    index += bundle.length;
  }
}
