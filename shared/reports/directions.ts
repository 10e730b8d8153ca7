import type { DirectedTo } from '../domain/direction.ts';
import { type Entry, isKind } from '../domain/entry.ts';
import { birthOf, type Id } from '../domain/id.ts';
import type { Posting } from '../domain/posting.ts';
import type { DirectionOnWire } from '../schemas/report-figures.ts';
import type { Register } from './register.ts';

/** Whom or what a giver meant, as papers print it: a unit by its name, a purpose as such, old words as they stand. */
export function meantBy(to: DirectedTo, register: Register): string {
  if (typeof to === 'string') return to;
  return 'unit' in to ? register.named(to.unit).name : `用途：${to.purpose}`;
}

/** The same where nothing beside it says what it is: 定向：某镇, 定向用途：某事. */
export function directionTold(to: DirectedTo, register: Register): string {
  const isPurpose = typeof to !== 'string' && 'purpose' in to;
  return isPurpose ? `定向用途：${to.purpose}` : `定向：${meantBy(to, register)}`;
}

/** The same in an answer. */
export function writeDirection(to: DirectedTo, register: Register): DirectionOnWire {
  if (typeof to === 'string') return { words: to };
  return 'unit' in to ? { unit: register.named(to.unit) } : { purpose: to.purpose };
}

/** Part of a gift that went to somebody else than its giver meant. */
export interface Redirected {
  readonly gift: Entry<'receipt'>;
  readonly to: DirectedTo;
  readonly item: Id;
  readonly quantity: bigint;
}

/** What a dispatch took of gifts that were meant for somebody else, found by the receipts that brought them. */
export function redirectedIn({ entry, movements }: Posting, find: (receipt: Id) => Entry | undefined): Redirected[] {
  if (!isKind(entry, 'dispatch')) return [];
  return (entry.facts.redirected ?? []).flatMap((part) => {
    const { birth, item, quantity } = movements[part - 1] ?? {};
    const gift = birth === undefined ? undefined : find(birthOf(birth));
    if (gift === undefined || !isKind(gift, 'receipt') || item === undefined || quantity === undefined) return [];
    const to = gift.facts.directedTo;
    return to === undefined ? [] : [{ gift, to, item, quantity }];
  });
}

/** What a dispatch says of gifts: what it is for, and by which paper it takes what was meant for somebody else. */
export function giftsToldBy(entry: Entry): string[] {
  if (!isKind(entry, 'dispatch')) return [];
  const { purpose, consent, redirected } = entry.facts;
  return [
    ...(purpose === undefined ? [] : [`用途：${purpose}`]),
    ...(consent === undefined || redirected === undefined ? [] : [`捐赠人同意：${consent.document}`]),
  ];
}
