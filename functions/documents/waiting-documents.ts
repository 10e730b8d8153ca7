import type { Document } from '../../shared/commands/command.ts';
import { isNothing } from '../../shared/domain/balance.ts';
import type { Id } from '../../shared/domain/id.ts';
import { isOpen } from '../../shared/domain/purchase.ts';
import type { WaitingKind } from '../../shared/domain/waiting.ts';
import { dueOf } from '../../shared/domain/waits.ts';
import { idInKey, openedKey } from '../../shared/projection/opened.ts';
import type { PURCHASES_WAITING } from '../../shared/schemas/lists.ts';
import type { Asked } from '../../shared/storage/ports/catalogue.ts';
import type { Page } from '../../shared/storage/ports/ledger.ts';
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
export async function waitingDocuments(
  { ledger, catalogue }: Pick<Tracker, 'ledger' | 'catalogue'>,
  waiting: WaitingKind,
  { limit, after }: Asked,
): Promise<Page<Id>> {
  const behind = after === undefined ? undefined : (await ledger.read([{ row: 'entry', id: after }])).entry(after);
  const below = behind === undefined ? {} : { below: openedKey(behind.entry) };
  const page = await catalogue.waiting(waiting, { order: 'falling', limit, ...below });
  const items = page.rows.map(({ key }) => idInKey(key));
  const last = items.at(-1);
  return page.goesOn && last !== undefined ? { items, next: last } : { items };
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
