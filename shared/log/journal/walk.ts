import type { Entry } from '../../domain/entry.ts';
import type { Kind } from '../../domain/facts.ts';
import type { Id } from '../../domain/id.ts';
import { type Openings, RecentOpenings } from '../../domain/openings.ts';
import { neededBy, type Posting, Resolver } from '../../domain/posting.ts';
import { withUndone } from '../../domain/undone.ts';
import type { Sealed } from '../../domain/voucher.ts';
import { entryIn } from '../../storage/ports/stored.ts';
import { TILE_WIDTH } from '../tree/tile.ts';
import type { LogFiles } from './log-files.ts';
import { PlaceIndex } from './place-index.ts';

/** Reads entries by their ids; those that do not exist are left out. */
export type Recall = (ids: readonly Id[]) => Promise<readonly Entry[]>;

/** Where the sealed entries of a log are read back: its bundles, which are all there up to a size. */
export interface SealedBundles {
  readonly size: number;
  /** The bytes of the first `width` entries of a bundle. */
  bundle(n: number, width: number): Promise<readonly Uint8Array[]>;
}

/** Bundles that are read at once. */
const AT_ONCE = 8;

/**
 * Recalls entries from the log itself, by the places that somebody knows. A place need not be believed: an entry that
 * stands there and has another id is not the one that was asked for.
 */
export function recallByPlace(
  log: SealedBundles,
  placesOf: (ids: readonly Id[]) => Promise<ReadonlyMap<Id, number>> | ReadonlyMap<Id, number>,
  read: (bytes: Uint8Array, place: number) => Entry = readSealed,
): Recall {
  async function placedIn([n, places]: readonly [n: number, places: readonly (readonly [Id, number])[]]) {
    const bundle = await log.bundle(n, Math.min(TILE_WIDTH, log.size - n * TILE_WIDTH));
    return places.flatMap(([id, place]) => {
      const bytes = bundle[place % TILE_WIDTH];
      const entry = bytes === undefined ? undefined : read(bytes, place);
      return entry?.id === id ? [entry] : [];
    });
  }

  return async (ids) => {
    const byBundle = new Map<number, [Id, number][]>();
    for (const [id, place] of await placesOf(ids)) {
      if (place >= log.size) continue;
      const n = Math.floor(place / TILE_WIDTH);
      byBundle.set(n, [...(byBundle.get(n) ?? []), [id, place]]);
    }
    const bundles = [...byBundle];
    const recalled: Entry[] = [];
    for (let at = 0; at < bundles.length; at += AT_ONCE) {
      recalled.push(...(await Promise.all(bundles.slice(at, at + AT_ONCE).map(placedIn))).flat());
    }
    return recalled;
  };
}

/** What may undo something that happened before it. */
const UNDOING: readonly Kind[] = ['reversal', 'supplier-return', 'unit-return', 'take-back', 'correction'];

/** A bundle whose postings say what they undo. Few entries undo anything, and what they undo is read back one by one. */
export async function undoing<P extends Posting>(bundle: readonly P[], recall: Recall): Promise<P[]> {
  const known = new Map(bundle.map(({ entry }) => [entry.id, entry]));
  const find = (id: Id) => known.get(id);
  const told: P[] = [];
  for (const posting of bundle) {
    if (!UNDOING.includes(posting.entry.kind)) {
      told.push(posting);
      continue;
    }
    let undone = withUndone(posting, find);
    while (undone.missing.length > 0) {
      const found = await recall(undone.missing);
      if (found.length === 0) break;
      for (const entry of found) known.set(entry.id, entry);
      undone = withUndone(posting, find);
    }
    told.push(undone.posting);
  }
  return told;
}

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

function readSealed(bytes: Uint8Array): Entry {
  return entryIn(utf8.decode(bytes));
}

/** The sealed entries from one place up to a size, bundle by bundle: what a bundle holds is resolved before it is given. */
export async function* sealedEntries(
  files: LogFiles,
  { from, size }: { readonly from: number; readonly size: number },
  walk: Walk,
): AsyncGenerator<SealedBytes[]> {
  let index = from;
  for await (const bundle of files.entries(from, size)) {
    const entries = bundle.map(readSealed);
    const postings = await walk.postings(entries);
    const first = index;
    yield postings.map((posting, at) => ({ ...posting, index: first + at, canonical: bundle[at] ?? new Uint8Array() }));
    index += bundle.length;
  }
}

/**
 * Goes through a log from its first entry on, up to a size, by its files alone: what was forgotten is recalled from its
 * bundle. Memory grows by 20 to 40 bytes an entry, for its place. Postings say what they undo.
 */
export class LogWalk {
  readonly #files: LogFiles;
  readonly #size: number;
  readonly #places = new PlaceIndex();
  readonly #recall: Recall;
  readonly #walk: Walk;

  constructor(files: LogFiles, size: number, openings = OPENINGS) {
    this.#files = files;
    this.#size = size;
    const log = { size, bundle: (n: number, width: number) => files.bundle(n, width) };
    this.#recall = recallByPlace(log, (ids) => placesIn(this.#places, ids));
    this.#walk = new Walk(this.#recall, openings);
  }

  /** What the entries given last count in. */
  get openings(): Openings {
    return this.#walk.openings;
  }

  async *entries(): AsyncGenerator<SealedBytes[]> {
    for await (const bundle of sealedEntries(this.#files, { from: 0, size: this.#size }, this.#walk)) {
      const told = await undoing(bundle, this.#recall);
      for (const { entry } of bundle) this.#places.add(entry.id);
      yield told;
    }
  }
}

/** The places of those that have one. */
export function placesIn(places: Pick<PlaceIndex, 'find'>, ids: readonly Id[]): ReadonlyMap<Id, number> {
  return new Map(
    ids.flatMap((id): [Id, number][] => {
      const place = places.find(id);
      return place === undefined ? [] : [[id, place]];
    }),
  );
}
