import type { StateKind, StateOf } from '../../domain/books.ts';
import type { Id, LotId } from '../../domain/id.ts';
import type { Found, FundingLineRow, Personal, StoredEntry, Versioned, VersionedLot } from './ledger.ts';

/** Rows that were found, parsed, each under the name a use case asks for it by. */
export class Findings implements Found {
  readonly entries = new Map<Id, StoredEntry>();
  readonly fundingLines = new Map<Id, FundingLineRow>();
  readonly lots = new Map<LotId, VersionedLot>();
  readonly claims = new Map<string, Id>();
  readonly counters = new Map<string, bigint>();
  readonly persons = new Map<Id, Personal>();
  /** By kind, for those that were found: nearly every step of a write reads, and each only of one kind or two. */
  readonly #states = new Map<StateKind, Map<Id, unknown>>();

  keep<K extends StateKind>(kind: K, document: Versioned<StateOf[K]>): void {
    this.#of(kind).set(document.id, document);
  }

  entry(id: Id): StoredEntry | undefined {
    return this.entries.get(id);
  }

  fundingLine(id: Id): FundingLineRow | undefined {
    return this.fundingLines.get(id);
  }

  state<K extends StateKind>(kind: K, id: Id): Versioned<StateOf[K]> | undefined {
    return this.#states.has(kind) ? this.#of(kind).get(id) : undefined;
  }

  /** All documents of a kind. */
  all<K extends StateKind>(kind: K): Iterable<Versioned<StateOf[K]>> {
    return this.#of(kind).values();
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

  /** What is kept under a kind is of that kind, which a map of all kinds cannot say. */
  #of<K extends StateKind>(kind: K): Map<Id, Versioned<StateOf[K]>> {
    const found = this.#states.get(kind) ?? new Map<Id, unknown>();
    this.#states.set(kind, found);
    return found as Map<Id, Versioned<StateOf[K]>>;
  }
}
