import type { Account } from './account.ts';
import type { Balance } from './balance.ts';
import type { CalendarDate } from './calendar.ts';
import type { Coverage } from './coverage.ts';
import type { Evidence } from './evidence.ts';
import type { Facts, Kind } from './facts.ts';
import type { Id } from './id.ts';
import type { Refs } from './refs.ts';

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

/** Who decided, when, in which document (集体研究). */
export interface Approval {
  readonly document: string;
  readonly decidedOn: CalendarDate;
  /** The id of a member, or the name of whom a paper says it (`approverOf`). */
  readonly approver: string;
}

/** What a decision says: an entry without its envelope. */
export type Draft<K extends Kind = Kind> = K extends Kind
  ? {
      readonly kind: K;
      readonly effectiveOn: CalendarDate;
      readonly refs: Refs[K];
      readonly facts: Facts[K];
      readonly transfers: readonly Transfer[];
      readonly coverage?: Coverage;
    }
  : never;

/** The earlier day that a late paper is of, although it takes effect on the first day that bears it; why it is late. */
export interface OfDay {
  readonly date: CalendarDate;
  readonly reason: string;
}

/** The same of the first form, which knows closed months alone. */
export interface OfMonth {
  /** `YYYY-MM` */
  readonly month: string;
  readonly reason: string;
}

export type BelongsTo = OfDay | OfMonth;

/** What surrounds a draft: who, when, and the papers. */
export interface Envelope {
  readonly id: Id;
  /**
   * The form in which it was written, where that is the first: its bytes and what they mean stay as they are, and what
   * was not asked of it then is not asked now.
   */
  readonly form?: 1;
  /** Server time in milliseconds since 1970 UTC. */
  readonly recordedAt: number;
  readonly actor: Actor;
  readonly evidence: readonly Evidence[];
  readonly approval?: Approval;
  /** Why a separation of duties, or a plan, was set aside. */
  readonly exception?: { readonly reason: string };
  /** What takes effect later than it should, with the reason. */
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

/** Every paper that an entry names: its own, the quotes of an order, and the consent of a giver. */
export function papersOf(entry: Entry): readonly Evidence[] {
  const quotes = isKind(entry, 'order') ? (entry.facts.procurement?.quotes ?? []) : [];
  const consent = isKind(entry, 'dispatch') ? (entry.facts.consent?.evidence ?? []) : [];
  return [...entry.evidence, ...quotes.flatMap(({ evidence }) => evidence ?? []), ...consent];
}
