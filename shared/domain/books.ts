import type { Fen } from './amount.ts';
import type { Balance } from './balance.ts';
import type { CalendarDate } from './calendar.ts';
import type { WholeCoverage } from './coverage.ts';
import type { Directed } from './direction.ts';
import type { Id, LotId } from './id.ts';
import type { Lows } from './lows.ts';
import type { Registered, RegisteredKind } from './registry.ts';

/**
 * The books: the balances of those accounts that decisions need, grouped by the document they stand in. They hold
 * nothing that is not a sum of transfers; facts stay in entries.
 */

export interface FundingLineBook {
  readonly available: Fen;
  readonly cash: Fen;
  readonly closed: boolean;
}

/**
 * When something came to the accounts of a document last: nothing leaves one of them on an earlier day, so that none was
 * ever below zero. `fed` names those to which something came after the day on which the document was opened, by their
 * state and their place in its book.
 */
export interface DocumentDays {
  readonly openedOn: CalendarDate;
  readonly fed: Fed;
}

interface Dated {
  readonly days: DocumentDays;
}

export type FedState = 'committed' | 'spent' | 'supplier' | 'transit' | 'held' | 'unit';
export type Fed = { readonly [account in `${FedState}/${number}`]?: CalendarDate };

/** Shares of one purchase at the most: each may become a lot of its own in every acceptance. */
export const MAX_SHARES = 40;

/** One line of a purchase on one funding line. */
export interface Share {
  readonly line: number;
  /** Ordinal in the purchase's funding lines. */
  readonly fundingLine: number;
  readonly committed: Balance;
  /** Accepted and not returned. */
  readonly accepted: Balance;
}

export interface PurchaseBook extends Dated {
  /** In the order in which acceptance fills them: by line, then as the order named them. */
  readonly shares: readonly Share[];
  /** Paid to the supplier, by ordinal of the funding line. */
  readonly paid: readonly Fen[];
  /** Invoices booked after the order, which stand in the way of reversing it. */
  readonly laterInvoices: number;
}

/** What was found where a lot came from; none of it ever changes. */
export interface LotFacts {
  readonly id: LotId;
  readonly item: Id<'item'>;
  readonly fundingLine: Id<'fundingLine'>;
  readonly warehouse: Id<'warehouse'>;
  readonly inKind: boolean;
  readonly receivedOn: CalendarDate;
  /** As it was told when the lot came; what stands of it is told by its corrections. */
  readonly expiresOn?: CalendarDate;
  /** Of a gift whose giver meant somebody. */
  readonly directed?: Directed;
}

export interface Lot extends LotFacts {
  readonly stock: Balance;
  /** What of its stock may be taken out on which days. */
  readonly lows: Lows;
  /** Lost in counts of this lot, and not found again. */
  readonly lost: Balance;
}

/** A part of a consignment is what one lot gave to one of its lines. */
export interface Part {
  readonly transit: Balance;
  readonly held: Balance;
  readonly delivered: Balance;
}

export interface ConsignmentBook extends Dated {
  readonly parts: readonly Part[];
  /** The entry that confirmed it, while that stands. */
  readonly confirmation?: Id;
  /** Who confirmed it. */
  readonly confirmedBy?: string;
  /** What stands of whom it reached, where anything was said of it. */
  readonly coverage?: WholeCoverage;
}

export interface DisbursementBook extends Dated {
  /** What stands at the unit: disbursed less taken back. */
  readonly remaining: Fen;
  /** What stands of whom it reached, where anything was said of it. */
  readonly coverage?: WholeCoverage;
}

export interface BenefitBook {
  /** The counter its amount was counted in: tariff × person × period, keyed so that it names nobody. */
  readonly counter: string;
  /** The same of the person alone, where what is paid to them within seven days counts together. */
  readonly payee?: string;
  readonly paid: Fen;
}

export interface AdjustmentBook {
  readonly status: 'counted' | 'posted' | 'withdrawn';
}

export interface StockMoveBook {
  readonly lots: number;
}

export interface ReceiptBook {
  readonly lots: number;
}

/** What of an invoice is for one purchase, and what red ones took back of that. */
export interface Allocated {
  readonly purchase: Id<'purchase'>;
  readonly amount: Fen;
  readonly corrected: Fen;
}

/** Purchases that one invoice is for, at the most. */
export const MAX_ALLOCATIONS = 20;

export interface InvoiceBook {
  readonly status: 'booked' | 'withdrawn';
  readonly supplier: Id<'supplier'>;
  /** Below zero where it is a red one. */
  readonly amount: Fen;
  /** The blue one that a red one takes back. */
  readonly corrects?: Id<'invoice'>;
  /** What red ones took back of it. */
  readonly corrected: Fen;
  readonly allocations: readonly Allocated[];
}

/** A month that is closed, with all before it. */
export interface PeriodBook {
  readonly month: string;
}

export interface BookOf {
  readonly purchase: PurchaseBook;
  readonly consignment: ConsignmentBook;
  readonly disbursement: DisbursementBook;
  readonly benefit: BenefitBook;
  readonly adjustment: AdjustmentBook;
  readonly invoice: InvoiceBook;
  readonly receipt: ReceiptBook;
  readonly stockMove: StockMoveBook;
  readonly period: PeriodBook;
}

export type BookKind = keyof BookOf;

/** The versioned documents: what is registered, and the books that move. */
export type StateOf = { readonly [K in RegisteredKind]: Registered<K> } & BookOf;
export type StateKind = RegisteredKind | BookKind;
