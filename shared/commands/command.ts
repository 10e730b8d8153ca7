import type { KeyObject } from 'node:crypto';
import type { StateKind, StateOf } from '../domain/books.ts';
import type { ClosedThrough } from '../domain/closed-months.ts';
import type { Actor } from '../domain/entry.ts';
import type { Kind } from '../domain/facts.ts';
import type { Id } from '../domain/id.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Thresholds } from '../domain/threshold.ts';
import type { Journal } from '../storage/ports/journal.ts';
import type { FundingLineRow, Ledger, StoredEntry } from '../storage/ports/ledger.ts';
import type { Believed } from './believed.ts';
import type { Salting } from './blinding.ts';
import type { Namings, SignedIn } from './naming.ts';
import type { Turnstile } from './turnstile.ts';

/** What commands work with. Time and randomness come from outside. */
export interface Office extends Salting {
  readonly ledger: Ledger;
  readonly journal: Journal;
  readonly turnstile: Turnstile;
  /** How far the months are closed, as far as this process knows: within a minute it knows all. */
  readonly closedThrough: Believed<ClosedThrough | undefined>;
  /** Above what spending needs an approval and may not be cash, as far as this process knows: within a minute it knows all. */
  readonly thresholds: Believed<Thresholds>;
  /** What people are called by their sign-in, as far as this process has recorded it. */
  readonly namings: Namings;
  /** Whether the file of that hash was uploaded and is what it was declared as. */
  readonly hasArrived: (sha256: string) => Promise<boolean>;
  /** Milliseconds since 1970 UTC. */
  readonly clock: () => number;
  /** The key of the HMAC that names a person's counters without naming the person. */
  readonly personKey: () => Promise<KeyObject>;
}

/** A write as it reached the tracker: who, under which key, with what, and to what where its path names something. */
export interface Request<B, T extends Id | undefined = Id | undefined> {
  /** The Idempotency-Key: the id of the entry, and of the document that it opens. */
  readonly id: Id;
  readonly actor: Actor;
  /** What the caller's token says they are called, where it says so and the member list does not. */
  readonly signedIn?: SignedIn | undefined;
  /** Every role the caller holds; `actor.role` is the one used. */
  readonly roles: readonly string[];
  /** Codes of the units that those of their roles act for which are bound to units. */
  readonly units: readonly string[];
  /** The kind of entry that its route records, where whoever asks says it. */
  readonly writes?: Kind;
  /** Decided as a write is, and nothing of it written: no entry, no name of its maker, nothing held back from others. */
  readonly isDryRun?: boolean;
  /** SHA-256 over subject, route and canonical body, in base64. */
  readonly requestHash: string;
  /** The id in the path, or the month; undefined where the route has none. */
  readonly target: T;
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
        /** Of a unit: the codes of itself and of everything above it, its own first. */
        readonly lineage?: readonly string[];
      };
    }[StateKind];

/**
 * A write that was recorded, now or (a repeat) before; `not` of a dry run: what would be. `document` is as it stands now,
 * or would stand.
 */
export interface Recorded {
  readonly recorded: 'now' | 'before' | 'not';
  readonly entry: StoredEntry;
  /** Absent where the entry is about no single document (late evidence on a registration, say). */
  readonly document?: Document;
}

/** The same key was used for another request, or by another person. */
export interface KeyReused {
  readonly refusal: 'key-reused';
}

export type Answer = Recorded | Refusal | KeyReused;

export type Command<B> = (office: Office, request: Request<B, undefined>) => Promise<Answer>;

/** A command about what its path names. */
export type CommandOn<B> = (office: Office, request: Request<B, Id>) => Promise<Answer>;

/** A command of either sort: who calls it has looked whether its path names something. */
export type AnyCommand<B> = (office: Office, request: Request<B, never>) => Promise<Answer>;
