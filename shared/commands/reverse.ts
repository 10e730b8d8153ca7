import type { Reverse } from '../domain/command.ts';
import { lotOfPart } from '../domain/consignment.ts';
import type { Decision } from '../domain/decision.ts';
import { type Entry, isKind } from '../domain/entry.ts';
import type { Id, LotId } from '../domain/id.ts';
import { inTheWayOf } from '../domain/in-the-way.ts';
import type { Books } from '../domain/post.ts';
import { refsOf } from '../domain/refs.ts';
import { isRefusal, type Refusal } from '../domain/refusal.ts';
import { reverse as decideReversal, shortfalls } from '../domain/reversal.ts';
import { subjectOf } from '../domain/subject.ts';
import { LedgerError } from '../storage/ports/ledger.ts';
import { type Asked, claims, count, IN_REVERSAL, release, take } from './asked.ts';
import { changesOf, type Loaded, placed, unchanged } from './changes.ts';
import type { CommandOn, Document, Office } from './command.ts';
import { closedLineOf } from './consignment.ts';
import { documentNow } from './document.ts';
import { lotsNamed, type NamedLot } from './lots.ts';
import { planChanges } from './plan.ts';
import { record } from './record.ts';

/** Everything that the reversal of one entry touches, as it is now. */
interface Scene {
  readonly entry: Entry;
  readonly document: Document | undefined;
  readonly dispatch: Entry<'dispatch'> | undefined;
  readonly lots: ReadonlyMap<LotId, NamedLot>;
}

export const reverse: CommandOn<Reverse> = async (office, request) => {
  const answer = await recordReversal(office, request);
  return isRefusal(answer) ? named(office, request.target, answer) : answer;
};

const recordReversal: CommandOn<Reverse> = (office, request) =>
  record(office, request, [`entry/${request.target}`], async () => {
    const id = request.target;
    const found = await office.ledger.read([{ row: 'entry', id }]);
    const entry = found.entry(id)?.entry;
    if (!entry) return { refusal: 'not-found', kind: 'entry', id };
    const scene = await sceneOf(office, entry);
    // Looked for last: where the scene shows another reversal of the entry, so does its claim.
    const claim = claims.reversal(id);
    const [claimed, closedLine] = await Promise.all([
      office.ledger.read([{ row: 'claim', claim: claim.name }]),
      closedLineOf(office, scene.lots.values()),
    ]);
    const state = { entry, reversedBy: claimed.claim(claim.name), closedLine, books: booksOf(scene) };
    const decision = decideReversal(request.body, state);
    if (isRefusal(decision)) return decision;
    const blocked = blockedByPapers(scene);
    if (blocked) return blocked;
    const { document } = scene;
    return {
      decision,
      changes: [...changesAfter(scene, decision), take(claim)],
      ...(document && document.kind !== 'fundingLine' ? { previous: document.version } : {}),
    };
  });

async function sceneOf(office: Office, entry: Entry): Promise<Scene> {
  const document = await documentNow(office, subjectOf(entry));
  const opening = document?.opening.entry;
  const dispatch = opening && isKind(opening, 'dispatch') ? opening : undefined;
  const named = entry.transfers.flatMap(({ from, to }) =>
    [from, to].flatMap((account) => ('lot' in account ? account.lot : [])),
  );
  const parts = dispatch ? dispatch.facts.parts.map((_, at) => lotOfPart(dispatch, at + 1)) : [];
  return { entry, document, dispatch, lots: await lotsNamed(office.ledger, [...named, ...parts]) };
}

function booksOf({ entry, document, lots }: Scene): Books {
  return {
    fundingLines: refsOf(document?.kind === 'purchase' ? document.opening.entry : entry).fundingLines ?? [],
    lots: new Map([...lots].map(([id, { lot }]) => [id, lot])),
    ...(document?.kind === 'purchase' ? { purchase: document.state } : {}),
    ...(document?.kind === 'consignment' ? { consignment: document.state } : {}),
    ...(document?.kind === 'disbursement' ? { disbursement: document.state } : {}),
  };
}

/**
 * Names the entries that stand in the way of a reversal, so that a caller knows what to reverse first. Where there are
 * more entries than can be looked through, the refusal names its account and no entry.
 */
async function named(office: Office, id: Id, refusal: Refusal): Promise<Refusal> {
  if (refusal.refusal !== 'stands-in-the-way') return refusal;
  const entry = (await office.ledger.read([{ row: 'entry', id }])).entry(id)?.entry;
  if (!entry) return refusal;
  const postings = await office.journal.whole().then(({ postings }) => postings, unknownTo);
  if (postings === undefined) return refusal;
  const short = shortfalls({ entry, books: booksOf(await sceneOf(office, entry)) });
  const accounts = new Set([refusal.account, ...short.map(({ account }) => account)]);
  return { ...refusal, entries: inTheWayOf(entry, [...accounts], postings) };
}

function unknownTo(error: unknown): undefined {
  if (!(error instanceof LedgerError)) throw error;
}

/** What moves no account and yet holds on to the entry: later invoices of an order, the posting of a count. */
function blockedByPapers({ entry, document }: Scene): Refusal | undefined {
  const held =
    (entry.kind === 'order' && document?.kind === 'purchase' && document.state.laterInvoices > 0) ||
    (entry.kind === 'count' && document?.kind === 'adjustment' && document.state.status === 'posted');
  const nothing = { quantity: 0n, value: 0n };
  if (!held) return undefined;
  const account = entry.kind === 'order' ? 'invoice' : 'adjustment';
  return { refusal: 'stands-in-the-way', account, has: nothing, needs: nothing, entries: [] };
}

function changesAfter(scene: Scene, decision: Decision): Asked[] {
  const { entry, document, dispatch, lots } = scene;
  const loaded: Loaded = {
    lots,
    ...(document?.kind === 'purchase' ? { purchase: document } : {}),
    ...(document?.kind === 'consignment' ? { consignment: document } : {}),
    ...(document?.kind === 'disbursement' ? { disbursement: document } : {}),
  };
  return [
    ...changesOf(withoutMark(scene, decision), loaded, IN_REVERSAL),
    ...released(entry),
    ...restored(scene),
    // What goes back to stock leaves its plan free again, and what leaves it anew counts.
    ...unplanned(decision, dispatch),
  ];
}

/** A reversed confirmation leaves the consignment to be confirmed again; a reversed invoice one paper fewer. */
function withoutMark({ entry }: Scene, decision: Decision): Decision {
  const { books } = decision;
  if (entry.kind === 'confirmation' && books.consignment) {
    return { ...decision, books: { ...books, consignment: { parts: books.consignment.parts } } };
  }
  if (entry.kind === 'invoice' && books.purchase) {
    const purchase = { ...books.purchase, laterInvoices: books.purchase.laterInvoices - 1 };
    return { ...decision, books: { ...books, purchase } };
  }
  return decision;
}

/** Names that the entry held are free again. */
function released(entry: Entry): Asked[] {
  const invoice = isKind(entry, 'order') || isKind(entry, 'invoice') ? entry.facts.invoice : undefined;
  return invoice === undefined ? [] : [release(claims.invoice(invoice))];
}

/** Documents whose book is not made of accounts. */
function restored({ entry, document }: Scene): Asked[] {
  if (document === undefined) return [];
  switch (document.kind) {
    case 'benefit': {
      const { counter, paid } = document.state;
      const state = { counter, paid: 0n };
      return [count(counter, -paid), placed({ kind: 'benefit', id: document.id, state }, document.version)];
    }
    case 'adjustment': {
      const state = { status: entry.kind === 'count' ? 'withdrawn' : 'counted' } as const;
      return [placed({ kind: 'adjustment', id: document.id, state }, document.version)];
    }
    // Their books are made of accounts, and a funding line has none but its own.
    case 'purchase':
    case 'consignment':
    case 'disbursement':
    case 'fundingLine':
      return [];
    // It keeps its state and gets the reversal as its last entry.
    default:
      return [unchanged(document)];
  }
}

function unplanned(decision: Decision, dispatch: Entry<'dispatch'> | undefined): Asked[] {
  const { plan, unit } = dispatch?.refs ?? {};
  return plan === undefined || unit === undefined ? [] : planChanges(decision, { plan, unit });
}
