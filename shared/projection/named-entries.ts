import { type Entry, isKind } from '../domain/entry.ts';
import { type Id, isId, isLotId } from '../domain/id.ts';
import { bringsLots, lotsBrought } from '../domain/lot-origin.ts';
import type { Posting } from '../domain/posting.ts';
import { refsOf } from '../domain/refs.ts';
import type { Naming } from '../storage/ports/catalogue.ts';
import type { Prefix } from '../storage/ports/journal.ts';
import { NamedDocuments } from './named-documents.ts';
import { insertRising, startOf } from './rising.ts';

/** Entries that are taken in in one go, a few milliseconds. */
const AT_ONCE = 64;

/**
 * Which entries of a log name a thing in any way: in their own facts, in those of what opened their document, or by what
 * they move. What is about a purchase names all whose it was said to be. More may name it than a filter lets through, and
 * never less. It grows with the log, and is kept in memory beside the entries themselves.
 */
export class NamedEntries {
  /** Documents, by what those name where they were opened. */
  readonly documents = new NamedDocuments();
  /** Rising. */
  readonly #places = new Map<string, number[]>();
  /** Of goods that were ever moved, by their lot. */
  readonly #itemOf = new Map<string, Id>();
  /** As ordered, and as corrected, by purchase. */
  readonly #suppliersOf = new Map<string, readonly Id[]>();
  #size = 0;

  /** How many entries of the log are taken in. */
  get size(): number {
    return this.#size;
  }

  /** Takes in what is sealed since, each posting at its place. Whoever else has something to do has it done between. */
  async grow({ postings, asOf }: Pick<Prefix, 'postings' | 'asOf'>): Promise<void> {
    const size = asOf?.size ?? 0;
    while (this.#size < size) {
      this.#enter(postings, Math.min(size, this.#size + AT_ONCE));
      if (this.#size < size) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  #enter(postings: readonly Posting[], size: number): void {
    for (const posting of postings.slice(this.#size, size)) {
      this.#keepSupplier(posting.entry);
      const names = this.namesIn(posting);
      for (const name of names) this.#placesOf(name).push(this.#size);
      this.documents.enter(posting, names);
      this.#size += 1;
    }
  }

  /** The places below one of the entries that name everything asked for, falling. */
  *placesBelow(below: number, naming: Naming): Generator<number> {
    const lists = namesAsked(naming).map((name) => this.#places.get(name) ?? []);
    const [rarest = [], ...others] = lists.toSorted((a, b) => a.length - b.length);
    for (let at = startOf(rarest, below) - 1; at >= 0; at -= 1) {
      const place = rarest[at];
      if (place !== undefined && others.every((list) => list[startOf(list, place)] === place)) yield place;
    }
  }

  isNaming(posting: Posting, naming: Naming): boolean {
    const named = this.namesIn(posting);
    return namesAsked(naming).every((name) => named.has(name));
  }

  /** All that a posting names; it need not be taken in. */
  namesIn({ entry, opening, movements }: Posting): ReadonlySet<string> {
    const named = new Set(namesAsked({ ids: [], kind: entry.kind, actor: entry.actor.subject }));
    nameIdsIn(entry, named);
    nameIdsIn(opening, named);
    if (bringsLots(entry)) for (const lot of lotsBrought(entry)) named.add(lot);
    for (const { fundingLine, item, lot, warehouse } of movements) {
      if (lot !== undefined && item !== undefined) this.#itemOf.set(lot, item);
      for (const id of [fundingLine, item, lot, warehouse]) if (id !== undefined) named.add(id);
    }
    // A count that found nothing new names lots, and is of their items.
    const meant = [...named].flatMap((name) =>
      [this.#itemOf.get(name) ?? [], this.#suppliersOf.get(name) ?? []].flat(),
    );
    return new Set([...named, ...meant]);
  }

  /** Whose a purchase is: what was recorded of it before its supplier was corrected is of the new one too. */
  #keepSupplier(entry: Entry): void {
    const purchase = isKind(entry, 'order') ? entry.id : refsOf(entry).purchase;
    const supplier = isKind(entry, 'order') ? refsOf(entry).supplier : correctedSupplier(entry);
    if (purchase === undefined || supplier === undefined) return;
    this.#suppliersOf.set(purchase, [...(this.#suppliersOf.get(purchase) ?? []), supplier]);
    const places = this.#placesOf(supplier);
    for (const place of this.#places.get(purchase) ?? []) insertRising(places, place);
  }

  #placesOf(name: string): number[] {
    const known = this.#places.get(name);
    if (known !== undefined) return known;
    const places: number[] = [];
    this.#places.set(name, places);
    return places;
  }
}

/** Whose a correction says that something is, where it does. */
export function correctedSupplier(entry: Entry): Id | undefined {
  if (!isKind(entry, 'correction')) return undefined;
  const change = entry.facts.changes.find(({ field }) => field === 'supplier');
  return typeof change?.is === 'string' ? change.is : undefined;
}

/** No id is written as a kind or a subject is here. */
function namesAsked({ ids, kind, actor }: Naming): string[] {
  return [...ids, ...(kind === undefined ? [] : [`kind ${kind}`]), ...(actor === undefined ? [] : [`actor ${actor}`])];
}

function nameIdsIn(told: unknown, named: Set<string>): void {
  if (typeof told === 'string') {
    if (isId(told) || isLotId(told)) named.add(told);
  } else if (typeof told === 'object' && told !== null) {
    for (const one of Object.values(told)) nameIdsIn(one, named);
  }
}
