import { periodRefusal } from '../domain/closed-months.ts';
import type { Decision } from '../domain/decision.ts';
import type { Approval, BelongsTo, Entry, Evidence } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import { isRefusal, type Refusal } from '../domain/refusal.ts';
import { encodeEntry, MAX_ENTRY_BYTES } from '../schemas/entry.ts';
import { type Change, LedgerError, type Outcome } from '../storage/ports/ledger.ts';
import type { Blinding } from './blinding.ts';
import { type Answer, type Document, type Office, type Recorded, type Request, subjectOf } from './command.ts';
import { documentNow } from './document.ts';

/** How often a write whose state changed under it is loaded and decided again. */
const MAX_DECISIONS = 5;

/** What every body may say beside what it asks for. */
interface Papers {
  readonly note?: string;
  readonly exception?: { readonly reason: string };
  readonly belongsTo?: BelongsTo;
  readonly evidence?: readonly Evidence[];
  readonly approval?: Approval;
}

/** A decision made ready for the ledger. */
export interface Prepared {
  readonly decision: Decision;
  readonly changes: readonly Change[];
  readonly blinding?: Blinding;
  /** The document's stored version: the entry before this one on it. */
  readonly previous?: Id;
  /** Says no where a counter has reached its ceiling. */
  readonly aboveCeiling?: (counter: string, stands: bigint) => Refusal;
  /** The document after the entry, where that is known without another read. */
  readonly document?: (opening: {
    readonly entry: Entry;
    readonly canonical: string;
    readonly requestHash: string;
  }) => Document;
}

/**
 * Records one write: prepare (load and decide), append, and again from the start where the state was stale. A refusal is
 * told only after looking whether this very request was recorded before, so that a repeat gets its entry although the
 * state has moved on. `keys` name what the write changes, for the turnstile.
 */
export function record<B extends Papers>(
  office: Office,
  request: Request<B>,
  keys: readonly string[],
  prepare: () => Promise<Prepared | Refusal>,
): Promise<Answer> {
  return office.turnstile.pass(keys, async () => {
    for (let decisions = 0; decisions < MAX_DECISIONS; decisions += 1) {
      const prepared = await prepare();
      const refusal = isRefusal(prepared) ? prepared : await misdated(office, request, prepared);
      const answer = refusal ?? (isRefusal(prepared) ? prepared : await append(office, request, prepared));
      if (answer === 'stale') continue;
      return isRefusal(answer) ? ((await repeatOf(office, request)) ?? answer) : answer;
    }
    throw new LedgerError('busy', `the state was stale ${MAX_DECISIONS} times`);
  });
}

/** Looked up again for each decision, so that the entry is recorded a moment after: no closure is overtaken. */
async function misdated<B extends Papers>(
  { closedThrough }: Office,
  { body }: Request<B>,
  { decision }: Prepared,
): Promise<Refusal | undefined> {
  return periodRefusal(decision.draft.effectiveOn, body.belongsTo, await closedThrough.get());
}

async function append<B extends Papers>(
  office: Office,
  request: Request<B>,
  prepared: Prepared,
): Promise<Recorded | Refusal | 'stale'> {
  const entry = seal(office, request, prepared);
  const canonical = encodeEntry(entry);
  const bytes = Buffer.byteLength(canonical);
  if (bytes > MAX_ENTRY_BYTES) return { refusal: 'entry-too-large', bytes, most: MAX_ENTRY_BYTES };
  const stored = { entry, canonical, requestHash: request.requestHash };
  const outcome = await office.ledger.append({
    ...stored,
    changes: prepared.changes,
    ...(prepared.blinding?.personal ? { personal: prepared.blinding.personal } : {}),
  });
  if (outcome.outcome === 'stale') return 'stale';
  if (outcome.outcome !== 'appended') return refusalOf(outcome, prepared, entry);
  const document = prepared.document ? prepared.document(stored) : await documentNow(office, subjectOf(entry));
  return { recorded: 'now', entry: stored, ...(document ? { document } : {}) };
}

function seal<B extends Papers>(office: Office, request: Request<B>, prepared: Prepared): Entry {
  const { draft } = prepared.decision;
  const { body } = request;
  const document = subjectOf({ ...draft, ...blank(request) });
  const previous = prepared.previous === document?.id ? undefined : prepared.previous;
  return {
    ...draft,
    refs: previous === undefined ? draft.refs : { ...draft.refs, previous },
    id: request.id,
    recordedAt: office.clock(),
    actor: request.actor,
    evidence: body.evidence ?? [],
    ...(body.approval ? { approval: body.approval } : {}),
    ...(body.exception ? { exception: body.exception } : {}),
    ...(body.belongsTo ? { belongsTo: body.belongsTo } : {}),
    ...(body.note === undefined ? {} : { note: body.note }),
    ...(prepared.blinding?.blinded ? { blinded: prepared.blinding.blinded } : {}),
  };
}

function blank(request: Request<unknown>): Pick<Entry, 'id' | 'recordedAt' | 'actor' | 'evidence'> {
  return { id: request.id, recordedAt: 0, actor: request.actor, evidence: [] };
}

/** The answer to a request that was recorded before; undefined where its key is free. */
async function repeatOf(office: Office, request: Request<unknown>): Promise<Answer | undefined> {
  const found = await office.ledger.read([{ row: 'entry', id: request.id }]);
  const entry = found.entry(request.id);
  if (!entry) return undefined;
  if (entry.requestHash !== request.requestHash) return { refusal: 'key-reused' };
  const document = await documentNow(office, subjectOf(entry.entry));
  return { recorded: 'before', entry, ...(document ? { document } : {}) };
}

function refusalOf(
  outcome: Exclude<Outcome, { readonly outcome: 'appended' | 'stale' }>,
  prepared: Prepared,
  entry: Entry,
): Refusal {
  switch (outcome.outcome) {
    case 'repeated':
      // Replaced by the stored entry in `record`: the row is there, and rows of entries never go.
      return { refusal: 'not-found', kind: 'entry', id: entry.id };
    case 'unknown-line':
      return unknownLine(entry, outcome.fundingLine);
    case 'closed-line':
      return entry.kind === 'closure'
        ? { refusal: 'already-closed', kind: 'fundingLine', id: outcome.fundingLine }
        : { refusal: 'funding-line-closed', fundingLine: outcome.fundingLine };
    case 'short':
      return shortOf(outcome, prepared, entry);
    case 'claimed':
      return claimRefusal(outcome.claim, outcome.by);
    case 'above-ceiling': {
      if (!prepared.aboveCeiling) throw new Error(`no rule is known for the counter of a ${entry.kind}`);
      return prepared.aboveCeiling(outcome.counter, outcome.stands);
    }
  }
}

/** Named by the path the funding line is not found; named in the body the field is wrong. */
function unknownLine(entry: Entry, fundingLine: Id): Refusal {
  const byPath = entry.kind === 'appropriation' || entry.kind === 'give-back' || entry.kind === 'closure';
  if (byPath) return { refusal: 'not-found', kind: 'fundingLine', id: fundingLine };
  return { refusal: 'invalid', errors: [{ pointer: '/fundingLine', code: 'unknown-reference' }] };
}

function shortOf(outcome: Extract<Outcome, { outcome: 'short' }>, prepared: Prepared, entry: Entry): Refusal {
  const { fundingLine, available, cash } = outcome;
  if (entry.kind === 'closure') {
    return {
      refusal: 'still-in-use',
      uses: [
        ...(available === 0n ? [] : [{ what: 'available', value: available } as const]),
        ...(cash === 0n ? [] : [{ what: 'cash', value: cash } as const]),
      ],
    };
  }
  const asked = prepared.decision.funds.get(fundingLine) ?? { available: 0n, cash: 0n };
  const funds = available + asked.available;
  if (entry.kind === 'reversal') {
    const [account, has, needs] =
      funds < 0n ? (['available', available, -asked.available] as const) : (['cash', cash, -asked.cash] as const);
    return {
      refusal: 'stands-in-the-way',
      account: `${account}/${fundingLine}`,
      has: { quantity: 0n, value: has },
      needs: { quantity: 0n, value: needs },
      entries: [],
    };
  }
  return funds < 0n
    ? { refusal: 'insufficient-funds', fundingLine, available, shortfall: -funds }
    : { refusal: 'insufficient-cash', fundingLine, cash, shortfall: -(cash + asked.cash) };
}

/** Names that only one entry may hold. */
export const claims = {
  code: (type: string, code: string) => `code/${type}/${code}`,
  invoice: (invoice: { readonly code?: string; readonly number: string }) =>
    `invoice/${invoice.code ?? ''}/${invoice.number}`,
  reversal: (entry: Id) => `reversal/${entry}`,
  erasure: (entry: Id) => `erasure/${entry}`,
  period: (month: string) => `period/${month}`,
};

function claimRefusal(claim: string, by: Id): Refusal {
  const [family, ...rest] = claim.split('/');
  switch (family) {
    case 'invoice':
      return { refusal: 'invoice-already-booked', number: rest.at(-1) ?? '', entry: by };
    case 'erasure':
      return { refusal: 'already-erased', entry: rest[0] ?? '', by };
    case 'period':
      return { refusal: 'period-already-closed', month: rest[0] ?? '', closedThrough: rest[0] ?? '', by };
    case 'reversal':
      return { refusal: 'already-reversed', entry: rest[0] ?? '', by };
    default:
      return { refusal: 'duplicate-code', code: rest.slice(1).join('/'), holder: by };
  }
}
