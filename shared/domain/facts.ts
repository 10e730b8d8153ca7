import type { Fen } from './amount.ts';
import type { CalendarDate } from './calendar.ts';
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
  readonly date: CalendarDate;
  readonly amount: Fen;
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
  readonly appropriation: { readonly source: string };
  readonly 'give-back': Reasoned;
  readonly order: Terms & { readonly lines: readonly OrderedLine[] };
  readonly acceptance: { readonly lines: readonly AcceptedLine[]; readonly lots: readonly AcceptedLot[] };
  readonly 'supplier-return': Reasoned & { readonly packs?: readonly PackedLot[] };
  readonly release: Reasoned;
  readonly invoice: { readonly invoice: Invoice };
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
    readonly directedTo?: string;
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
  readonly reversal: { readonly reason: string; readonly kind: Kind };
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
