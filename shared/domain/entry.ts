import type { Account } from './account.ts';
import type { Balance } from './balance.ts';
import type { CalendarDate } from './calendar.ts';
import type { Id } from './id.ts';
import type { RegistryFields, RegistryKind } from './registry.ts';

/** A transfer moves a value, and where goods move their quantity with it, from one account to another. */
export interface Transfer extends Balance {
  readonly from: Account;
  readonly to: Account;
}

/** Who did it, and in which of their roles. */
export interface Actor {
  readonly subject: string;
  readonly role: string;
}

/** A file that proves something, named by its hash. */
export interface Evidence {
  readonly sha256: string;
  readonly name: string;
  readonly bytes: number;
  readonly mediaType: string;
}

/** Who decided, when, in which document (集体研究). */
export interface Approval {
  readonly document: string;
  readonly decidedOn: CalendarDate;
  readonly approver: string;
}

/** What a delivery or a disbursement reached. Negative in the reversal of one. */
export interface Coverage {
  readonly people?: bigint;
  readonly households?: bigint;
  readonly sites?: bigint;
}

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
  readonly amount: bigint;
}

/** What an entry points at. Ordinals of funding lines in accounts count in `fundingLines`. */
export interface Refs {
  readonly fundingLines?: readonly Id[];
  readonly unit?: Id;
  readonly item?: Id;
  readonly supplier?: Id;
  readonly warehouse?: Id;
  readonly tariff?: Id;
  readonly plan?: Id;
  readonly member?: Id;
  readonly purchase?: Id;
  readonly consignment?: Id;
  readonly disbursement?: Id;
  readonly benefit?: Id;
  readonly adjustment?: Id;
  readonly receipt?: Id;
  /** The entry that this one reverses, that late evidence belongs to, or whose personal data it is about. */
  readonly entry?: Id;
  /** The entry before this one on the same document, where that is not the one that opened it. */
  readonly previous?: Id;
}

export interface OrderedLine {
  readonly item: Id;
  readonly measure?: string;
  readonly unitPrice?: bigint;
}

export interface Batch {
  readonly number?: string;
  readonly expiresOn?: CalendarDate;
}

/** One line as a keeper found it; what is damaged or short is recorded and stays on order. */
export interface AcceptedLine {
  readonly line: number;
  readonly good: bigint;
  readonly damaged: bigint;
  readonly short: bigint;
  readonly reason?: string;
}

/** A lot of an acceptance: its place in `lots` is its ordinal. */
export interface AcceptedLot extends Batch {
  readonly line: number;
  /** Ordinal in the purchase's funding lines. */
  readonly fundingLine: number;
}

/** A lot received in kind: its place in `lots` is its ordinal. */
export interface GivenLot extends Batch {
  readonly item: Id;
  readonly measure?: string;
}

export interface DispatchedLine {
  readonly item: Id;
  readonly quantity: bigint;
  readonly measure?: string;
  readonly fundingLine?: Id;
}

/** A line that did not arrive whole. Lines that did are not listed: the transfers say it all. */
export interface ConfirmedLine {
  readonly line: number;
  readonly damaged: bigint;
  readonly short: bigint;
  readonly refused: bigint;
  readonly reason?: string;
}

export interface CountedLine {
  readonly lot: string;
  readonly book: bigint;
  readonly counted: bigint;
}

/** What each kind of entry says beside its transfers. */
export interface Facts {
  readonly registration: { readonly type: RegistryKind; readonly fields: RegistryFields };
  readonly amendment: { readonly type: RegistryKind; readonly fields: RegistryFields; readonly reason: string };
  readonly closure: { readonly type: RegistryKind; readonly reason: string };
  readonly appropriation: { readonly source: string };
  readonly 'give-back': { readonly reason: string };
  readonly order: {
    readonly lines: readonly OrderedLine[];
    readonly emergency?: Emergency;
    readonly invoice?: Invoice;
  };
  readonly acceptance: { readonly lines: readonly AcceptedLine[]; readonly lots: readonly AcceptedLot[] };
  readonly 'supplier-return': { readonly reason: string };
  readonly release: { readonly reason: string };
  readonly invoice: { readonly invoice: Invoice };
  readonly payment: { readonly method: string; readonly bankReference?: string };
  readonly receipt: {
    readonly kind: 'donation' | 'allocation';
    readonly giver: string;
    readonly directedTo?: string;
    readonly lots: readonly GivenLot[];
  };
  readonly dispatch: {
    readonly lines: readonly DispatchedLine[];
    /** The line of each part; part p is transfer p. */
    readonly parts: readonly number[];
  };
  readonly confirmation: { readonly lines: readonly ConfirmedLine[] };
  readonly resolution: { readonly reason: string };
  readonly 'unit-return': { readonly reason: string };
  readonly disbursement: { readonly purpose: string; readonly method: string };
  readonly 'take-back': { readonly reason: string };
  readonly benefit: { readonly method: string; readonly period: string };
  readonly count: { readonly lines: readonly CountedLine[]; readonly reason: string };
  readonly adjustment: { readonly counter: string };
  readonly reversal: { readonly reason: string; readonly kind: Kind };
  readonly attachment: Record<never, never>;
  /** 月度结账: from now on nothing takes effect in this month, or in any before it. */
  readonly 'period-closure': { readonly month: string };
  /** Which fields of an entry's personal data were shown, and why. */
  readonly disclosure: { readonly fields: readonly string[]; readonly reason: string };
  /** Which fields of an entry's personal data were erased, and why. */
  readonly erasure: { readonly fields: readonly string[]; readonly reason: string };
}

export type Kind = keyof Facts;

/** What a decision says: an entry without its envelope. */
export type Draft<K extends Kind = Kind> = K extends Kind
  ? {
      readonly kind: K;
      readonly effectiveOn: CalendarDate;
      readonly refs: Refs;
      readonly facts: Facts[K];
      readonly transfers: readonly Transfer[];
      readonly coverage?: Coverage;
    }
  : never;

/** A closed month that an entry belongs to although it takes effect in an open one. */
export interface BelongsTo {
  /** `YYYY-MM` */
  readonly month: string;
  readonly reason: string;
}

/** What surrounds a draft: who, when, and the papers. */
export interface Envelope {
  readonly id: Id;
  /** Server time in milliseconds since 1970 UTC. */
  readonly recordedAt: number;
  readonly actor: Actor;
  readonly evidence: readonly Evidence[];
  readonly approval?: Approval;
  /** Why a separation of duties, or a plan, was set aside. */
  readonly exception?: { readonly reason: string };
  /** What belongs to a closed month, and so takes effect later than it should, with the reason. */
  readonly belongsTo?: BelongsTo;
  readonly note?: string;
  /** Salted commitments to personal data, by field: base64(SHA-256(salt ‖ value)). */
  readonly blinded?: Readonly<Record<string, string>>;
}

/** One immutable fact of the ledger. It balances by construction, because every transfer does. */
export type Entry<K extends Kind = Kind> = K extends Kind ? Draft<K> & Envelope : never;

/** Narrows an entry to one kind. */
export function isKind<K extends Kind>(entry: Entry, kind: K): entry is Entry<K> {
  return entry.kind === kind;
}
