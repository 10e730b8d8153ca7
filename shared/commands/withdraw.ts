import { dateInShanghai } from '../domain/calendar.ts';
import type { Withdraw } from '../domain/command.ts';
import { type Entry, isKind } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import { isRefusal } from '../domain/refusal.ts';
import { withdraw as decideWithdrawal, type WithdrawState } from '../domain/withdrawal.ts';
import { claims } from './asked.ts';
import type { CommandOn, Document, Office } from './command.ts';
import { historyOf } from './history.ts';
import { besideReversal, invoiceSceneOf } from './invoices.ts';
import { record } from './record.ts';
import { blockedByPapers, changesOfReversal, closedTo } from './reverse.ts';
import { booksOf, sceneOf } from './scene.ts';

export const withdrawOrder: CommandOn<Withdraw> = withdrawing('order', 'purchase');
export const withdrawDispatch: CommandOn<Withdraw> = withdrawing('dispatch', 'consignment');

/** It goes by rules of its own, and changes what a reversal changes. */
function withdrawing(kind: 'order' | 'dispatch', of: 'purchase' | 'consignment'): CommandOn<Withdraw> {
  return (office, request) =>
    record(office, request, [`${of}/${request.target}`], async () => {
      const id = request.target;
      const entry = await openedBy(office, id, kind);
      if (entry === undefined) return { refusal: 'not-found', kind: of, id };
      const scene = await sceneOf(office, entry);
      const { document } = scene;
      if (document === undefined || document.kind !== of) return { refusal: 'not-found', kind: of, id };
      const claim = claims.reversal(id).name;
      const [claimed, closed, steps, invoices] = await Promise.all([
        office.ledger.read([{ row: 'claim', claim }]),
        closedTo(office, scene),
        stepsAfter(office, document),
        invoiceSceneOf(office, entry),
      ]);
      const now = office.clock();
      const decision = decideWithdrawal(request.body, {
        entry,
        actor: request.actor.subject,
        now,
        today: dateInShanghai(now),
        closedThrough: await office.closedThrough.get(),
        ...steps,
        reversedBy: claimed.claim(claim),
        closed,
        books: booksOf(scene),
        beside: invoices === undefined ? [] : besideReversal(entry, invoices),
      });
      if (isRefusal(decision)) return decision;
      const blocked = blockedByPapers(scene, invoices);
      if (blocked) return blocked;
      return { decision, changes: changesOfReversal(scene, decision, invoices), previous: document.version };
    });
}

async function openedBy(
  office: Office,
  id: Id,
  kind: 'order' | 'dispatch',
): Promise<Entry<'order'> | Entry<'dispatch'> | undefined> {
  const entry = (await office.ledger.read([{ row: 'entry', id }])).entry(id)?.entry;
  return entry !== undefined && (isKind(entry, 'order') || isKind(entry, 'dispatch')) && entry.kind === kind
    ? entry
    : undefined;
}

/** What followed and what of it stands, the newest first. Papers that came later and corrections are no step. */
async function stepsAfter(
  office: Office,
  document: Extract<Document, { readonly kind: 'purchase' | 'consignment' }>,
): Promise<Pick<WithdrawState, 'isFollowed' | 'following'>> {
  if (document.version === document.id) return { isFollowed: false, following: [] };
  const entries = (await historyOf(office.ledger, document)).map(({ entry }) => entry);
  const steps = entries.filter(
    (entry) => entry.id !== document.id && !isKind(entry, 'attachment') && !isKind(entry, 'correction'),
  );
  const reversed = new Set(steps.flatMap((entry) => (isKind(entry, 'reversal') ? [entry.refs.entry] : [])));
  const following = steps.filter((entry) => !isKind(entry, 'reversal') && !reversed.has(entry.id));
  return { isFollowed: steps.length > 0, following: following.map(({ id }) => id) };
}
