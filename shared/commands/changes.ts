import type { Lot } from '../domain/books.ts';
import type { Decision } from '../domain/decision.ts';
import type { Id, LotId } from '../domain/id.ts';
import type { Opened } from '../storage/ports/ledger.ts';
import { type Asked, IN_BODY, type LineTold, moveFunds, plain } from './asked.ts';
import type { Document } from './command.ts';

/** A lot as loaded; without a version it has no row, which is how a spent or a new one is stored. */
export interface LoadedLot {
  readonly lot: Lot;
  readonly version: Id | undefined;
}

interface LoadedBook {
  readonly id: Id;
  /** Absent where the entry opens the document. */
  readonly version?: Id;
}

/** Where the books of a decision came from. */
export interface Loaded {
  readonly purchase?: LoadedBook;
  readonly consignment?: LoadedBook;
  readonly disbursement?: LoadedBook;
  readonly lots?: ReadonlyMap<LotId, LoadedLot>;
}

/** What a decision changes in storage: the funds it moves, and the books that are not as they were loaded. */
export function changesOf({ draft, books, funds }: Decision, loaded: Loaded, told: LineTold = IN_BODY): Asked[] {
  const { purchase, consignment, disbursement } = books;
  const changes: Asked[] = [];
  for (const [fundingLine, moved] of funds) {
    if (moved.available !== 0n || moved.cash !== 0n)
      changes.push(moveFunds(fundingLine, draft.effectiveOn, moved, told));
  }
  if (loaded.purchase && purchase) {
    changes.push(placed({ kind: 'purchase', id: loaded.purchase.id, state: purchase }, loaded.purchase.version));
  }
  if (loaded.consignment && consignment) {
    const { id, version } = loaded.consignment;
    changes.push(placed({ kind: 'consignment', id, state: consignment }, version));
  }
  if (loaded.disbursement && disbursement) {
    const { id, version } = loaded.disbursement;
    changes.push(placed({ kind: 'disbursement', id, state: disbursement }, version));
  }
  for (const lot of books.lots.values()) {
    const before = loaded.lots?.get(lot.id);
    if (before && isSame(before.lot, lot)) continue;
    changes.push(plain({ change: 'lot', lot, expected: before?.version }));
  }
  return changes;
}

export function placed(document: Opened, version: Id | undefined): Asked {
  if (version === undefined) return plain({ change: 'open', document });
  return plain({ change: 'replace', document, expected: version });
}

function isSame(a: Lot, b: Lot): boolean {
  return (
    a.stock.quantity === b.stock.quantity &&
    a.stock.value === b.stock.value &&
    a.lows === b.lows &&
    a.lost.quantity === b.lost.quantity &&
    a.lost.value === b.lost.value
  );
}

/** The document keeps its state and gets the entry as its last one, so that its history shows it. */
export function unchanged({ kind, id, state, version }: Exclude<Document, { readonly kind: 'fundingLine' }>): Asked {
  // Kind and state belong together, which each document says and a union of them cannot.
  return placed({ kind, id, state } as Opened, version);
}
