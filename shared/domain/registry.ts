import type { Fen } from './amount.ts';
import type { CalendarDate } from './calendar.ts';
import type { Id } from './id.ts';
import type { Pack, Packed, Quantity } from './quantity.ts';
import type { Role } from './role.ts';
import type { ThresholdFields } from './threshold.ts';

/** What is registered, amended and closed rather than moved. */
export const REGISTRY_KINDS = [
  'fundingLine',
  'unit',
  'item',
  'supplier',
  'warehouse',
  'tariff',
  'plan',
  'member',
  'threshold',
] as const;
export type RegistryKind = (typeof REGISTRY_KINDS)[number];
/** A kind whose row is versioned; funding lines have rows of their own. */
export type RegisteredKind = Exclude<RegistryKind, 'fundingLine'>;

export interface PlannedGoods {
  readonly unit: Id<'unit'>;
  readonly item: Id<'item'>;
  readonly quantity: Quantity;
  /** Where it was planned in packs. */
  readonly packs?: Packed;
}

export interface PlannedMoney {
  readonly unit: Id<'unit'>;
  readonly fundingLine: Id<'fundingLine'>;
  readonly amount: Fen;
}

/** What a unit is to get: so much of an item, or so much money of a funding line. */
export type PlannedLine = PlannedGoods | PlannedMoney;

export const PERIODS = ['once', 'year', 'month'] as const;
/** How often a tariff's cap is counted anew. */
export type Period = (typeof PERIODS)[number];

export interface FundingLineFields {
  readonly code: string;
  readonly name: string;
  readonly basis: readonly string[];
  readonly permittedUses?: string;
}

export interface UnitFields {
  readonly code: string;
  readonly name: string;
  /** What it lies below; null in an amendment that moves it to the top. */
  readonly parent?: Id<'unit'> | null;
  readonly region?: string;
}

export interface ItemFields {
  readonly code: string;
  readonly name: string;
  readonly spec?: string;
  readonly grade?: string;
  readonly baseMeasure: string;
  readonly packs: readonly Pack[];
  readonly perishable?: boolean;
  /** It is no goods, but freight, unloading, printing. Fixed once any of it was ordered or came in. */
  readonly service?: boolean;
  /** Of which less in all warehouses together is too little, in the base measure; null in an amendment that drops it. */
  readonly minimum?: Quantity | null;
}

export interface SupplierFields {
  readonly name: string;
  readonly uscc?: string;
}

export interface WarehouseFields {
  readonly code: string;
  readonly name: string;
}

export interface TariffFields {
  readonly code: string;
  readonly name: string;
  readonly basis: string;
  readonly cap: Fen;
  readonly per: Period;
}

export interface PlanFields {
  readonly number: string;
  readonly decidedOn: CalendarDate;
  readonly title: string;
  readonly lines: readonly PlannedLine[];
}

/**
 * Who has which roles, for which units. The subject is what the issuer calls them: it stands in every entry they make.
 * What people call them is personal data, which no field says.
 */
export interface MemberFields {
  readonly subject: string;
  readonly roles: readonly Role[];
  /** Codes of the units that a coordinator acts for. */
  readonly units: readonly string[];
}

export interface RegistryFieldsOf {
  readonly fundingLine: FundingLineFields;
  readonly unit: UnitFields;
  readonly item: ItemFields;
  readonly supplier: SupplierFields;
  readonly warehouse: WarehouseFields;
  readonly tariff: TariffFields;
  readonly plan: PlanFields;
  readonly member: MemberFields;
  readonly threshold: ThresholdFields;
}

/** The fields of a registration, or the changed ones of an amendment. */
export type RegistryFields = { readonly [K in RegistryKind]: Partial<RegistryFieldsOf[K]> }[RegistryKind];

/** What is personal of something registered: the phone of a unit or a supplier, the name of a member. */
export const REGISTERED_OF_PERSONS = ['phone', 'name'] as const;
export type RegisteredOfPersons = (typeof REGISTERED_OF_PERSONS)[number];

/**
 * What the tracker knows of something registered, as its last amendment left it. What is personal of it is kept in the
 * personal row of the entry that is named here, where it was given.
 */
export interface Registered<K extends RegistryKind = RegistryKind>
  extends Readonly<Partial<Record<RegisteredOfPersons, Id>>> {
  readonly fields: RegistryFieldsOf[K];
  readonly closed: boolean;
}

/** The period a payment on that date counts in. */
export function periodOf(per: Period, date: CalendarDate): string {
  switch (per) {
    case 'once':
      return 'once';
    case 'year':
      return date.slice(0, 4);
    case 'month':
      return date.slice(0, 7);
  }
}
