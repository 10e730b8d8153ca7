import type { Reverse } from '../domain/command.ts';
import { standing } from '../domain/correction.ts';
import type { Decision } from '../domain/decision.ts';
import type { Id } from '../domain/id.ts';
import { inTheWayOf } from '../domain/in-the-way.ts';
import { isHeld } from '../domain/invoice.ts';
import { refsOf } from '../domain/refs.ts';
import { isRefusal, type Refusal } from '../domain/refusal.ts';
import { reverse as decideReversal, shortfalls } from '../domain/reversal.ts';
import { LedgerError } from '../storage/ports/ledger.ts';
import { type Asked, claims, count, IN_REVERSAL, invoicesOf, release, take } from './asked.ts';
import { changesOf, placed, unchanged } from './changes.ts';
import type { CommandOn, Office } from './command.ts';
import { closedOf } from './consignment.ts';
import { correctionsOf } from './corrections.ts';
import { besideReversal, type InvoiceScene, invoiceSceneOf, withdrawnChanges } from './invoices.ts';
import { underPlanOf } from './plan.ts';
import { record } from './record.ts';
import { booksOf, loadedFor, type Scene, sceneOf } from './scene.ts';
import { countedTogether, paidBy, payeeIn } from './thresholds.ts';

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
    const [scene, invoices] = await Promise.all([sceneOf(office, entry), invoiceSceneOf(office, entry)]);
    // Looked for last: where the scene shows another reversal or a correction of the entry, so do their claims.
    const claim = claims.reversal(id);
    const [claimed, closed, corrections] = await Promise.all([
      office.ledger.read([{ row: 'claim', claim: claim.name }]),
      closedTo(office, scene),
      correctionsOf(office.ledger, [id]),
    ]);
    const state = {
      actor: request.actor.subject,
      entry: standing(entry, corrections.get(id) ?? []),
      reversedBy: claimed.claim(claim.name),
      closed,
      books: booksOf(scene),
      beside: invoices === undefined ? [] : besideReversal(entry, invoices),
    };
    const decision = decideReversal(request.body, state);
    if (isRefusal(decision)) return decision;
    const blocked = blockedByPapers(scene, invoices);
    if (blocked) return blocked;
    const { document } = scene;
    return {
      decision,
      changes: changesOfReversal(scene, decision, invoices),
      ...(document && document.kind !== 'fundingLine' ? { previous: document.version } : {}),
    };
  });

/** A closed line holds nothing any more, wherever it is; a closed warehouse takes nothing in. */
export async function closedTo(office: Office, { entry, lots }: Scene): Promise<Refusal[]> {
  const isSpent = entry.transfers.some(({ from, to }) => from.state === 'spent' || to.state === 'spent');
  const spentOn = isSpent ? (refsOf(entry).fundingLines ?? []) : [];
  const receiving = entry.transfers.flatMap(({ from }) =>
    from.state === 'stock' ? (lots.get(from.lot)?.lot ?? []) : [],
  );
  const lines = [...[...lots.values()].map(({ lot }) => lot.fundingLine), ...spentOn];
  return closedOf(
    office,
    lines.map((fundingLine) => ({ fundingLine })),
    receiving,
  );
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

/**
 * What moves no account and yet holds on to the entry: later invoices of an order, red ones and other allocations of an
 * invoice, the posting of a count.
 */
export function blockedByPapers({ entry, document }: Scene, invoices: InvoiceScene | undefined): Refusal | undefined {
  const isInvoiceHeld = invoices?.invoice !== undefined && isHeld(entry, invoices.invoice.book);
  const held =
    isInvoiceHeld ||
    (entry.kind === 'order' && document?.kind === 'purchase' && document.state.laterInvoices > 0) ||
    (entry.kind === 'count' && document?.kind === 'adjustment' && document.state.status === 'posted');
  const nothing = { quantity: 0n, value: 0n };
  if (!held) return undefined;
  const account = entry.kind === 'count' ? 'adjustment' : 'invoice';
  return { refusal: 'stands-in-the-way', account, has: nothing, needs: nothing, entries: [] };
}

/** What the reversal of the scene's entry changes, where the decision is the mirror of it. */
export function changesOfReversal(scene: Scene, decision: Decision, invoices: InvoiceScene | undefined): Asked[] {
  const { entry, opening } = scene;
  return [
    ...changesOf(withoutMark(scene, decision), loadedFor(scene), IN_REVERSAL),
    ...invoicesOf(entry).map(release),
    ...(invoices === undefined ? [] : withdrawnChanges(entry, invoices)),
    ...restored(scene),
    ...uncounted(scene),
    // What comes back leaves its plan free again, and what leaves it anew counts.
    ...underPlanOf(opening, decision),
    take(claims.reversal(entry.id)),
  ];
}

/** A reversed confirmation leaves the consignment to be confirmed again; a reversed invoice one paper fewer. */
function withoutMark({ entry }: Scene, decision: Decision): Decision {
  const { books } = decision;
  if (entry.kind === 'confirmation' && books.consignment) {
    const { confirmation: _reversed, confirmedBy: _by, ...consignment } = books.consignment;
    return { ...decision, books: { ...books, consignment } };
  }
  if (entry.kind === 'invoice' && books.purchase) {
    const purchase = { ...books.purchase, laterInvoices: books.purchase.laterInvoices - 1 };
    return { ...decision, books: { ...books, purchase } };
  }
  return decision;
}

/** What was counted together with what else its payee got counts no more. */
function uncounted({ entry, document }: Scene): Asked[] {
  const paid = paidBy(entry, payeeIn(document));
  return paid === undefined ? [] : countedTogether(paid, -1n);
}

/** Documents whose book is not made of accounts. */
function restored({ entry, document }: Scene): Asked[] {
  if (document === undefined) return [];
  switch (document.kind) {
    case 'benefit': {
      const { counter, paid } = document.state;
      const state = { ...document.state, paid: 0n };
      return [count(counter, -paid), placed({ kind: 'benefit', id: document.id, state }, document.version)];
    }
    case 'adjustment': {
      const state = { status: entry.kind === 'count' ? 'withdrawn' : 'counted' } as const;
      return [placed({ kind: 'adjustment', id: document.id, state }, document.version)];
    }
    // Their books are made of accounts, a funding line has none but its own, and an invoice is withdrawn with its papers.
    case 'purchase':
    case 'invoice':
    case 'consignment':
    case 'disbursement':
    case 'fundingLine':
      return [];
    // It keeps its state and gets the reversal as its last entry.
    default:
      return [unchanged(document)];
  }
}
