import type { CalendarDate } from '../domain/calendar.ts';
import { type Entry, isKind } from '../domain/entry.ts';
import type { Id, LotId } from '../domain/id.ts';
import { planOf } from '../domain/plan.ts';
import type { Movement } from '../domain/posting.ts';
import { isLaterOnRegistered, registryTarget, subjectOf } from '../domain/subject.ts';
import type { Sealed } from '../domain/voucher.ts';

/** What some entries are about, each with the last of them that is about it. */
export interface Touched {
  readonly purchases: ReadonlyMap<Id, TouchedDocument>;
  readonly consignments: ReadonlyMap<Id, TouchedDocument>;
  readonly adjustments: ReadonlyMap<Id, Id>;
  readonly plans: ReadonlyMap<Id, Id>;
  readonly lots: ReadonlyMap<LotId, TouchedLot>;
  readonly items: ReadonlyMap<Id, TouchedItem>;
}

export interface TouchedDocument {
  readonly last: Id;
  readonly entries: ReadonlySet<Id>;
}

export interface TouchedLot {
  readonly last: Id;
  /** Days that it was said to expire on and that were corrected. */
  readonly expiredOn: readonly CalendarDate[];
}

export interface TouchedItem {
  readonly last: Id;
  /** It was registered, amended, closed or reopened. */
  readonly isChanged: boolean;
}

export function touchedBy(bundle: readonly Sealed[]): Touched {
  const purchases = new Map<Id, TouchedDocument>();
  const consignments = new Map<Id, TouchedDocument>();
  const adjustments = new Map<Id, Id>();
  const plans = new Map<Id, Id>();
  const lots = new Map<LotId, TouchedLot>();
  const items = new Map<Id, TouchedItem>();
  for (const { entry, movements, opening } of bundle) {
    const { id } = entry;
    for (const purchase of documentsOf(entry, 'purchase')) touch(purchases, purchase, id);
    for (const consignment of documentsOf(entry, 'consignment')) touch(consignments, consignment, id);
    for (const adjustment of documentsOf(entry, 'adjustment')) adjustments.set(adjustment, id);
    const plan = registeredIn(entry, 'plan') ?? planOf(opening)?.plan;
    if (plan !== undefined) plans.set(plan, id);
    for (const { lot, item } of movements.filter(isOfStock)) {
      if (lot !== undefined) lots.set(lot, { last: id, expiredOn: lots.get(lot)?.expiredOn ?? [] });
      if (item !== undefined) items.set(item, { last: id, isChanged: items.get(item)?.isChanged ?? false });
    }
    for (const [lot, day] of expiriesCorrectedBy(entry)) {
      lots.set(lot, { last: id, expiredOn: [...(lots.get(lot)?.expiredOn ?? []), ...day] });
    }
    const item = registeredIn(entry, 'item');
    if (item !== undefined) items.set(item, { last: id, isChanged: true });
  }
  return { purchases, consignments, adjustments, plans, lots, items };
}

function touch(documents: Map<Id, TouchedDocument>, document: Id, entry: Id): void {
  const entries = new Set(documents.get(document)?.entries).add(entry);
  documents.set(document, { last: entry, entries });
}

/** The documents of a kind that an entry is about, or that it changes beside. */
function documentsOf(entry: Entry, kind: 'purchase' | 'consignment' | 'adjustment'): Id[] {
  const subject = subjectOf(entry);
  const beside = 'beside' in entry.facts ? (entry.facts.beside ?? []) : [];
  const about = [...(subject === undefined ? [] : [subject]), ...beside];
  return about.flatMap((one) => (one.kind === kind ? [one.id] : []));
}

/** What of a kind an entry registers, amends, closes or opens again. */
function registeredIn(entry: Entry, kind: 'plan' | 'item'): Id | undefined {
  if (isKind(entry, 'registration')) return entry.facts.type === kind ? entry.id : undefined;
  return isLaterOnRegistered(entry) && entry.facts.type === kind ? registryTarget(entry) : undefined;
}

function isOfStock({ from, to }: Movement): boolean {
  return from === 'stock' || to === 'stock';
}

/** The lots whose expiry an entry corrects, with the day that it was. */
function expiriesCorrectedBy(entry: Entry): [LotId, CalendarDate[]][] {
  if (!isKind(entry, 'correction')) return [];
  return entry.facts.changes.flatMap(({ field, lot, was }): [LotId, CalendarDate[]][] =>
    field === 'expiresOn' && lot !== undefined ? [[lot, typeof was === 'string' ? [was] : []]] : [],
  );
}
