import type { Id } from '../../domain/id.ts';

const FIRST_SLOTS = 1 << 12;
/** Beyond this share of its slots the table doubles. */
const FULLEST = 0.6;
const WORDS = 4;
const FREE = -1;
const ZERO = '0'.charCodeAt(0);
const LETTERS = 'a'.charCodeAt(0);

/**
 * Which place in the log each entry has: every id there ever was, exactly, in 20 bytes a slot instead of the hundreds
 * that a map of texts takes. Ids are only ever added.
 */
export class PlaceIndex {
  /** The 128 bits of each id. */
  #ids = new Uint32Array(FIRST_SLOTS * WORDS);
  #places = new Int32Array(FIRST_SLOTS).fill(FREE);
  #size = 0;
  readonly #words = new Uint32Array(WORDS);

  /** Enters an id at the next place; false where it has one already. */
  add(id: Id): boolean {
    if (this.#size >= this.#places.length * FULLEST) this.#grow();
    this.#read(id);
    const slot = this.#slot();
    if (this.#places[slot] !== FREE) return false;
    this.#ids.set(this.#words, slot * WORDS);
    this.#places[slot] = this.#size;
    this.#size += 1;
    return true;
  }

  /** The place of an entry, counted from 0. */
  find(id: Id): number | undefined {
    this.#read(id);
    const place = this.#places[this.#slot()];
    return place === undefined || place === FREE ? undefined : place;
  }

  get size(): number {
    return this.#size;
  }

  #read(id: Id): void {
    const words = this.#words;
    words[0] = (hexAt(id, 0) << 16) | hexAt(id, 4);
    words[1] = (hexAt(id, 9) << 16) | hexAt(id, 14);
    words[2] = (hexAt(id, 19) << 16) | hexAt(id, 24);
    words[3] = (hexAt(id, 28) << 16) | hexAt(id, 32);
  }

  /** The slot in which the id read last stands, or the free one where it would. */
  #slot(): number {
    const [a = 0, b = 0, c = 0, d = 0] = this.#words;
    const mask = this.#places.length - 1;
    let slot =
      (Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b) ^ Math.imul(c, 0xc2b2ae35) ^ Math.imul(d, 0x27d4eb2f)) >>> 0;
    slot = (slot ^ (slot >>> 15)) & mask;
    while (this.#places[slot] !== FREE) {
      const at = slot * WORDS;
      const ids = this.#ids;
      if (ids[at] === a && ids[at + 1] === b && ids[at + 2] === c && ids[at + 3] === d) return slot;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #grow(): void {
    const ids = this.#ids;
    const places = this.#places;
    this.#ids = new Uint32Array(ids.length * 2);
    this.#places = new Int32Array(places.length * 2).fill(FREE);
    for (const [old, place] of places.entries()) {
      if (place === FREE) continue;
      this.#words.set(ids.subarray(old * WORDS, (old + 1) * WORDS));
      const slot = this.#slot();
      this.#ids.set(this.#words, slot * WORDS);
      this.#places[slot] = place;
    }
  }
}

/** The number that four hexadecimal digits in lower case write, from a place on. */
function hexAt(text: string, from: number): number {
  let number = 0;
  for (let at = from; at < from + 4; at += 1) {
    const code = text.charCodeAt(at);
    number = (number << 4) | (code < LETTERS ? code - ZERO : code - LETTERS + 10);
  }
  return number;
}
