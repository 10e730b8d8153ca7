import type { StateKind, StateOf } from '../domain/books.ts';
import type { Entry } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import { previousOn } from '../domain/subject.ts';
import { MAX_KEYS } from '../storage/ports/bounds.ts';
import type { Found, Key, Ledger, Versioned } from '../storage/ports/ledger.ts';

/** What stands in the ledger, as far as lists tell of it. */
export type Standing = Pick<Ledger, 'read' | 'lotsOf' | 'states'>;

/** Reads, or other work of that size, that are under way at once. */
const AT_ONCE = 8;

/** The answers to some questions in their order, a bounded number of them asked at once. */
export async function eachOf<T, R>(asked: readonly T[], answer: (one: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  for (let at = 0; at < asked.length; at += AT_ONCE) {
    answers.push(...(await Promise.all(asked.slice(at, at + AT_ONCE).map(answer))));
  }
  return answers;
}

/** The same list in pieces. */
export function piecesOf<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, at) => list.slice(at * size, at * size + size));
}

/** The same ledger for reads of any number of rows. */
export function wide(ledger: Pick<Ledger, 'read'>): Pick<Ledger, 'read'> {
  return { read: (keys) => readAll(ledger, keys) };
}

/** Reads any number of rows. */
async function readAll(ledger: Pick<Ledger, 'read'>, keys: readonly Key[]): Promise<Found> {
  const pieces = await eachOf(piecesOf(keys, MAX_KEYS), (piece) => ledger.read(piece));
  const first = <T>(look: (found: Found) => T | undefined): T | undefined => {
    for (const piece of pieces) {
      const found = look(piece);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return {
    entry: (id) => first((found) => found.entry(id)),
    fundingLine: (id) => first((found) => found.fundingLine(id)),
    state: (kind, id) => first((found) => found.state(kind, id)),
    lot: (lot) => first((found) => found.lot(lot)),
    claim: (claim) => first((found) => found.claim(claim)),
    // Who did not read it tells of nothing counted.
    counter: (counter) => pieces.reduce((sum, found) => sum + found.counter(counter), 0n),
    personal: (id) => first((found) => found.personal(id)),
  };
}

/** The rows of a kind with those ids, in their order; what is not there is left out. */
export async function statesOf<K extends StateKind>(
  ledger: Pick<Ledger, 'read'>,
  kind: K,
  ids: Iterable<Id>,
): Promise<Versioned<StateOf[K]>[]> {
  const asked = [...ids];
  const row: StateKind = kind;
  const found = await readAll(
    ledger,
    asked.map((id) => ({ row, id })),
  );
  return asked.flatMap((id) => found.state<K>(kind, id as Id<K>) ?? []);
}

/** Entries of one document that are looked back at, at the most. */
const MOST_STEPS = 1_000;

/** A document of which the entries are looked for: `version` names the last of them. */
export interface Stepped {
  readonly kind: 'purchase' | 'consignment';
  readonly id: Id;
  readonly version: Id;
}

/**
 * The entries of each of some documents in their order, by its id: all of them are followed back at once, a read a step of
 * the longest. Those in `known` are not read. Of a document of more steps than that, the last ones and the first.
 */
export async function historiesOf(
  ledger: Pick<Ledger, 'read'>,
  documents: readonly Stepped[],
  known: Map<Id, Entry>,
  most: number = MOST_STEPS,
): Promise<ReadonlyMap<Id, readonly Entry[]>> {
  const histories = new Map<Id, Entry[]>();
  let level = documents.map((document) => ({ document, at: document.version }));
  for (let step = 0; level.length > 0 && step < most; step += 1) {
    await remember(
      ledger,
      level.map(({ at }) => at),
      known,
    );
    level = level.flatMap(({ document, at }) => {
      const entry = known.get(at);
      if (entry === undefined) return [];
      histories.set(document.id, [entry, ...(histories.get(document.id) ?? [])]);
      return at === document.id ? [] : [{ document, at: previousOn(entry, document) ?? document.id }];
    });
  }
  const cut = level.map(({ document }) => document.id);
  await remember(ledger, cut, known);
  for (const id of cut) {
    const opening = known.get(id);
    if (opening !== undefined) histories.set(id, [opening, ...(histories.get(id) ?? [])]);
  }
  return histories;
}

/** Reads those of some entries that are not known yet. */
export async function remember(ledger: Pick<Ledger, 'read'>, ids: readonly Id[], known: Map<Id, Entry>): Promise<void> {
  const missing = [...new Set(ids)].filter((id) => !known.has(id));
  const found = await readAll(
    ledger,
    missing.map((id) => ({ row: 'entry', id })),
  );
  for (const id of missing) {
    const entry = found.entry(id)?.entry;
    if (entry !== undefined) known.set(id, entry);
  }
}
