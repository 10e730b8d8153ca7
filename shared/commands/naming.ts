import { createHash } from 'node:crypto';
import { dateInShanghai } from '../domain/calendar.ts';
import { type ClosedThrough, periodRefusal } from '../domain/closed-months.ts';
import type { Actor, Entry } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import { encodeEntry } from '../schemas/entry.ts';
import type { ClaimName } from '../storage/ports/guard-names.ts';
import { type Ledger, UNKNOWN_REQUEST } from '../storage/ports/ledger.ts';
import { claims } from './asked.ts';
import type { Believed } from './believed.ts';
import { blind, type Salting } from './blinding.ts';
import type { Turnstile } from './turnstile.ts';

/** What the token of a caller says they are called. */
export interface SignedIn {
  readonly name: string;
  /** In milliseconds since 1970 UTC, to the second. */
  readonly issuedAt?: number;
}

/** A write, as far as it says who makes it. */
interface Signed {
  readonly id: Id;
  readonly actor: Actor;
  readonly signedIn?: SignedIn | undefined;
}

/** As much of an office as is needed for naming people. */
interface Registrar extends Salting {
  readonly ledger: Pick<Ledger, 'read' | 'append'>;
  readonly turnstile: Turnstile;
  readonly closedThrough: Believed<ClosedThrough | undefined>;
  readonly clock: () => number;
}

/** How long a write waits for its maker's name; what takes longer goes on beside it. */
const PATIENCE_MS = 1_000;
/** Where it failed or took too long, no write is held up again for so long. */
const REST_MS = 60_000;
/** Names of one person by their sign-in; a directory that gives more is not believed. */
const MOST_NAMES = 100;
/** How often another process may be quicker. */
const MOST_TRIES = 5;
/** So long a name that was seen is taken for the last one, although another process may have recorded a later one. */
const SEEN_MS = 600_000;
const MOST_SEEN = 10_000;

export interface NamingsOptions {
  /** Takes what went wrong. */
  readonly report?: (error: unknown) => void;
  readonly patienceMs?: number;
}

/**
 * Records what people are called by their sign-in: before their first write under a name that is new, and once, however
 * many processes see it first. A write is never refused or lost for it, and costs no read where the name was seen before.
 */
export class Namings {
  /** By subject. */
  readonly #seen = new Map<string, { readonly name: string; readonly since: number }>();
  readonly #report: (error: unknown) => void;
  readonly #patienceMs: number;
  #restsUntil = 0;

  constructor({ report = console.error, patienceMs = PATIENCE_MS }: NamingsOptions = {}) {
    this.#report = report;
    this.#patienceMs = patienceMs;
  }

  async before(office: Registrar, write: Signed): Promise<void> {
    const { signedIn, actor } = write;
    const now = office.clock();
    if (signedIn === undefined || now < this.#restsUntil || this.#hasSeen(actor, signedIn, now)) return;
    const rest = () => {
      this.#restsUntil = now + REST_MS;
    };
    const naming = office.turnstile
      .pass([`naming/${actor.subject}`], async () => {
        if (this.#hasSeen(actor, signedIn, now)) return;
        if (await recordNaming(office, write, signedIn)) this.#remember(actor, signedIn, now);
      })
      .catch((error: unknown) => {
        rest();
        this.#report(error);
      });
    if (!(await isDoneWithin(this.#patienceMs, naming))) rest();
  }

  #hasSeen({ subject }: Actor, { name }: SignedIn, now: number): boolean {
    const seen = this.#seen.get(subject);
    return seen?.name === name && now - seen.since < SEEN_MS;
  }

  #remember({ subject }: Actor, { name }: SignedIn, since: number): void {
    this.#seen.delete(subject);
    this.#seen.set(subject, { name, since });
    const oldest = this.#seen.keys().next();
    if (this.#seen.size > MOST_SEEN && !oldest.done) this.#seen.delete(oldest.value);
  }
}

function isDoneWithin(ms: number, work: Promise<void>): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), ms);
  void work.then(() => {
    clearTimeout(timer);
    resolve(true);
  });
  return promise;
}

/**
 * The name under which an entry that says what somebody is called holds its place behind the one before it. So what a
 * person's sign-in called them stands in one line, whoever records it.
 */
export function namingClaim(subject: string, after: Id | undefined): ClaimName {
  return after === undefined ? `naming/of/${subject}` : `naming/after/${after}`;
}

/** Whether what the token says is settled, for as long as it says so. */
async function recordNaming(office: Registrar, write: Signed, signedIn: SignedIn): Promise<boolean> {
  const { subject } = write.actor;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const last = await lastNaming(office.ledger, subject);
    const stands = last === undefined ? 'new' : standingOf(last, signedIn);
    if (stands !== 'new') return stands === 'settled';
    const effectiveOn = dateInShanghai(office.clock());
    if (periodRefusal(effectiveOn, undefined, await office.closedThrough.get())) return false;
    const { blinded, personal } = blind(office, { name: signedIn.name });
    const entry: Entry<'naming'> = {
      id: idBeside(write.id, last?.id),
      kind: 'naming',
      effectiveOn,
      refs: last === undefined ? {} : { previous: last.id },
      facts: {},
      transfers: [],
      recordedAt: office.clock(),
      actor: write.actor,
      evidence: [],
      ...(blinded === undefined ? {} : { blinded }),
    };
    const { outcome } = await office.ledger.append({
      entry,
      canonical: encodeEntry(entry),
      requestHash: UNKNOWN_REQUEST,
      changes: [{ change: 'claim', claim: namingClaim(subject, last?.id) }],
      ...(personal === undefined ? {} : { personal }),
    });
    // Repeated: the same write is sent twice at once.
    if (outcome === 'appended' || outcome === 'repeated') return true;
  }
  return false;
}

interface Last {
  readonly id: Id;
  readonly recordedAt: number;
  /** Undefined where it was erased, or lost. */
  readonly name: string | undefined;
  readonly isErased: boolean;
  readonly isLastOfAll: boolean;
}

/**
 * Whoever was forgotten is not named again by a token, and a token of before the last name was recorded brings no new
 * one: it is one that somebody still has in another browser.
 */
function standingOf(last: Last, { name, issuedAt }: SignedIn): 'new' | 'settled' | 'outdated' {
  if (last.isErased || last.isLastOfAll || last.name === name) return 'settled';
  return issuedAt !== undefined && issuedAt + 1_000 <= last.recordedAt ? 'outdated' : 'new';
}

/** What somebody's sign-in called them last: found along the claims, from the first on. */
export async function lastNaming(ledger: Pick<Ledger, 'read'>, subject: string): Promise<Last | undefined> {
  let last: Id | undefined;
  for (let names = 1; ; names += 1) {
    const claim = namingClaim(subject, last);
    const found = await ledger.read([{ row: 'claim', claim }, ...(last === undefined ? [] : rowsOf(last))]);
    const next = found.claim(claim);
    if (next === undefined || names > MOST_NAMES) {
      if (last === undefined) return undefined;
      return {
        id: last,
        recordedAt: found.entry(last)?.entry.recordedAt ?? 0,
        name: found.personal(last)?.name?.value,
        isErased: found.claim(claims.erasure(last).name) !== undefined,
        isLastOfAll: names > MOST_NAMES,
      };
    }
    last = next;
  }
}

function rowsOf(id: Id) {
  return [
    { row: 'entry', id },
    { row: 'personal', id },
    { row: 'claim', claim: claims.erasure(id).name },
  ] as const;
}

/** An id made of the write's own, so that a write which is sent twice at once names its maker once. */
function idBeside(write: Id, last: Id | undefined): Id {
  const hex = createHash('sha256').update(`naming beside ${write} after ${last}`).digest('hex');
  const end = [hex.slice(0, 3), `8${hex.slice(3, 6)}`, hex.slice(6, 18)].join('-');
  return `${write.slice(0, 'xxxxxxxx-xxxx-7'.length)}${end}`;
}
