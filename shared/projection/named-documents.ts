import type { State } from '../domain/account.ts';
import type { CalendarDate } from '../domain/calendar.ts';
import type { DocumentKind } from '../domain/documents.ts';
import { type Entry, isKind } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import { invoiceIn } from '../domain/invoice.ts';
import type { Movement, Posting } from '../domain/posting.ts';
import { refsOf } from '../domain/refs.ts';
import type { Mark, NamingDocument, SortedBy } from '../storage/ports/catalogue.ts';
import { idInKey, openedBy, openedKey } from './opened.ts';
import { keyInPlace, ORDERS, orderPlace } from './order-place.ts';
import { insertRising, removeRising, startOf } from './rising.ts';
import { RisingBlocks } from './rising-blocks.ts';

/** Named by none but those of which something is still to come: no id is written so, nor as any mark. */
const UNDER_WAY = 'under way';
const RED: Mark = 'red';
/** Of one document among so many and fewer, those that fit are put in order; of more, the order is gone through for them. */
const ONE_OF = 8;

interface Opened {
  readonly key: string;
  readonly kinds: readonly DocumentKind[];
  readonly entry: Entry;
}

/** What is asked for of documents of a kind. */
interface Fitting extends NamingDocument {
  readonly kind: DocumentKind;
  /** Their keys, rising, where no others are. */
  readonly among?: readonly string[] | undefined;
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
  /** By kind and by what it is sorted by: where each stands. */
  readonly #places = new Map<string, RisingBlocks>();
  readonly #over: NamedDocuments | undefined;

  constructor(over?: NamedDocuments) {
    this.#over = over;
  }

  /** Takes in what happened, with all that it names. */
  enter(posting: Posting, names: Iterable<string>): void {
    this.#name(posting.entry, names);
    this.#change(posting.entry, names);
    for (const { from, to, quantity, value, ...of } of posting.movements) {
      this.#move(from, of, -quantity - value);
      this.#move(to, of, quantity + value);
    }
  }

  #name(entry: Entry, names: Iterable<string>): void {
    const opened = isKind(entry, 'correction') ? this.opening(refsOf(entry).entry) : this.#open(entry);
    if (opened === undefined) return;
    this.#list(opened);
    for (const kind of opened.kinds) {
      for (const name of names) insertRising(this.#keysOf(kind, name), opened.key);
    }
  }

  /** Marks what a later entry is about. */
  #change({ id, kind }: Entry, names: Iterable<string>): void {
    const marks: readonly Mark[] = kind === 'reversal' ? ['changed', 'reversed'] : ['changed'];
    for (const name of names) {
      const opened = name === id ? undefined : this.opening(name);
      for (const of of opened?.kinds ?? []) {
        if (opened === undefined || ORDERS[of] === undefined) continue;
        for (const mark of marks) insertRising(this.#keysOf(of, mark), opened.key);
        if (this.#over !== undefined) this.#list(opened);
      }
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
    if (this.#over !== undefined) this.#list(opened);
    const keys = this.#keysOf(kind, UNDER_WAY);
    if (left === 0n && this.#over === undefined) removeRising(keys, opened.key);
    else insertRising(keys, opened.key);
  }

  /** Among all of its kind. */
  #list({ key, kinds, entry }: Opened): void {
    this.#days.set(key, entry.effectiveOn);
    for (const kind of kinds) {
      insertRising(this.#keysOf(kind, ''), key);
      for (const by of ORDERS[kind] ?? []) this.#placesOf(kind, by).insert(orderPlace(kind, by, entry));
    }
  }

  /** The keys below one, of documents of a kind that name everything asked for, falling. */
  *below(below: string | undefined, kind: DocumentKind, naming: NamingDocument): Generator<string> {
    const fitting = { ...naming, kind };
    const rarest = this.#rarest(fitting);
    const isFitting = this.#fits(fitting);
    for (let at = (below === undefined ? rarest.length : startOf(rarest, below)) - 1; at >= 0; at -= 1) {
      const key = rarest[at];
      if (key !== undefined && isFitting(key)) yield key;
    }
  }

  /**
   * Goes through the same in another order: gives the places below one, falling. What is rare is put in order once, however
   * many pages are asked for then.
   */
  sorted(by: SortedBy, fitting: Fitting): (below: string | undefined) => Iterable<string> {
    const { kind } = fitting;
    const isFitting = this.#fits(fitting);
    const places = this.#placesOf(kind, by);
    const rarest = this.#rarest(fitting);
    if (rarest.length * ONE_OF > this.#keysOf(kind, '').length) {
      return (below) => places.below(below).filter((place) => isFitting(keyInPlace(place)));
    }
    const inOrder = rarest
      .filter(isFitting)
      .flatMap((key) => this.placeOf(idInKey(key), kind, by) ?? [])
      .sort();
    return (below) => inOrder.slice(0, below === undefined ? undefined : startOf(inOrder, below)).reverse();
  }

  /** Where a document stands in an order; undefined where it is not known. */
  placeOf(id: Id, kind: DocumentKind, by: SortedBy): string | undefined {
    const opened = this.opening(id);
    return opened === undefined ? undefined : orderPlace(kind, by, opened.entry);
  }

  /** The shortest list that all those stand in. What lies over the sealed ones may name a part of it, and they the rest. */
  #rarest({ kind, among, ...naming }: Fitting): readonly string[] {
    const named = this.#over === undefined ? namesIn(naming) : [];
    const lists = ['', ...named].map((name) => this.#keys.get(`${kind} ${name}`) ?? []);
    const [rarest = []] = [...lists, ...(among === undefined ? [] : [among])].sort((a, b) => a.length - b.length);
    return rarest;
  }

  #fits({ kind, among, ...naming }: Fitting): (key: string) => boolean {
    const names = namesIn(naming);
    const only = among && new Set(among);
    // Of what is not sealed it is known only that it changed.
    const isNoneUnderWay = naming.isUnderWay === false && this.#over === undefined;
    return (key) =>
      this.#isOf(key, naming) &&
      only?.has(key) !== false &&
      names.every((name) => this.isNaming(key, kind, name)) &&
      !(isNoneUnderWay && this.isNaming(key, kind, UNDER_WAY));
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
    const opened = { key: openedKey(entry), kinds, entry };
    if ((invoiceIn(entry)?.amount ?? 0n) < 0n) insertRising(this.#keysOf('invoice', RED), opened.key);
    this.#opened.set(entry.id, opened);
    return opened;
  }

  #placesOf(kind: DocumentKind, by: SortedBy): RisingBlocks {
    const at = `${kind} ${by}`;
    const places = this.#places.get(at) ?? new RisingBlocks();
    this.#places.set(at, places);
    return places;
  }

  #keysOf(kind: DocumentKind, name: string): string[] {
    const at = `${kind} ${name}`;
    const keys = this.#keys.get(at) ?? [];
    if (keys.length === 0) this.#keys.set(at, keys);
    return keys;
  }
}

function namesIn({ ids, isUnderWay, mark }: NamingDocument): readonly string[] {
  return [...ids, ...(isUnderWay === true ? [UNDER_WAY] : []), ...(mark === undefined ? [] : [mark])];
}
