import type { Lot } from '../domain/books.ts';
import type { Decision } from '../domain/decision.ts';
import type { Id, LotId } from '../domain/id.ts';
import type { Change } from '../storage/ports/ledger.ts';

/** A lot as loaded; without a version it has no row, which is how a spent or a new one is stored. */
export interface LoadedLot {
  readonly lot: Lot;
  readonly version: Id | undefined;
}

/** Where the books of a decision came from. A document without a version is opened by the entry. */
export interface Loaded {
  readonly purchase?: { readonly id: Id; readonly version?: Id };
  readonly consignment?: { readonly id: Id; readonly version?: Id };
  readonly disbursement?: { readonly id: Id; readonly version?: Id };
  readonly lots?: ReadonlyMap<LotId, LoadedLot>;
}

/** What a decision changes in storage: the funds it moves, and the books that are not as they were loaded. */
export function changesOf(decision: Decision, loaded: Loaded): Change[] {
  const { books, funds } = decision;
  const changes: Change[] = [];
  for (const [fundingLine, { available, cash }] of funds) {
    if (available !== 0n || cash !== 0n) changes.push({ change: 'funds', fundingLine, available, cash });
  }
  if (loaded.purchase && books.purchase) {
    changes.push(placed({ kind: 'purchase', id: loaded.purchase.id, state: books.purchase }, loaded.purchase.version));
  }
  if (loaded.consignment && books.consignment) {
    const document = { kind: 'consignment', id: loaded.consignment.id, state: books.consignment } as const;
    changes.push(placed(document, loaded.consignment.version));
  }
  if (loaded.disbursement && books.disbursement) {
    const document = { kind: 'disbursement', id: loaded.disbursement.id, state: books.disbursement } as const;
    changes.push(placed(document, loaded.disbursement.version));
  }
  for (const lot of books.lots.values()) {
    const before = loaded.lots?.get(lot.id);
    if (before && isSame(before.lot, lot)) continue;
    changes.push({ change: 'lot', lot, expected: before?.version });
  }
  return changes;
}

type Placed = Extract<Change, { change: 'open' }>['document'];

export function placed(document: Placed, version: Id | undefined): Change {
  return version === undefined ? { change: 'open', document } : { change: 'replace', document, expected: version };
}

function isSame(a: Lot, b: Lot): boolean {
  return (
    a.stock.quantity === b.stock.quantity &&
    a.stock.value === b.stock.value &&
    a.lost.quantity === b.lost.quantity &&
    a.lost.value === b.lost.value
  );
}
