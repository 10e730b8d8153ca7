import type { Fen } from './amount.ts';
import type { CalendarDate } from './calendar.ts';
import type { Id, LotId } from './id.ts';
import type { Quantity } from './quantity.ts';

/** What waits for somebody to do something, by what is to be done. */
export interface Waiting {
  /** Ordered and still to come. */
  readonly 'to-accept': OfPurchase & { readonly committed: Fen };
  /** It came, and is not paid. */
  readonly 'to-pay': OfPurchase & { readonly due: Fen };
  /** It came or was paid, and its invoices say less. */
  readonly 'without-invoice': OfPurchase & { readonly lacking: Fen };
  /** Units that a plan allots goods to which were not dispatched. */
  readonly 'to-dispatch': OfPlan;
  /** Units that a plan allots money to which was not disbursed. */
  readonly 'to-disburse': OfPlan & { readonly left: Fen };
  readonly 'in-transit': OfConsignment & { readonly lines: number };
  /** 待处理: damaged or short, and not decided. */
  readonly held: OfConsignment & { readonly lines: number };
  /** Counted, and not countersigned by another person. */
  readonly 'to-countersign': {
    readonly adjustment: Id<'adjustment'>;
    readonly effectiveOn: CalendarDate;
    readonly warehouse: Id<'warehouse'>;
    readonly lines: number;
    /** Who counted, and so does not countersign. */
    readonly by: string;
  };
  readonly 'order-without-evidence': OfPurchase & { readonly entry: Id };
  readonly 'payment-without-evidence': OfPurchase & { readonly entry: Id; readonly paid: Fen };
  readonly 'confirmation-without-evidence': OfConsignment & { readonly entry: Id };
  /** Goods that lie in a warehouse and expire. */
  readonly expiring: {
    readonly lot: LotId;
    readonly item: Id<'item'>;
    readonly warehouse: Id<'warehouse'>;
    readonly expiresOn: CalendarDate;
    readonly quantity: Quantity;
  };
  /** An item of which all warehouses together have less than its minimum. */
  readonly 'below-minimum': { readonly item: Id<'item'>; readonly stock: Quantity; readonly minimum: Quantity };
}

interface OfPlan {
  readonly plan: Id<'plan'>;
  readonly number: string;
  readonly title: string;
  readonly decidedOn: CalendarDate;
  /** Lines of the plan with something left, and the units that they are for. */
  readonly lines: number;
  readonly units: number;
}

interface OfPurchase {
  readonly purchase: Id<'purchase'>;
  readonly supplier: Id<'supplier'>;
  readonly effectiveOn: CalendarDate;
}

export interface OfConsignment {
  readonly consignment: Id<'consignment'>;
  readonly unit: Id<'unit'>;
  readonly effectiveOn: CalendarDate;
}

export type WaitingKind = keyof Waiting;

const WAITING = {
  'to-accept': true,
  'to-dispatch': true,
  'to-disburse': true,
  'in-transit': true,
  held: true,
  'to-pay': true,
  'to-countersign': true,
  'without-invoice': true,
  'order-without-evidence': true,
  'payment-without-evidence': true,
  'confirmation-without-evidence': true,
  expiring: true,
  'below-minimum': true,
} as const satisfies Readonly<Record<WaitingKind, true>>;
export const WAITING_KINDS = Object.keys(WAITING).filter((name): name is WaitingKind => name in WAITING);
