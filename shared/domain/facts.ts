import type { Fen } from './amount.ts';
import type { CalendarDate } from './calendar.ts';
import type { Correctable, FieldOf, Said } from './correctable.ts';
import type { DirectedTo } from './direction.ts';
import type { Evidence } from './evidence.ts';
import type { Id, LotId } from './id.ts';
import type { Price } from './price.ts';
import type { Procurement } from './procurement.ts';
import type { Packed, Quantity } from './quantity.ts';
import type { RegistryFieldsOf, RegistryKind } from './registry.ts';
import type { Measured } from './threshold.ts';

/** The legal basis of an emergency purchase, with the dates between which it holds. */
export interface Emergency {
  readonly basis: string;
  readonly from: CalendarDate;
  readonly to?: CalendarDate;
}

export interface Invoice {
  readonly code?: string;
  readonly number: string;
  /** 20 digits beside code and number, as on the paper of a fully digital invoice. */
  readonly digitalNumber?: string;
  readonly date: CalendarDate;
  /** Below zero on a red one (红字发票), which takes back what a blue one said. */
  readonly amount: Fen;
}

/** What of an invoice is for one purchase: below zero of a red one. */
export interface Allocation {
  readonly purchase: Id<'purchase'>;
  readonly amount: Fen;
}

/** A row of an invoice as it stands in it: decimals are texts, kept as they are written. */
export interface InvoiceRow {
  readonly name: string;
  readonly spec?: string;
  readonly measure?: string;
  readonly quantity?: string;
  readonly unitPrice?: string;
  /** Without tax; below zero where the row lowers another. */
  readonly amount: Fen;
  readonly taxRate?: string;
  readonly tax?: Fen;
}

/** A document beside its own that an entry changes, and the entry before it there. */
export interface Beside {
  readonly kind: 'purchase' | 'invoice';
  readonly id: Id;
  readonly previous: Id;
}

/** What an order says beside its lines, and is asked for with. */
export interface Terms {
  readonly emergency?: Emergency;
  readonly procurement?: Procurement;
  readonly invoice?: Invoice;
}

/**
 * A line that was given in packs keeps them, beside its quantities in the base measure. Where a line has several
 * quantities, they are the packs of all of them together.
 */
export interface InPacks {
  readonly packs?: Packed;
}

export interface OrderedLine extends InPacks {
  readonly item: Id<'item'>;
  /** It is no goods (freight, unloading, printing): what is accepted of it is spent, and lies nowhere. */
  readonly service?: true;
  /** Of one pack where it was ordered in packs, else of one in the base measure. */
  readonly unitPrice?: Price;
}

export interface Batch {
  readonly number?: string;
  readonly expiresOn?: CalendarDate;
}

/** One line as a keeper found it; what is damaged or short is recorded and stays on order. */
export interface AcceptedLine extends InPacks {
  readonly line: number;
  readonly good: Quantity;
  readonly damaged: Quantity;
  readonly short: Quantity;
  readonly reason?: string;
}

/** A lot of an acceptance: its place in `lots` is its ordinal. */
export interface AcceptedLot extends Batch {
  readonly line: number;
  /** Ordinal in the purchase's funding lines. */
  readonly fundingLine: number;
}

/** A lot received in kind: its place in `lots` is its ordinal. */
export interface GivenLot extends Batch, InPacks {
  readonly item: Id<'item'>;
}

/** A lot as it arrived from another warehouse: its place in `lots` is its ordinal. */
export interface MovedLot extends Batch {
  readonly from: LotId;
  /** The lot of an acceptance or of a receipt in kind, of which it is. */
  readonly birth: LotId;
  readonly item: Id<'item'>;
  readonly fundingLine: Id<'fundingLine'>;
  /** The share of a purchase that it belongs to; a gift belongs to none. */
  readonly share?: ShareRef;
}

/** A share of a purchase: what one of its lines has on one of its funding lines, by their ordinals. */
export interface ShareRef {
  readonly purchase: Id<'purchase'>;
  readonly line: number;
  readonly fundingLine: number;
}

export interface DispatchedLine extends InPacks {
  readonly item: Id<'item'>;
  readonly quantity: Quantity;
  readonly fundingLine?: Id<'fundingLine'>;
}

/** A giver's written consent that their gift goes to somebody else than they meant. */
export interface Consent {
  readonly document: string;
  readonly evidence: readonly Evidence[];
  /** The gift, where several lie there that were meant for others. */
  readonly receipt?: Id<'receipt'>;
}

/** A line that did not arrive whole, or was confirmed in packs. Others are not listed: the transfers say it all. */
export interface ConfirmedLine extends InPacks {
  readonly line: number;
  readonly damaged: Quantity;
  readonly short: Quantity;
  readonly refused: Quantity;
  readonly reason?: string;
}

/** What is counted in packs are those that were found. */
export interface CountedLine extends InPacks {
  readonly lot: LotId;
  readonly book: Quantity;
  readonly counted: Quantity;
}

/** What was given in packs of a document's line, of a lot or of an item, where the transfers tell everything else. */
export interface PackedItem extends Packed {
  readonly item: Id<'item'>;
}
export interface PackedLine extends PackedItem {
  readonly line: number;
}
export interface PackedLot extends PackedItem {
  readonly lot: LotId;
}

/** A field as a correction found it, and as it stands from then on; left out where it says nothing. */
export interface FieldChange extends FieldOf {
  readonly field: Correctable;
  readonly was?: Said;
  readonly is?: Said;
}

/** The fields of something registered: all of them where it is new, the changed ones where it is amended. */
type RegistryChange = {
  readonly [K in RegistryKind]: { readonly type: K; readonly fields: Partial<RegistryFieldsOf[K]> };
}[RegistryKind];

interface Reasoned {
  readonly reason: string;
}

interface Personal extends Reasoned {
  readonly fields: readonly string[];
}

/** The step of a purchase that whoever pays for it did not do. */
export type PurchaseStep = 'order' | 'acceptance';

/** What was paid while its spending had a threshold. */
interface MeasuredPayment {
  readonly measured?: Measured;
}

/** What each kind of entry says beside its transfers. */
export interface Facts {
  readonly registration: RegistryChange;
  readonly amendment: RegistryChange & Reasoned;
  readonly closure: { readonly type: RegistryKind; readonly reason: string };
  readonly reopening: { readonly type: RegistryKind; readonly reason: string };
  /** `giver` where it is money that was given. */
  readonly appropriation: { readonly source: string; readonly giver?: string };
  readonly 'give-back': Reasoned;
  readonly order: Terms & { readonly lines: readonly OrderedLine[] };
  readonly acceptance: { readonly lines: readonly AcceptedLine[]; readonly lots: readonly AcceptedLot[] };
  readonly 'supplier-return': Reasoned & { readonly packs?: readonly PackedLot[] };
  readonly release: Reasoned;
  readonly invoice: { readonly invoice: Invoice };
  /** An invoice as a document of its own, for as many purchases as it is allocated to. */
  readonly invoicing: {
    readonly invoice: Invoice;
    readonly allocations: readonly Allocation[];
    readonly lines?: readonly InvoiceRow[];
    readonly beside: readonly Beside[];
  };
  readonly 'invoice-allocation': { readonly allocations: readonly Allocation[]; readonly beside: readonly Beside[] };
  readonly payment: MeasuredPayment & {
    readonly method: string;
    readonly bankReference?: string;
    /** The earlier step that its payer did too, where that was set aside. */
    readonly samePersonAs?: PurchaseStep;
  };
  /** 供应商退款: what was paid too much comes back. */
  readonly refund: { readonly method: string; readonly bankReference?: string; readonly reason?: string };
  readonly receipt: {
    readonly kind: 'donation' | 'allocation';
    readonly giver: string;
    readonly directedTo?: DirectedTo;
    readonly lots: readonly GivenLot[];
  };
  /** 移库: pairs of transfers, out of a lot of one warehouse and into a lot of another. */
  readonly 'stock-move': {
    readonly to: Id<'warehouse'>;
    readonly reason?: string;
    readonly lots: readonly MovedLot[];
    readonly packs?: readonly PackedItem[];
  };
  readonly dispatch: {
    readonly lines: readonly DispatchedLine[];
    /** The line of each part; part p is transfer p. */
    readonly parts: readonly number[];
    /** What it is for, as far as gifts are directed to it. */
    readonly purpose?: string;
    readonly consent?: Consent;
    /** The parts whose givers meant somebody else: by consent, or of earlier words by exception. */
    readonly redirected?: readonly number[];
  };
  readonly confirmation: { readonly lines: readonly ConfirmedLine[] };
  readonly resolution: Reasoned & { readonly packs?: readonly PackedLine[] };
  readonly 'unit-return': Reasoned & {
    readonly packs?: readonly PackedLine[];
    /** Where it comes into another warehouse than it left, and which lots it arrives as there. */
    readonly to?: Id<'warehouse'>;
    readonly lots?: readonly MovedLot[];
  };
  readonly disbursement: MeasuredPayment & { readonly purpose: string; readonly method: string };
  readonly 'take-back': Reasoned;
  readonly benefit: MeasuredPayment & { readonly method: string; readonly period: string };
  readonly count: { readonly lines: readonly CountedLine[]; readonly reason: string };
  readonly adjustment: { readonly counter: string };
  /** Withdrawn (撤回) by whoever recorded it, before anything followed. */
  readonly reversal: {
    readonly reason: string;
    readonly kind: Kind;
    readonly withdrawn?: true;
    readonly beside?: readonly Beside[];
  };
  /** 更正: what an entry of that kind said is put right, and nothing moved. */
  readonly correction: Reasoned & { readonly kind: Kind; readonly changes: readonly FieldChange[] };
  readonly attachment: Record<string, never>;
  /** 月度结账: from now on nothing takes effect in this month, or in any before it. */
  readonly 'period-closure': { readonly month: string };
  /** What its actor is called from then on, as their sign-in says: the name itself is blinded. */
  readonly naming: Record<string, never>;
  /** Which fields of an entry's personal data were shown, and why. */
  readonly disclosure: Personal;
  /** Which fields of an entry's personal data were erased, and why. */
  readonly erasure: Personal;
}

export type Kind = keyof Facts;
