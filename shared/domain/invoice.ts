import type { Fen } from './amount.ts';
import { isNothing } from './balance.ts';
import { type Allocated, type InvoiceBook, MAX_ALLOCATIONS, type PurchaseBook } from './books.ts';
import type { CalendarDate } from './calendar.ts';
import type { AllocateInvoice, RecordInvoice } from './command.ts';
import { decide, type Verdict } from './decision.ts';
import { type Entry, isKind } from './entry.ts';
import type { Allocation, Beside, Facts, Invoice } from './facts.ts';
import type { Id } from './id.ts';
import { Objections } from './objections.ts';
import { refsOf } from './refs.ts';
import type { PlainErrorCode } from './refusal.ts';
import type { Registered } from './registry.ts';
import { stated } from './stated.ts';

/**
 * Invoices (发票) as documents. One may be for as many purchases of its supplier as it is allocated to; a red one takes back
 * what a blue one said. Whatever is red is written below zero, as it is printed, so that sums are sums.
 */

/** An invoice as it stands, with the entry that changed it last. */
export interface StandingInvoice {
  readonly id: Id<'invoice'>;
  readonly version: Id;
  readonly book: InvoiceBook;
}

/** A purchase that an invoice is to be for. */
export interface InvoicedPurchase {
  readonly order: Entry<'order'>;
  readonly book: PurchaseBook;
  readonly version: Id;
}

interface Invoicing {
  readonly purchases: ReadonlyMap<Id, InvoicedPurchase>;
  /** The blue invoice that a red one takes back. */
  readonly blue: StandingInvoice | undefined;
  readonly today: CalendarDate;
}

export interface RecordState extends Invoicing {
  readonly supplier: Registered<'supplier'> | undefined;
}

/** Records an invoice. That nobody booked it before is kept by its claims. */
export function recordInvoice(command: RecordInvoice, state: RecordState): Verdict {
  const { supplier, corrects, lines } = command;
  const isRed = command.kind === 'red';
  const amount = signed(isRed, command.amount);
  const allocations = allocationsOf(command.allocations ?? [], isRed);
  const objections = new Objections();
  if (!state.supplier) objections.field('/supplier', 'unknown-reference');
  const left = correctable(command, state, amount, objections);
  checkAllocations(allocations, { ...state, supplier, isRed, amount, before: [] }, objections);
  const refusal = objections.foremost() ?? left;
  if (refusal) return refusal;
  return decide({
    kind: 'invoicing',
    effectiveOn: state.today,
    refs: { supplier, purchases: purchasesOf(allocations), ...(corrects === undefined ? {} : { corrects }) },
    facts: stated<Facts['invoicing']>({
      invoice: stated<Invoice>({
        code: command.code,
        number: command.number,
        digitalNumber: command.digitalNumber,
        date: command.date,
        amount,
      }),
      allocations,
      lines,
      beside: besideOf(allocations, state),
    }),
    transfers: [],
  });
}

export interface AllocateState extends Invoicing {
  readonly invoice: StandingInvoice;
}

/** Allocates what is left of an invoice to purchases. */
export function allocateInvoice(command: AllocateInvoice, state: AllocateState): Verdict {
  const { id, book } = state.invoice;
  if (book.status === 'withdrawn') return { refusal: 'invoice-withdrawn', invoice: id };
  const isRed = book.amount < 0n;
  const allocations = allocationsOf(command.allocations, isRed);
  const objections = new Objections();
  const { supplier, amount, corrects } = book;
  checkAllocations(allocations, { ...state, supplier, isRed, amount, before: book.allocations }, objections);
  const refusal = objections.foremost();
  if (refusal) return refusal;
  return decide({
    kind: 'invoice-allocation',
    effectiveOn: state.today,
    refs: { invoice: id, purchases: purchasesOf(allocations), ...(corrects === undefined ? {} : { corrects }) },
    facts: { allocations, beside: besideOf(allocations, state) },
    transfers: [],
  });
}

/** What a red one may take back at the most: what no other did. */
function correctable(command: RecordInvoice, { blue }: Invoicing, amount: Fen, objections: Objections) {
  if (command.corrects === undefined) return undefined;
  const wrong = notBlue(blue);
  if (blue === undefined || wrong !== undefined) {
    objections.field('/corrects', wrong ?? 'unknown-reference');
    return undefined;
  }
  if (blue.book.supplier !== command.supplier)
    objections.bound('/corrects', 'not-of-this-supplier', blue.book.supplier);
  const left = blue.book.amount - blue.book.corrected;
  if (-amount <= left) return undefined;
  return { refusal: 'above-blue-invoice', invoice: blue.id, asked: -amount, left } as const;
}

/** Why an invoice is none that a red one may take back. */
function notBlue(invoice: StandingInvoice | undefined): PlainErrorCode | undefined {
  if (invoice === undefined) return 'unknown-reference';
  if (invoice.book.amount < 0n) return 'red-invoice';
  return invoice.book.status === 'withdrawn' ? 'reversed-reference' : undefined;
}

interface Allocating extends Invoicing {
  readonly supplier: Id;
  readonly isRed: boolean;
  readonly amount: Fen;
  readonly before: readonly Allocated[];
}

function checkAllocations(asked: readonly Allocation[], state: Allocating, objections: Objections): void {
  const { purchases, supplier, isRed, before, blue } = state;
  asked.forEach(({ purchase, amount }, at) => {
    const known = purchases.get(purchase);
    const theirs = known?.order.refs.supplier;
    if (!known) objections.field(`/allocations/${at}/purchase`, 'unknown-reference');
    else if (theirs !== undefined && theirs !== supplier)
      objections.bound(`/allocations/${at}/purchase`, 'not-of-this-supplier', theirs);
    else if (!isRed && isGone(known.book)) objections.refuse({ refusal: 'nothing-left', purchase });
    if (!isRed || blue === undefined) return;
    const said = blue.book.allocations.find((one) => one.purchase === purchase);
    const left = said === undefined ? 0n : said.amount - said.corrected;
    if (-amount > left) {
      objections.refuse({ refusal: 'above-blue-invoice', invoice: blue.id, purchase, asked: -amount, left });
    }
  });
  const all = new Set([...before.map(({ purchase }) => purchase), ...purchasesOf(asked)]);
  if (all.size > MAX_ALLOCATIONS) objections.bound('/allocations', 'too-large', `${MAX_ALLOCATIONS}`);
  const sum = sumOf(asked);
  const left = state.amount - sumOf(before);
  if (isRed ? sum < left : sum > left) {
    objections.refuse({ refusal: 'above-invoice', asked: absolute(sum), left: absolute(left) });
  }
}

/** Its order was reversed, or all of it went back: there is nothing that an invoice could be for. */
export function isGone(book: PurchaseBook): boolean {
  return book.shares.every((share) => isNothing(share.committed) && isNothing(share.accepted));
}

/** A red one is printed below zero; where the sign was left out it is meant. */
function signed(isRed: boolean, amount: Fen): Fen {
  return isRed ? -absolute(amount) : amount;
}

function allocationsOf(given: readonly Allocation[], isRed: boolean): Allocation[] {
  return given.map(({ purchase, amount }) => ({ purchase, amount: signed(isRed, amount) }));
}

function purchasesOf(allocations: readonly Allocation[]): Id<'purchase'>[] {
  return allocations.map(({ purchase }) => purchase);
}

function besideOf(allocations: readonly Allocation[], { purchases, blue }: Invoicing): Beside[] {
  return [
    ...allocations.map(
      ({ purchase: id }): Beside => ({ kind: 'purchase', id, previous: purchases.get(id)?.version ?? id }),
    ),
    ...(blue === undefined ? [] : [{ kind: 'invoice', id: blue.id, previous: blue.version } as const]),
  ];
}

export function sumOf(allocations: readonly Pick<Allocation, 'amount'>[]): Fen {
  return allocations.reduce((sum, { amount }) => sum + amount, 0n);
}

function absolute(fen: Fen): Fen {
  return fen < 0n ? -fen : fen;
}

/** The invoice that an entry opens the document of, or undefined. */
export function invoiceIn({ facts }: Pick<Entry, 'facts'>): Invoice | undefined {
  return 'invoice' in facts ? facts.invoice : undefined;
}

/** What an entry allocates of an invoice to purchases: with an order or on a purchase, all of it to that one. */
export function allocatedBy(entry: Entry): readonly Allocation[] {
  if (isKind(entry, 'invoicing') || isKind(entry, 'invoice-allocation')) return entry.facts.allocations;
  const invoice = invoiceIn(entry);
  if (invoice === undefined) return [];
  return [{ purchase: refsOf(entry).purchase ?? entry.id, amount: invoice.amount }];
}

/** Of which invoice that is. */
export function invoiceOf(entry: Entry): Id<'invoice'> | undefined {
  if (isKind(entry, 'invoice-allocation')) return entry.refs.invoice;
  return invoiceIn(entry) === undefined ? undefined : entry.id;
}

/** The book of an invoice as the entry that opened it left it. */
export function openedInvoice(entry: Entry, supplier: Id<'supplier'>): InvoiceBook | undefined {
  const invoice = invoiceIn(entry);
  if (invoice === undefined) return undefined;
  const { corrects } = refsOf(entry);
  const { amount } = invoice;
  const nothing = { status: 'booked', supplier, amount, corrected: 0n, allocations: [] } as const;
  return allocatedBook({ ...nothing, ...(corrects === undefined ? {} : { corrects }) }, allocatedBy(entry));
}

/** The book with that allocated too; what takes an allocation away is its negative. */
export function allocatedBook(book: InvoiceBook, added: readonly Allocation[]): InvoiceBook {
  return { ...book, allocations: merged(book.allocations, added, (one, by) => ({ ...one, amount: one.amount + by })) };
}

/** The book of a blue invoice of which a red one takes that back: all of it, and of it so much of each purchase. */
export function correctedBook(book: InvoiceBook, amount: Fen, red: readonly Allocation[]): InvoiceBook {
  const allocations = merged(book.allocations, red, (one, by) => ({ ...one, corrected: one.corrected - by }));
  return { ...book, corrected: book.corrected - amount, allocations };
}

export function withdrawnBook(book: InvoiceBook): InvoiceBook {
  return { ...book, status: 'withdrawn', allocations: [] };
}

function merged(
  before: readonly Allocated[],
  by: readonly Allocation[],
  change: (one: Allocated, by: Fen) => Allocated,
): Allocated[] {
  const all = new Map(before.map((one) => [one.purchase, one]));
  for (const { purchase, amount } of by) {
    all.set(purchase, change(all.get(purchase) ?? { purchase, amount: 0n, corrected: 0n }, amount));
  }
  return [...all.values()].filter(({ amount, corrected }) => amount !== 0n || corrected !== 0n);
}

/** Whether later entries hold on to what that one said of the invoice: other allocations, red ones. */
export function isHeld(entry: Entry, book: InvoiceBook): boolean {
  const own = allocatedBy(entry);
  if (!isKind(entry, 'invoice-allocation')) return book.corrected !== 0n || sumOf(book.allocations) !== sumOf(own);
  return own.some(({ purchase, amount }) => {
    const said = book.allocations.find((one) => one.purchase === purchase);
    return book.amount > 0n && (said?.amount ?? 0n) - amount < (said?.corrected ?? 0n);
  });
}

/** The same allocations taken away again. */
export function negated(allocations: readonly Allocation[]): Allocation[] {
  return allocations.map(({ purchase, amount }) => ({ purchase, amount: -amount }));
}
