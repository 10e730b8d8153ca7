import type { State } from '../domain/account.ts';
import type { CalendarDate } from '../domain/calendar.ts';
import type { DocumentKind } from '../domain/documents.ts';
import { type Entry, isKind } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import type { Movement, Posting } from '../domain/posting.ts';
import { refsOf } from '../domain/refs.ts';
import type { NamingDocument } from '../storage/ports/catalogue.ts';
import { openedBy, openedKey } from './opened.ts';
import { insertRising, removeRising, startOf } from './rising.ts';

/** Named by none but those of which something is still to come: no id is written so. */
const UNDER_WAY = 'under way';

interface Opened {
  readonly key: string;
  readonly kinds: readonly DocumentKind[];
  readonly effectiveOn: CalendarDate;
}

/**
 * Which documents name a thing where they were opened, or in a correction of that: the lists of documents filter by what
 * those say. More may name it than a filter lets through, and never less. What is not sealed yet lies `over` what is.
 */
export class NamedDocuments {
  /** By kind and name: their keys, rising. */
  readonly #keys = new Map<string, string[]>();
  readonly #opened = new Map<Id, Opened>();
  /** Of purchases what is on order, of consignments what is on its way: quantity and value, which are both zero or above. */
  readonly #toCome = new Map<Id, bigint>();
  readonly #days = new Map<string, CalendarDate>();
  readonly #over: NamedDocuments | undefined;

  constructor(over?: NamedDocuments) {
    this.#over = over;
  }

  /** Takes in what happened, with all that it names. */
  enter(posting: Posting, names: Iterable<string>): void {
    this.#name(posting.entry, names);
    for (const { from, to, quantity, value, ...of } of posting.movements) {
      this.#move(from, of, -quantity - value);
      this.#move(to, of, quantity + value);
    }
  }

  #name(entry: Entry, names: Iterable<string>): void {
    const opened = isKind(entry, 'correction') ? this.opening(refsOf(entry).entry) : this.#open(entry);
    if (opened === undefined) return;
    const { key, kinds, effectiveOn } = opened;
    this.#days.set(key, effectiveOn);
    for (const kind of kinds) {
      insertRising(this.#keysOf(kind, ''), key);
      for (const name of names) insertRising(this.#keysOf(kind, name), key);
    }
  }

  /** Follows what of a document is still to come. What lies over the sealed ones knows no more than that it changed. */
  #move(state: State, { purchase, consignment }: Pick<Movement, 'purchase' | 'consignment'>, by: bigint): void {
    const [kind, id] =
      state === 'committed' ? (['purchase', purchase] as const) : (['consignment', consignment] as const);
    if (id === undefined || (state !== 'committed' && state !== 'transit')) return;
    const left = (this.#toCome.get(id) ?? 0n) + by;
    this.#toCome.set(id, left);
    const opened = this.opening(id);
    if (opened === undefined) return;
    this.#days.set(opened.key, opened.effectiveOn);
    const keys = this.#keysOf(kind, UNDER_WAY);
    if (left === 0n && this.#over === undefined) removeRising(keys, opened.key);
    else insertRising(keys, opened.key);
    if (this.#over !== undefined) insertRising(this.#keysOf(kind, ''), opened.key);
  }

  /** The keys below one, of documents of a kind that name everything asked for, falling. */
  *below(below: string | undefined, kind: DocumentKind, naming: NamingDocument): Generator<string> {
    const names = [...naming.ids, ...(naming.isUnderWay === true ? [UNDER_WAY] : [])];
    const lists = ['', ...names].map((name) => this.#keys.get(`${kind} ${name}`) ?? []);
    // What lies over the sealed ones may name a part of it, and they the rest.
    const [rarest = []] = this.#over === undefined ? lists.toSorted((a, b) => a.length - b.length) : lists;
    for (let at = (below === undefined ? rarest.length : startOf(rarest, below)) - 1; at >= 0; at -= 1) {
      const key = rarest[at];
      if (key === undefined || !this.#isOf(key, naming)) continue;
      if (names.every((name) => this.isNaming(key, kind, name))) yield key;
    }
  }

  /** Whether the document under a key is known to name a thing. */
  isNaming(key: string, kind: DocumentKind, name: string): boolean {
    const list = this.#keys.get(`${kind} ${name}`) ?? [];
    return list[startOf(list, key)] === key || this.#over?.isNaming(key, kind, name) === true;
  }

  opening(id: Id | undefined): Opened | undefined {
    return id === undefined ? undefined : (this.#opened.get(id) ?? this.#over?.opening(id));
  }

  #isOf(key: string, { from, to }: NamingDocument): boolean {
    const day = this.#days.get(key) ?? '';
    return (from === undefined || day >= from) && (to === undefined || day <= to);
  }

  #open(entry: Entry): Opened | undefined {
    const kinds = openedBy(entry);
    if (kinds.length === 0) return undefined;
    const opened = { key: openedKey(entry), kinds, effectiveOn: entry.effectiveOn };
    this.#opened.set(entry.id, opened);
    return opened;
  }

  #keysOf(kind: DocumentKind, name: string): string[] {
    const at = `${kind} ${name}`;
    const keys = this.#keys.get(at) ?? [];
    if (keys.length === 0) this.#keys.set(at, keys);
    return keys;
  }
}
