import type { StateKind, StateOf } from '../domain/books.ts';
import type { ClosedThrough } from '../domain/closed-months.ts';
import type { Actor, Entry } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Journal } from '../storage/ports/journal.ts';
import type { FundingLineRow, Ledger, StoredEntry } from '../storage/ports/ledger.ts';
import type { Believed } from './believed.ts';
import type { Turnstile } from './turnstile.ts';

/** What commands work with. Time and randomness come from outside. */
export interface Office {
  readonly ledger: Ledger;
  readonly journal: Journal;
  readonly turnstile: Turnstile;
  /** How far the months are closed, as far as this process knows: within a minute it knows all. */
  readonly closedThrough: Believed<ClosedThrough | undefined>;
  /** Milliseconds since 1970 UTC. */
  readonly clock: () => number;
  /** 32 random bytes, for the salt of a commitment. */
  readonly salt: () => Uint8Array;
  /** The key of the HMAC that names a person's counters without naming the person. */
  readonly personKey: () => Promise<Uint8Array>;
}

/** A write as it reached the tracker: who, under which key, to which document, with what. */
export interface Request<B> {
  /** The Idempotency-Key: the id of the entry, and of the document that it opens. */
  readonly id: Id;
  readonly actor: Actor;
  /** Every role the caller holds; `actor.role` is the one used. */
  readonly roles: readonly string[];
  /** The unit codes that a coordinator acts for; undefined where the caller's role is not bound to units. */
  readonly units: readonly string[] | undefined;
  /** SHA-256 over subject, route and canonical body, in base64. */
  readonly requestHash: string;
  /** The id in the path, where the route has one. */
  readonly target: Id | undefined;
  readonly body: B;
}

/** A document as it is now, with the entry that opened it. */
export type Document =
  | { readonly kind: 'fundingLine'; readonly id: Id; readonly opening: StoredEntry; readonly line: FundingLineRow }
  | {
      [K in StateKind]: {
        readonly kind: K;
        readonly id: Id;
        readonly opening: StoredEntry;
        readonly version: Id;
        readonly state: StateOf[K];
      };
    }[StateKind];

/** A write that was recorded, now or (a repeat) before. `document` is as it stands now. */
export interface Recorded {
  readonly recorded: 'now' | 'before';
  readonly entry: StoredEntry;
  /** Absent where the entry is about no single document (late evidence on a registration, say). */
  readonly document?: Document;
}

/** The same key was used for another request, or by another person. */
export interface KeyReused {
  readonly refusal: 'key-reused';
}

export type Answer = Recorded | Refusal | KeyReused;

export type Command<B> = (office: Office, request: Request<B>) => Promise<Answer>;

/** The document an entry is about: named in its refs, or the one it opened itself. */
export function subjectOf(entry: Entry): { readonly kind: Document['kind']; readonly id: Id } | undefined {
  const { refs } = entry;
  if (refs.purchase) return { kind: 'purchase', id: refs.purchase };
  if (refs.consignment) return { kind: 'consignment', id: refs.consignment };
  if (refs.disbursement) return { kind: 'disbursement', id: refs.disbursement };
  if (refs.adjustment) return { kind: 'adjustment', id: refs.adjustment };
  if (refs.benefit) return { kind: 'benefit', id: refs.benefit };
  if (refs.receipt) return { kind: 'receipt', id: refs.receipt };
  switch (entry.kind) {
    case 'registration':
      return { kind: entry.facts.type, id: entry.id };
    case 'amendment':
    case 'closure': {
      const id = registryTarget(entry);
      return id === undefined ? undefined : { kind: entry.facts.type, id };
    }
    case 'order':
      return { kind: 'purchase', id: entry.id };
    case 'dispatch':
      return { kind: 'consignment', id: entry.id };
    case 'disbursement':
    case 'benefit':
    case 'receipt':
      return { kind: entry.kind, id: entry.id };
    case 'count':
      return { kind: 'adjustment', id: entry.id };
    case 'period-closure':
      return { kind: 'period', id: entry.id };
    case 'appropriation':
    case 'give-back': {
      const line = refs.fundingLines?.[0];
      return line === undefined ? undefined : { kind: 'fundingLine', id: line };
    }
    default: {
      const line = refs.fundingLines?.[0];
      return line === undefined ? undefined : { kind: 'fundingLine', id: line };
    }
  }
}

/** What an amendment or a closure is about. */
export function registryTarget(entry: Entry<'amendment'> | Entry<'closure'>): Id | undefined {
  const { refs } = entry;
  switch (entry.facts.type) {
    case 'fundingLine':
      return refs.fundingLines?.[0];
    default:
      return refs[entry.facts.type];
  }
}
