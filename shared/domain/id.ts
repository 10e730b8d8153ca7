import type { Flavour } from './flavour.ts';

/**
 * A UUIDv7 in lower case (RFC 9562, section 5.7), made by the client: it names an entry and the document it opens. Of
 * what it is the id stands in its type where that is known: an item's is no unit's.
 */
export type Id<K extends string | undefined = undefined> = K extends string ? string & Flavour<K> : string;

/** A lot: the id of the entry that brought it and its ordinal there from 1, as `<entry id>.<ordinal>`. */
export type LotId = Id<'lot'>;

export const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const LOT = /^([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})\.([1-9]\d?)$/;

export function isId(text: string): boolean {
  return UUID_V7.test(text);
}

export function lotId(entry: Id, ordinal: number): LotId {
  return `${entry}.${ordinal}`;
}

export function isLotId(text: string): boolean {
  return LOT.test(text);
}

/** The entry that brought the lot. */
export function birthOf(lot: LotId): Id {
  return lot.slice(0, 36);
}

/** The lot's ordinal in that entry. */
export function ordinalOf(lot: LotId): number {
  return Number(lot.slice(37));
}
