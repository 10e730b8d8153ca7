import type { StateKind, StateOf } from '../../domain/books.ts';
import { DOCUMENTS } from '../../domain/documents.ts';
import type { Id, LotId } from '../../domain/id.ts';
import type { Found, FundingLineRow, Personal, StoredEntry, Versioned, VersionedLot } from './ledger.ts';

/** Documents by kind and id. */
type States = { readonly [K in StateKind]: Map<Id, Versioned<StateOf[K]>> };

/** Rows that were found, parsed, each under the name a use case asks for it by. */
export class Findings implements Found {
  readonly entries = new Map<Id, StoredEntry>();
  readonly fundingLines = new Map<Id, FundingLineRow>();
  readonly lots = new Map<LotId, VersionedLot>();
  readonly claims = new Map<string, Id>();
  readonly counters = new Map<string, bigint>();
  readonly persons = new Map<Id, Personal>();
  /** A map for each kind, which a list of entries cannot say of itself. */
  readonly #states = Object.fromEntries(Object.keys(DOCUMENTS).map((kind) => [kind, new Map()])) as States;

  keep<K extends StateKind>(kind: K, document: Versioned<StateOf[K]>): void {
    this.#states[kind].set(document.id, document);
  }

  entry(id: Id): StoredEntry | undefined {
    return this.entries.get(id);
  }

  fundingLine(id: Id): FundingLineRow | undefined {
    return this.fundingLines.get(id);
  }

  state<K extends StateKind>(kind: K, id: Id): Versioned<StateOf[K]> | undefined {
    return this.#states[kind].get(id);
  }

  /** All documents of a kind. */
  all<K extends StateKind>(kind: K): Iterable<Versioned<StateOf[K]>> {
    return this.#states[kind].values();
  }

  lot(lot: LotId): VersionedLot | undefined {
    return this.lots.get(lot);
  }

  claim(claim: string): Id | undefined {
    return this.claims.get(claim);
  }

  counter(counter: string): bigint {
    return this.counters.get(counter) ?? 0n;
  }

  personal(id: Id): Personal | undefined {
    return this.persons.get(id);
  }
}
