import type { Fen } from './amount.ts';
import type { CalendarDate } from './calendar.ts';
import type { Correctable, FieldOf, ReversedInstead, Said } from './correctable.ts';
import type { Direction } from './direction.ts';
import type { Approval, BelongsTo } from './entry.ts';
import type { Evidence } from './evidence.ts';
import type { Allocation, Batch, Consent, Invoice, InvoiceRow, Terms } from './facts.ts';
import type { Id, LotId } from './id.ts';
import type { Person } from './person.ts';
import type { Price } from './price.ts';
import type { InMeasure, Quantity } from './quantity.ts';
import type {
  FundingLineFields,
  ItemFields,
  MemberFields,
  PlanFields,
  PlannedGoods,
  PlannedMoney,
  SupplierFields,
  TariffFields,
  UnitFields,
  WarehouseFields,
} from './registry.ts';
import type { ThresholdFields } from './threshold.ts';

/** What a caller asks for, parsed: amounts in fen, quantities as integers of the measure named beside them. */

/** Every write takes a note. */
export interface Noted {
  readonly note?: string;
}

/** Where steps are separated between persons, also the reason why they were not. */
export interface Remarks extends Noted {
  readonly exception?: { readonly reason: string };
}

/** What takes effect on a date that the caller names. */
export interface Effective extends Remarks {
  readonly effectiveOn: CalendarDate;
  /** The closed month that it belongs to, where it comes after that was closed. */
  readonly belongsTo?: BelongsTo;
}

/** A line with quantities: all of them count in the one measure, in the item's base measure where none is named. */
export interface Counted {
  readonly measure?: string;
}

export interface OpenFundingLine extends Remarks, FundingLineFields {}
export interface RegisterUnit extends Remarks, Omit<UnitFields, 'parent'> {
  readonly parent?: Id<'unit'>;
  readonly phone?: string;
}
export interface RegisterItem extends Remarks, Omit<ItemFields, 'minimum'> {
  readonly minimum?: Quantity;
}
export interface RegisterSupplier extends Remarks, SupplierFields {
  readonly phone?: string;
}
export interface RegisterWarehouse extends Remarks, WarehouseFields {}
export interface RegisterTariff extends Remarks, TariffFields {}
/** What a unit is to get: a quantity of an item, or an amount of a funding line. */
export interface PlanLine extends Counted, Partial<Pick<PlannedGoods, 'item'>>, Partial<Omit<PlannedMoney, 'unit'>> {
  readonly unit: Id<'unit'>;
  readonly quantity?: InMeasure;
}
export interface RegisterPlan extends Remarks, Omit<PlanFields, 'lines'> {
  readonly lines: readonly PlanLine[];
}
export interface RegisterMember extends Remarks, MemberFields {
  readonly name?: string;
}

export interface RegisterThreshold extends Remarks, ThresholdFields {}

/** Only what changes; codes, plan numbers and base measures never do. */
export interface AmendUnit extends Remarks, Partial<Omit<UnitFields, 'code'>> {
  readonly phone?: string;
  readonly reason: string;
}
export interface AmendItem extends Remarks, Partial<Omit<ItemFields, 'code' | 'baseMeasure'>> {
  readonly reason: string;
}
export interface AmendSupplier extends Remarks, Partial<SupplierFields> {
  readonly phone?: string;
  readonly reason: string;
}
export interface AmendWarehouse extends Remarks, Partial<Omit<WarehouseFields, 'code'>> {
  readonly reason: string;
}
/** Another period would count what was paid anew: it takes a tariff of its own. */
export interface AmendTariff extends Remarks, Partial<Omit<TariffFields, 'code' | 'per'>> {
  readonly reason: string;
}
export interface AmendPlan extends Remarks, Partial<Omit<PlanFields, 'number' | 'lines'>> {
  readonly lines?: readonly PlanLine[];
  readonly reason: string;
}
/** Roles and units as they are from now on; the subject is somebody else's to change. */
export interface AmendMember extends Remarks, Omit<MemberFields, 'subject'> {
  readonly name?: string;
  readonly reason: string;
}

/** The limits as they are from now on; which spending they are of never changes. */
export interface AmendThreshold extends Remarks, Partial<Omit<ThresholdFields, 'spending'>> {
  readonly reason: string;
}

/** Showing personal data of an entry: which fields of it, and why. */
export interface Disclose extends Noted {
  readonly reason: string;
  readonly fields?: readonly string[];
}

/** Erasing all personal data of an entry. */
export interface Erase extends Noted {
  readonly reason: string;
}

/** Closing anything: a funding line, something registered, a purchase. */
export interface Close extends Remarks {
  readonly reason: string;
}

/** Reopening what is registered and was closed. */
export interface Reopen extends Remarks {
  readonly reason: string;
}

export interface Appropriate extends Effective {
  readonly amount: Fen;
  readonly source: string;
  /** Who gave it, where it was given. */
  readonly giver?: string;
  readonly approval?: Approval;
}

/** Money going back to where a funding line's came from. */
export interface GiveMoneyBack extends Effective {
  readonly amount: Fen;
  readonly reason: string;
}

export interface OrderLine extends Counted {
  readonly item: Id<'item'>;
  readonly quantity: InMeasure;
  readonly amount: Fen;
  /** Of one of the measure. */
  readonly unitPrice?: Price;
  /** One of the two; `funding` splits the line by quantity, in the line's own measure. */
  readonly fundingLine?: Id<'fundingLine'>;
  readonly funding?: readonly { readonly fundingLine: Id<'fundingLine'>; readonly quantity: InMeasure }[];
}

export interface Order extends Effective, Terms {
  readonly approval?: Approval;
  readonly supplier: Id<'supplier'>;
  readonly lines: readonly OrderLine[];
  readonly evidence?: readonly Evidence[];
}

export interface AcceptLine extends Counted {
  readonly line: number;
  readonly good: InMeasure;
  readonly damaged?: InMeasure;
  readonly short?: InMeasure;
  readonly reason?: string;
  /** What the good ones actually cost; as ordered where absent. */
  readonly amount?: Fen;
  readonly fundingLine?: Id<'fundingLine'>;
  readonly batch?: Batch;
}

export interface Accept extends Effective {
  readonly warehouse: Id<'warehouse'>;
  readonly lines: readonly AcceptLine[];
  readonly witness?: string;
  readonly evidence?: readonly Evidence[];
}

/** Goods are returned by their lot; what is no goods by the line of its order. */
export interface ReturnedLot extends Counted {
  readonly lot?: LotId;
  readonly line?: number;
  readonly quantity: InMeasure;
}

export interface ReturnToSupplier extends Effective {
  readonly lines: readonly ReturnedLot[];
  readonly reason: string;
}

export interface BookInvoice extends Remarks, Invoice {
  readonly evidence?: readonly Evidence[];
}

export interface RecordInvoice extends Remarks, Invoice {
  readonly supplier: Id<'supplier'>;
  /** Blue where it is not said. */
  readonly kind?: 'blue' | 'red';
  /** The blue one that a red one takes back. */
  readonly corrects?: Id<'invoice'>;
  readonly allocations?: readonly Allocation[];
  /** Its rows as they stand in it. */
  readonly lines?: readonly InvoiceRow[];
  readonly evidence?: readonly Evidence[];
}

export interface AllocateInvoice extends Remarks {
  readonly allocations: readonly Allocation[];
}

export interface Pay extends Effective {
  readonly shares: readonly { readonly fundingLine: Id<'fundingLine'>; readonly amount: Fen }[];
  readonly method: string;
  readonly bankReference?: string;
  readonly approval: Approval;
  readonly evidence?: readonly Evidence[];
}

export interface Refund extends Effective {
  readonly shares: Pay['shares'];
  readonly method: string;
  readonly bankReference?: string;
  readonly reason?: string;
  readonly approval?: Approval;
  readonly evidence?: readonly Evidence[];
}

export interface GivenLine extends Counted {
  readonly item: Id<'item'>;
  readonly quantity: InMeasure;
  readonly value: Fen;
  readonly batch?: Batch;
}

export interface ReceiveInKind extends Effective {
  readonly kind: 'donation' | 'allocation';
  readonly giver: string;
  readonly fundingLine: Id<'fundingLine'>;
  readonly warehouse: Id<'warehouse'>;
  readonly lines: readonly GivenLine[];
  readonly directedTo?: Direction;
  readonly evidence?: readonly Evidence[];
}

export interface DispatchLine extends Counted {
  readonly item: Id<'item'>;
  readonly quantity: InMeasure;
  readonly fundingLine?: Id<'fundingLine'>;
}

export interface Dispatch extends Effective {
  readonly unit: Id<'unit'>;
  readonly warehouse: Id<'warehouse'>;
  readonly plan?: Id<'plan'>;
  readonly lines: readonly DispatchLine[];
  /** What it is for: takes what was given for that. */
  readonly purpose?: string;
  /** Takes also what was given for somebody else. */
  readonly consent?: Consent;
  readonly carrier?: string;
}

/** Together the quantities are what was sent. */
export interface ConfirmLine extends Counted {
  readonly line: number;
  readonly good: InMeasure;
  readonly damaged?: InMeasure;
  readonly short?: InMeasure;
  readonly refused?: InMeasure;
  readonly reason?: string;
}

export interface Confirm extends Effective {
  readonly lines: readonly ConfirmLine[];
  readonly signatory: string;
  readonly people?: bigint;
  readonly households?: bigint;
  readonly sites?: bigint;
  readonly evidence?: readonly Evidence[];
}

export interface ResolveLine extends Counted {
  readonly line: number;
  readonly toUnit?: InMeasure;
  readonly toStock?: InMeasure;
  readonly toLoss?: InMeasure;
}

export interface Resolve extends Effective {
  readonly lines: readonly ResolveLine[];
  readonly reason: string;
  readonly approval: Approval;
}

/** How much of the coverage comes back with goods or money. */
interface Uncovering {
  readonly people?: bigint;
  readonly households?: bigint;
  readonly sites?: bigint;
}

export interface ReturnLine extends Counted {
  readonly line: number;
  readonly quantity: InMeasure;
}

export interface ReturnFromUnit extends Effective, Uncovering {
  /** Where the goods come to lie; where they were sent from, if it is not said. */
  readonly warehouse?: Id<'warehouse'>;
  readonly lines: readonly ReturnLine[];
  readonly reason: string;
}

export interface Disburse extends Effective {
  readonly fundingLine: Id<'fundingLine'>;
  readonly unit: Id<'unit'>;
  readonly plan?: Id<'plan'>;
  readonly amount: Fen;
  readonly purpose: string;
  readonly method: string;
  readonly approval?: Approval;
  readonly people?: bigint;
  readonly sites?: bigint;
  readonly evidence?: readonly Evidence[];
}

export interface TakeBack extends GiveMoneyBack, Uncovering {}

export interface PayBenefit extends Effective {
  readonly fundingLine: Id<'fundingLine'>;
  readonly tariff: Id<'tariff'>;
  readonly person: Person;
  readonly amount: Fen;
  readonly method: string;
  readonly approval?: Approval;
  readonly evidence?: readonly Evidence[];
}

export interface CountLine extends Counted {
  readonly lot: LotId;
  readonly book: InMeasure;
  readonly counted: InMeasure;
}

export interface Count extends Effective {
  readonly warehouse: Id<'warehouse'>;
  readonly lines: readonly CountLine[];
  readonly reason: string;
}

export interface Countersign extends Remarks {}

export interface Reverse extends Effective {
  readonly reason: string;
  readonly approval?: Approval;
}

/** Taking back one's own order or dispatch, before anything followed. */
export interface Withdraw extends Noted {
  readonly reason: string;
}

/** A field that is put right: `was` is what stands. */
export interface CorrectField extends FieldOf {
  readonly field: Correctable | ReversedInstead;
  readonly was: Said | null;
  readonly is: Said | null;
}

export interface Correct extends Noted {
  readonly changes: readonly CorrectField[];
  readonly reason: string;
}

export interface AttachEvidence extends Remarks {
  readonly evidence: readonly Evidence[];
}
