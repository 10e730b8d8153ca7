import { type Id, isId, isLotId } from '../domain/id.ts';
import { bringsLots, lotsBrought } from '../domain/lot-origin.ts';
import type { Posting } from '../domain/posting.ts';
import type { Naming } from '../storage/ports/catalogue.ts';

/**
 * Which entries of a log name a thing in any way: in their own facts, in those of what opened their document, or by what
 * they move. More may name it than a filter lets through, and never less. It grows with the log, and is kept in memory
 * beside the entries themselves.
 */
export class NamedEntries {
  /** Rising. */
  readonly #places = new Map<string, number[]>();
  /** Of goods that were ever moved, by their lot. */
  readonly #itemOf = new Map<string, Id>();
  #size = 0;

  /** Takes in what is sealed since, each posting at its place. */
  grow(postings: readonly Posting[], size: number): void {
    for (; this.#size < size; this.#size += 1) {
      const posting = postings[this.#size];
      if (posting === undefined) return;
      for (const name of this.#namedBy(posting)) {
        const places = this.#places.get(name);
        if (places === undefined) this.#places.set(name, [this.#size]);
        else places.push(this.#size);
      }
    }
  }

  /** The places below one of the entries that name everything asked for, falling. */
  *placesBelow(below: number, naming: Naming): Generator<number> {
    const lists = namesIn(naming).map((name) => this.#places.get(name) ?? []);
    const [rarest = [], ...others] = lists.toSorted((a, b) => a.length - b.length);
    for (let at = startOf(rarest, below) - 1; at >= 0; at -= 1) {
      const place = rarest[at];
      if (place !== undefined && others.every((list) => list[startOf(list, place)] === place)) yield place;
    }
  }

  isNaming(posting: Posting, naming: Naming): boolean {
    const named = this.#namedBy(posting);
    return namesIn(naming).every((name) => named.has(name));
  }

  #namedBy(posting: Posting): ReadonlySet<string> {
    const { entry, opening, movements } = posting;
    const named = new Set(namesIn({ ids: [], kind: entry.kind, actor: entry.actor.subject }));
    nameIdsIn(entry, named);
    nameIdsIn(opening, named);
    if (bringsLots(entry)) for (const lot of lotsBrought(entry)) named.add(lot);
    for (const { fundingLine, item, lot, warehouse } of movements) {
      if (lot !== undefined && item !== undefined) this.#itemOf.set(lot, item);
      for (const id of [fundingLine, item, lot, warehouse]) if (id !== undefined) named.add(id);
    }
    // A count that found nothing new names lots, and is of their items.
    const items = [...named].flatMap((name) => this.#itemOf.get(name) ?? []);
    return new Set([...named, ...items]);
  }
}

/** No id is written as a kind or a subject is here. */
function namesIn({ ids, kind, actor }: Naming): string[] {
  return [...ids, ...(kind === undefined ? [] : [`kind ${kind}`]), ...(actor === undefined ? [] : [`actor ${actor}`])];
}

function nameIdsIn(told: unknown, named: Set<string>): void {
  if (typeof told === 'string') {
    if (isId(told) || isLotId(told)) named.add(told);
  } else if (typeof told === 'object' && told !== null) {
    for (const one of Object.values(told)) nameIdsIn(one, named);
  }
}

/** Where in a rising list a place stands or would stand. */
function startOf(list: readonly number[], place: number): number {
  let [from, to] = [0, list.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((list[middle] ?? place) < place) from = middle + 1;
    else to = middle;
  }
  return from;
}
