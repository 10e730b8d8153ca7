import type { PurchaseBook } from '../domain/books.ts';
import type { Decision } from '../domain/decision.ts';
import { type Entry, isKind } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Found, Key, StoredEntry } from '../storage/ports/ledger.ts';
import { asItStands } from './as-it-stands.ts';
import type { Asked } from './asked.ts';
import type { Blinding } from './blinding.ts';
import { changesOf, type Loaded } from './changes.ts';
import type { Office, Request } from './command.ts';
import { correctionKey } from './corrections.ts';
import { documentOf } from './document.ts';
import { historyOf } from './history.ts';
import type { Prepared } from './record.ts';

/** A purchase as loaded for a further step on it. */
export interface LoadedPurchase {
  readonly id: Id;
  readonly version: Id;
  readonly opening: StoredEntry;
  readonly order: Entry<'order'>;
  readonly book: PurchaseBook;
  readonly found: Found;
}

/** Loads the purchase that the path names, and what else the step needs, in one read. */
export async function loadPurchase(
  office: Office,
  { target: id }: Pick<Request<unknown, Id>, 'target'>,
  also: readonly Key[] = [],
): Promise<LoadedPurchase | Refusal> {
  const found = await office.ledger.read([{ row: 'purchase', id }, { row: 'entry', id }, correctionKey(id), ...also]);
  const row = found.state('purchase', id);
  const written = found.entry(id);
  if (!row || !written) return { refusal: 'not-found', kind: 'purchase', id };
  const opening = await asItStands(office.ledger, written, found);
  if (!isKind(opening.entry, 'order')) return { refusal: 'not-found', kind: 'purchase', id };
  return { id, version: row.version, opening, order: opening.entry, book: row.state, found };
}

/** Makes a decision about a loaded purchase ready for the ledger. */
export function preparePurchase(
  purchase: LoadedPurchase,
  decision: Decision,
  by: Id,
  more: { readonly lots?: Loaded['lots']; readonly changes?: readonly Asked[]; readonly blinding?: Blinding } = {},
): Prepared {
  const { id, version, opening } = purchase;
  const book = decision.books.purchase ?? purchase.book;
  const loaded: Loaded = { purchase: { id, version }, ...(more.lots ? { lots: more.lots } : {}) };
  return {
    decision,
    changes: [...changesOf(decision, loaded), ...(more.changes ?? [])],
    previous: version,
    ...(more.blinding ? { blinding: more.blinding } : {}),
    document: () => documentOf('purchase', id, opening, by, book),
  };
}

/** Entries of a purchase looked through for who did a step: far more than one ever has. */
const MOST_STEPS = 10_000;

/** Who did a step of the purchase, where that stands: told by its entries up to the version that was loaded. */
export async function doersOf(
  { ledger }: Office,
  { id, version }: LoadedPurchase,
  kind: 'acceptance' | 'payment',
): Promise<ReadonlySet<string>> {
  const steps = (await historyOf(ledger, { kind: 'purchase', id, version }, MOST_STEPS)).map(({ entry }) => entry);
  const reversed = new Set(steps.flatMap((entry) => (isKind(entry, 'reversal') ? [entry.refs.entry] : [])));
  const standing = steps.filter((entry) => isKind(entry, kind) && !reversed.has(entry.id));
  return new Set(standing.map(({ actor }) => actor.subject));
}

/** The turnstile's key of a purchase. */
export const purchaseKey = (id: Id): readonly string[] => [`purchase/${id}`];
