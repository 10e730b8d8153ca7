import type { Fen } from './amount.ts';
import { isNothing } from './balance.ts';
import type { AdjustmentBook, ConsignmentBook, Lot, PurchaseBook } from './books.ts';
import type { CalendarDate } from './calendar.ts';
import { standing } from './correction.ts';
import { type Entry, isKind } from './entry.ts';
import type { Id, LotId } from './id.ts';
import { allocatedBy } from './invoice.ts';
import { givenBy, isGoods } from './plan.ts';
import { isOpen } from './purchase.ts';
import type { Quantity } from './quantity.ts';
import { refsOf } from './refs.ts';
import type { PlannedLine, Registered } from './registry.ts';
import type { OfConsignment, Waiting, WaitingKind } from './waiting.ts';

/** Something that waits under a key among its kind; without a row it waits no more, or never did. */
export type Wait<K extends WaitingKind = WaitingKind> = K extends WaitingKind
  ? { readonly kind: K; readonly key: string; readonly row: Waiting[K] | undefined }
  : never;

/** Gives the key of what an entry opened, or of the entry. */
export type KeyOf = (entry: Entry) => string;

/** A document as it stands, with its entries in their order, the one that opened it first. */
export interface Standing<B, K extends 'order' | 'dispatch'> {
  readonly opening: Entry<K>;
  readonly book: B;
  readonly entries: readonly Entry[];
}

type Purchase = Standing<PurchaseBook, 'order'>;
type Consignment = Standing<ConsignmentBook, 'dispatch'>;

/** The opening as its corrections left it. */
function openingOf<K extends 'order' | 'dispatch'>({ opening, entries }: Standing<unknown, K>): Entry<K> {
  const corrections = entries.filter((entry): entry is Entry<'correction'> => isKind(entry, 'correction'));
  return standing(
    opening,
    corrections.filter(({ refs }) => refs.entry === opening.id),
  );
}

/** What waits of a purchase: everything that may wait of one is named, with a row or without. */
export function purchaseWaits(purchase: Purchase, key: string): Wait[] {
  const { book } = purchase;
  const { id, effectiveOn, refs } = openingOf(purchase);
  const of = { purchase: id, supplier: refs.supplier, effectiveOn };
  const committed = book.shares.reduce((sum, share) => sum + share.committed.value, 0n);
  const due = dueOf(book);
  const lacking = cameOrPaid(book) - invoicedOf(purchase);
  return [
    { kind: 'to-accept', key, row: isOpen(book) ? { ...of, committed } : undefined },
    { kind: 'to-pay', key, row: due > 0n ? { ...of, due } : undefined },
    { kind: 'without-invoice', key, row: lacking > 0n ? { ...of, lacking } : undefined },
  ];
}

/** What came and is not paid. What was paid ahead on one funding line pays for nothing on another. */
export function dueOf({ shares, paid }: PurchaseBook): Fen {
  const lines = new Set(shares.map(({ fundingLine }) => fundingLine));
  return [...lines].reduce((sum, line) => {
    const accepted = acceptedOf(shares.filter(({ fundingLine }) => fundingLine === line));
    const due = accepted - (paid[line - 1] ?? 0n);
    return due > 0n ? sum + due : sum;
  }, 0n);
}

function acceptedOf(shares: PurchaseBook['shares']): Fen {
  return shares.reduce((sum, { accepted }) => sum + accepted.value, 0n);
}

/** What there has to be an invoice for by now: what came, or what was paid where that is more. */
function cameOrPaid({ shares, paid }: PurchaseBook): Fen {
  const accepted = acceptedOf(shares);
  const all = paid.reduce((sum, one) => sum + one, 0n);
  if (all < accepted) return accepted;
  return all;
}

/** What its invoices say of a purchase, red ones below zero; what was reversed says nothing. */
function invoicedOf({ opening, entries }: Purchase): Fen {
  const reversed = reversedIn(entries);
  return entries
    .filter(({ id }) => !reversed.has(id))
    .flatMap(allocatedBy)
    .reduce((sum, { purchase, amount }) => (purchase === opening.id ? sum + amount : sum), 0n);
}

function reversedIn(entries: readonly Entry[]): ReadonlySet<Id> {
  return new Set(entries.flatMap((entry) => (isKind(entry, 'reversal') ? [entry.refs.entry] : [])));
}

/** What waits of a consignment. */
export function consignmentWaits(consignment: Consignment, key: string): Wait[] {
  const of = ofConsignment(consignment.opening);
  const transit = linesWith(consignment, 'transit');
  const held = linesWith(consignment, 'held');
  return [
    { kind: 'in-transit', key, row: transit > 0 ? { ...of, lines: transit } : undefined },
    { kind: 'held', key, row: held > 0 ? { ...of, lines: held } : undefined },
  ];
}

function ofConsignment({ id, effectiveOn, refs }: Entry<'dispatch'>): OfConsignment {
  return { consignment: id, unit: refs.unit, effectiveOn };
}

function linesWith({ opening, book }: Consignment, side: 'transit' | 'held'): number {
  return new Set(
    opening.facts.parts.filter((_, at) => !isNothing(book.parts[at]?.[side] ?? { quantity: 0n, value: 0n })),
  ).size;
}

/** Entries that ought to come with a paper. */
const ON_PAPER = ['order', 'payment', 'confirmation'] as const;
type OnPaper = Entry<(typeof ON_PAPER)[number]>;

/**
 * What waits for its paper: of those entries of a document that are named, or that a named one is about (a reversal, late
 * evidence). Whatever had a paper from the first never waits.
 */
export function papersWaiting(document: Purchase | Consignment, named: ReadonlySet<Id>, keyOf: KeyOf): Wait[] {
  const { entries } = document;
  const about = entries.flatMap((entry) => (named.has(entry.id) ? [entry.id, refsOf(entry).entry ?? entry.id] : []));
  const done = new Set([...reversedIn(entries), ...attachedIn(entries)]);
  return entries
    .filter(isOnPaper)
    .filter(({ id, evidence }) => about.includes(id) && evidence.length === 0)
    .map((entry) => paperOf(entry, document, keyOf(entry), done.has(entry.id)));
}

function attachedIn(entries: readonly Entry[]): Id[] {
  return entries.flatMap((entry) => (isKind(entry, 'attachment') ? [entry.refs.entry] : []));
}

function isOnPaper(entry: Entry): entry is OnPaper {
  return ON_PAPER.some((kind) => kind === entry.kind);
}

function paperOf(entry: OnPaper, document: Purchase | Consignment, key: string, isDone: boolean): Wait {
  const { id, effectiveOn } = entry;
  const opening = openingOf<'order' | 'dispatch'>(document);
  if (isKind(opening, 'dispatch')) {
    const row = { ...ofConsignment(opening), effectiveOn, entry: id };
    return { kind: 'confirmation-without-evidence', key, row: isDone ? undefined : row };
  }
  const row = { purchase: opening.id, supplier: opening.refs.supplier, effectiveOn, entry: id };
  if (!isKind(entry, 'payment')) return { kind: 'order-without-evidence', key, row: isDone ? undefined : row };
  const paid = entry.transfers.reduce((sum, { value }) => sum + value, 0n);
  return { kind: 'payment-without-evidence', key, row: isDone ? undefined : { ...row, paid } };
}

export function adjustmentWaits(
  { id, effectiveOn, refs, facts, actor }: Entry<'count'>,
  { status }: AdjustmentBook,
  key: string,
): Wait[] {
  const row = {
    adjustment: id,
    effectiveOn,
    warehouse: refs.warehouse,
    lines: facts.lines.length,
    by: actor.subject,
  };
  return [{ kind: 'to-countersign', key, row: status === 'counted' ? row : undefined }];
}

/** What waits of a plan, by what was dispatched or disbursed of each of its lines. */
export function planWaits(
  { id, state: { fields, closed } }: { readonly id: Id<'plan'>; readonly state: Registered<'plan'> },
  counted: (line: PlannedLine) => bigint,
  key: string,
): Wait[] {
  const { number, title, decidedOn } = fields;
  const waiting = closed ? [] : fields.lines.filter((line) => counted(line) < givenBy(line));
  const goods = waiting.filter((line) => isGoods(line));
  const money = waiting.filter((line) => !isGoods(line));
  const rowOf = (lines: readonly PlannedLine[]) => {
    const units = new Set(lines.map(({ unit }) => unit)).size;
    return lines.length === 0 ? undefined : { plan: id, number, title, decidedOn, lines: lines.length, units };
  };
  const toDisburse = rowOf(money);
  const left = money.reduce((sum, line) => sum + givenBy(line) - counted(line), 0n);
  return [
    { kind: 'to-dispatch', key, row: rowOf(goods) },
    { kind: 'to-disburse', key, row: toDisburse && { ...toDisburse, left } },
  ];
}

/** Lots stand by the day on which they expire. */
export function lotKeyOn(expiresOn: CalendarDate, lot: LotId): string {
  return `${expiresOn}#${lot}`;
}

/** What waits of a lot, by the expiry that stands of it. Under days that it was corrected from, nothing does. */
export function lotWaits(
  { id, item, warehouse, stock }: Lot,
  expiresOn: CalendarDate | undefined,
  before: readonly CalendarDate[],
): Wait[] {
  const gone = before
    .filter((day) => day !== expiresOn)
    .map((day): Wait => ({ kind: 'expiring', key: lotKeyOn(day, id), row: undefined }));
  if (expiresOn === undefined) return gone;
  const row = { lot: id, item, warehouse, expiresOn, quantity: stock.quantity };
  return [...gone, { kind: 'expiring', key: lotKeyOn(expiresOn, id), row: stock.quantity > 0n ? row : undefined }];
}

/** What waits of an item, by how much of it all warehouses have together. */
export function itemWaits(item: Id<'item'>, { fields, closed }: Registered<'item'>, stock: Quantity): Wait[] {
  const { minimum } = fields;
  const isShort = !closed && !fields.service && typeof minimum === 'bigint' && stock < minimum;
  return [{ kind: 'below-minimum', key: item, row: isShort ? { item, stock, minimum } : undefined }];
}
