import type { Document } from '../../shared/commands/command.ts';
import { isNothing } from '../../shared/domain/balance.ts';
import type { BookKind, StateOf } from '../../shared/domain/books.ts';
import { isOpen } from '../../shared/domain/purchase.ts';
import { dueOf, type WaitingKind } from '../../shared/domain/waiting.ts';
import { idInKey, openedKey } from '../../shared/projection/opened.ts';
import { statesOf } from '../../shared/projection/standing.ts';
import { waitingIn } from '../../shared/projection/waiting.ts';
import type { PURCHASES_WAITING } from '../../shared/schemas/lists.ts';
import type { ListOptions, Page, Versioned } from '../../shared/storage/ports/ledger.ts';
import type { Tracker } from '../composition/tracker.ts';

/** What of a list is asked for as waiting. */
export interface WaitingFilters {
  readonly waiting?: (typeof PURCHASES_WAITING)[number];
  readonly held?: 'true';
}

export function waitingAsked({ waiting, held }: WaitingFilters): WaitingKind | undefined {
  return held === undefined ? waiting : 'held';
}

/** The documents of which something waits, the newest first: as many as do, however many there are. */
export async function waitingDocuments<K extends BookKind>(
  { ledger, projection }: Pick<Tracker, 'ledger' | 'projection'>,
  kind: K,
  waiting: WaitingKind,
  { limit, after }: ListOptions,
): Promise<Page<Versioned<StateOf[K]>>> {
  const behind = after === undefined ? undefined : (await ledger.read([{ row: 'entry', id: after }])).entry(after);
  const below = behind === undefined ? {} : { below: openedKey(behind.entry) };
  const page = await waitingIn(projection).waiting(waiting, { order: 'falling', limit, ...below });
  const ids = page.rows.map(({ key }) => idInKey(key));
  const items = await statesOf(ledger, kind, ids);
  const last = ids.at(-1);
  return { items, ...(page.goesOn && last !== undefined ? { next: last } : {}) };
}

/** Whether it still waits: what is not sealed yet may have done it. */
export function stillWaits(document: Document, waiting: WaitingKind | undefined): boolean {
  if (document.kind === 'purchase') {
    if (waiting === 'to-accept') return isOpen(document.state);
    return waiting !== 'to-pay' || dueOf(document.state) > 0n;
  }
  if (document.kind !== 'consignment' || waiting !== 'held') return true;
  return document.state.parts.some(({ held }) => !isNothing(held));
}
