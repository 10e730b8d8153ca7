import { dayOf, periodRefusal } from '../domain/closed-months.ts';
import type { Decision } from '../domain/decision.ts';
import type { Approval, BelongsTo, Entry, Envelope, OfDay } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import { foremost, isRefusal, type Refusal } from '../domain/refusal.ts';
import { stated } from '../domain/stated.ts';
import { subjectOf } from '../domain/subject.ts';
import { encodeEntry, MAX_ENTRY_BYTES } from '../schemas/entry.ts';
import { LedgerError, type Outcome, type StoredEntry, UNKNOWN_REQUEST } from '../storage/ports/ledger.ts';
import { type Approved, approvalKept } from './approving.ts';
import { asItWouldStand } from './as-it-would-stand.ts';
import type { Asked } from './asked.ts';
import type { Blinding } from './blinding.ts';
import type { Answer, Document, Office, Recorded, Request } from './command.ts';
import { documentNow } from './document.ts';
import { type Citing, unarrived } from './papers.ts';

/** How often a write whose state changed under it is loaded and decided again. */
const MAX_DECISIONS = 5;

/** What every body may say beside what it asks for. */
interface Papers extends Citing {
  readonly note?: string;
  readonly exception?: { readonly reason: string };
  readonly belongsTo?: BelongsTo;
  readonly approval?: Approval;
}

/** A decision made ready for the ledger. */
export interface Prepared {
  readonly decision: Decision;
  readonly changes: readonly Asked[];
  readonly blinding?: Blinding;
  /** The earlier day that it is of, where the decision says so and not the body. */
  readonly belongsTo?: OfDay;
  /** The role in which it is done, where that need not be the one of the call. */
  readonly role?: string;
  /** The document's stored version: the entry before this one on it. */
  readonly previous?: Id;
  /** The document after the entry, where that is known without another read. */
  readonly document?: (opening: {
    readonly entry: Entry;
    readonly canonical: string;
    readonly requestHash: string;
  }) => Document;
}

/** A decision whose day is open, with the approval as the entry keeps it. */
type Ready = Prepared & Approved;

/**
 * Records one write, or tells of a dry run what would be recorded: prepare (load and decide), append, and again from the start where the state was stale. A refusal is
 * told only after looking whether this very request was recorded before, so that a repeat gets its entry although the
 * state has moved on. `keys` name what the write changes, for the turnstile.
 */
export function record<B extends Papers>(
  office: Office,
  request: Request<B>,
  keys: readonly string[],
  prepare: () => Promise<Prepared | Refusal>,
): Promise<Answer> {
  // Who writes nothing is in nobody's way, and waits for nobody.
  return office.turnstile.pass(request.isDryRun ? [] : keys, async () => {
    for (let decisions = 0; decisions < MAX_DECISIONS; decisions += 1) {
      const [prepared, missing] = await Promise.all([prepare(), unarrived(office, request.body)]);
      const ready = isRefusal(prepared) ? prepared : await readied(office, request, prepared);
      const refusal = isRefusal(ready) ? ready : undefined;
      const told = foremost([refusal, missing].filter((one) => one !== undefined));
      const answer = told ?? (isRefusal(ready) ? ready : await append(office, request, ready));
      if (answer === 'stale') continue;
      return isRefusal(answer) ? ((await repeatOf(office, request)) ?? answer) : answer;
    }
    throw new LedgerError('busy', `the state was stale ${MAX_DECISIONS} times`);
  });
}

/**
 * The day is looked up again for each decision, so that the entry is recorded a moment after: no closure is overtaken.
 */
async function readied<B extends Papers>(
  { ledger, closedThrough }: Office,
  request: Request<B>,
  prepared: Prepared,
): Promise<Ready | Refusal> {
  const { effectiveOn } = prepared.decision.draft;
  const misdated = periodRefusal(effectiveOn, request.body.belongsTo, await closedThrough.get());
  if (misdated) return misdated;
  const approved = await approvalKept(ledger, request, effectiveOn);
  return isRefusal(approved) ? approved : { ...prepared, ...approved };
}

async function append<B extends Papers>(
  office: Office,
  request: Request<B>,
  prepared: Ready,
): Promise<Recorded | Refusal | 'stale'> {
  if (!request.isDryRun) await office.namings.before(office, request);
  const entry = entryOf(office, request, prepared);
  const canonical = encodeEntry(entry);
  const bytes = Buffer.byteLength(canonical);
  if (bytes > MAX_ENTRY_BYTES) return { refusal: 'entry-too-large', bytes, most: MAX_ENTRY_BYTES };
  const stored = { entry, canonical, requestHash: request.requestHash };
  const changes = prepared.changes.map(({ change }) => change);
  const asked = {
    ...stored,
    changes,
    ...(prepared.blinding?.personal ? { personal: prepared.blinding.personal } : {}),
  };
  const { isDryRun = false } = request;
  const outcome = await (isDryRun ? office.ledger.outcomeOf(asked) : office.ledger.append(asked));
  if (outcome.outcome === 'stale') return 'stale';
  if (outcome.outcome !== 'appended') return refusalOf(outcome, prepared, entry.id);
  const document =
    prepared.document?.(stored) ??
    (await (isDryRun ? asItWouldStand(office, { stored, changes }) : documentNow(office, subjectOf(entry))));
  return { recorded: isDryRun ? 'not' : 'now', entry: stored, ...(document ? { document } : {}) };
}

function entryOf<B extends Papers>(office: Office, request: Request<B>, prepared: Ready): Entry {
  const { draft } = prepared.decision;
  const { note, exception, belongsTo: late, evidence = [] } = request.body;
  const belongsTo = prepared.belongsTo ?? (late && { date: dayOf(late), reason: late.reason });
  const { id } = request;
  const { approval, role = request.actor.role } = prepared;
  const actor = { ...request.actor, role };
  const { blinded } = prepared.blinding ?? {};
  const recordedAt = office.clock();
  const envelope = stated<Omit<Envelope, 'form'>>({
    id,
    recordedAt,
    actor,
    evidence,
    approval,
    exception,
    belongsTo,
    note,
    blinded,
  });
  const entry: Entry = { ...draft, ...envelope };
  const { previous } = prepared;
  if (previous === undefined || previous === subjectOf(entry)?.id) return entry;
  // Refs take it whatever the kind, which each kind says and a union of them cannot.
  return { ...entry, refs: { ...entry.refs, previous } } as Entry;
}

/** The answer to a request that was recorded before; undefined where its key is free. */
async function repeatOf(office: Office, request: Request<unknown>): Promise<Answer | undefined> {
  const found = await office.ledger.read([{ row: 'entry', id: request.id }]);
  const entry = found.entry(request.id);
  if (!entry) return undefined;
  if (!isRepeatOf(entry, request)) return { refusal: 'key-reused' };
  const document = await documentNow(office, subjectOf(entry.entry));
  return { recorded: 'before', entry, ...(document ? { document } : {}) };
}

/**
 * Of an entry whose request nobody knows any more, whoever recorded it asks again for the same kind of entry about the
 * same: that is taken for the repeat. What else they may have meant cannot be told, and nothing is ever recorded twice.
 */
function isRepeatOf({ entry, requestHash }: StoredEntry, request: Request<unknown>): boolean {
  if (requestHash !== UNKNOWN_REQUEST) return requestHash === request.requestHash;
  const { actor, writes, target } = request;
  const isOfKind = writes === undefined || writes === entry.kind;
  return entry.actor.subject === actor.subject && isOfKind && (target === undefined || isAbout(entry, target));
}

/** Whether the path of the request that made the entry named this: a document, an entry, or a month. */
function isAbout(entry: Entry, target: Id): boolean {
  const isOfMonth = entry.kind === 'period-closure' && entry.facts.month === target;
  return isOfMonth || Object.values(entry.refs).flat().includes(target);
}

/** What the change that failed says of it. */
function refusalOf(
  outcome: Exclude<Outcome, { readonly outcome: 'appended' | 'stale' }>,
  prepared: Prepared,
  id: Id,
): Refusal | 'stale' {
  // Replaced by the stored entry in `record`: the row is there, and rows of entries never go.
  if (outcome.outcome === 'repeated') return { refusal: 'not-found', kind: 'entry', id };
  for (const { refused } of prepared.changes) {
    const refusal = refused?.(outcome);
    if (refusal !== undefined) return refusal;
  }
  throw new Error(`no change of a ${prepared.decision.draft.kind} says what ${outcome.outcome} means`);
}
