import { isNothing } from '../../domain/balance.ts';
import type { Lot, StateKind, StateOf } from '../../domain/books.ts';
import type { Id } from '../../domain/id.ts';
import { assertAppendable, firstOutcome } from '../dynamodb/append-rules.ts';
import { Findings } from '../dynamodb/findings.ts';
import { boundedLimit, MAX_KEYS, MAX_LOTS } from '../ports/bounds.ts';
import type { Append, Change, Key, Ledger, ListOptions, OutboxItem, Outcome, Page } from '../ports/ledger.ts';

/**
 * The ledger in the memory of one process, for tests of what stands above it. An append runs to its end without giving
 * way, which makes it serializable.
 */
export function createMemoryLedger(): Ledger {
  const kept = new Findings();
  const unsealed = new Map<Id, OutboxItem>();

  return {
    async read(keys) {
      if (keys.length > MAX_KEYS) throw new RangeError(`a read names at most ${MAX_KEYS} rows, not ${keys.length}`);
      const found = new Findings();
      for (const key of keys) copy(kept, found, key);
      return found;
    },
    async lotsOf(warehouse, item) {
      const inPlace = Array.from(kept.lots.values()).filter(
        ({ lot }) => lot.warehouse === warehouse && lot.item === item,
      );
      return inPlace.sort((a, b) => rising(a.lot.id, b.lot.id)).slice(0, MAX_LOTS);
    },
    async append(append) {
      assertAppendable(append);
      const outcome = firstOutcome(refusalsOf(kept, append));
      if (outcome !== undefined) return outcome;
      const { entry, canonical, requestHash, personal } = append;
      kept.entries.set(entry.id, { entry, canonical, requestHash });
      if (personal !== undefined) kept.persons.set(entry.id, personal);
      for (const change of append.changes) apply(kept, change, entry.id);
      unsealed.set(entry.id, { recordedAt: entry.recordedAt, id: entry.id });
      return { outcome: 'appended' };
    },
    fundingLines: async (options) => page(kept.fundingLines.values(), (line) => line.id, options),
    states: async (kind, options) => page(kept.all(kind), (document) => document.id, options),
    entries: async (options) => page(kept.entries.values(), (stored) => stored.entry.id, options),
    async lots(options) {
      const lots = Array.from(kept.lots.values(), ({ lot }) => lot);
      return page(lots, placeOf, { ...options, order: 'oldest' });
    },
    async outbox({ since, limit }) {
      const due = [...unsealed.values()].filter(({ recordedAt }) => recordedAt >= since);
      due.sort((a, b) => a.recordedAt - b.recordedAt || rising(a.id, b.id));
      return due.slice(0, boundedLimit(limit));
    },
    async clearOutbox(items) {
      boundedLimit(Math.max(1, items.length));
      for (const { id } of items) unsealed.delete(id);
    },
  };
}

function placeOf({ warehouse, item, id }: Lot): string {
  return `${warehouse}#${item}#${id}`;
}

function rising(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function page<T>(
  all: Iterable<T>,
  nameOf: (one: T) => string,
  { limit, after, order = 'newest' }: Omit<ListOptions, 'after'> & { readonly after?: string },
): Page<T> {
  const sign = order === 'newest' ? -1 : 1;
  const rest = Array.from(all).filter((one) => after === undefined || sign * rising(nameOf(one), after) > 0);
  rest.sort((a, b) => sign * rising(nameOf(a), nameOf(b)));
  const items = rest.slice(0, boundedLimit(limit));
  const last = items.at(-1);
  return rest.length > items.length && last !== undefined ? { items, next: nameOf(last) } : { items };
}

function copy(from: Findings, to: Findings, key: Key): void {
  switch (key.row) {
    case 'entry':
      transcribe(from.entries, to.entries, key.id);
      break;
    case 'fundingLine':
      transcribe(from.fundingLines, to.fundingLines, key.id);
      break;
    case 'lot':
      transcribe(from.lots, to.lots, key.lot);
      break;
    case 'claim':
      transcribe(from.claims, to.claims, key.claim);
      break;
    case 'counter':
      transcribe(from.counters, to.counters, key.counter);
      break;
    case 'personal':
      transcribe(from.persons, to.persons, key.id);
      break;
    default:
      copyState(from, to, key.row, key.id);
      break;
  }
}

function transcribe<T>(from: ReadonlyMap<string, T>, to: Map<string, T>, name: string): void {
  const value = from.get(name);
  if (value !== undefined) to.set(name, value);
}

function copyState<K extends StateKind>(from: Findings, to: Findings, kind: K, id: Id): void {
  const document = from.state(kind, id);
  if (document !== undefined) to.keep(kind, document);
}

function refusalsOf(kept: Findings, { entry, changes }: Append): Outcome[] {
  const refusals = changes.flatMap((change) => refusalOf(kept, change) ?? []);
  return kept.entries.has(entry.id) ? [{ outcome: 'repeated' }, ...refusals] : refusals;
}

function refusalOf(kept: Findings, change: Change): Outcome | undefined {
  switch (change.change) {
    case 'open':
      return kept.state(change.document.kind, change.document.id) === undefined ? undefined : { outcome: 'stale' };
    case 'replace': {
      const stored = kept.state(change.document.kind, change.document.id);
      return stored?.version === change.expected ? undefined : { outcome: 'stale' };
    }
    case 'lot':
      return kept.lot(change.lot.id)?.version === change.expected ? undefined : { outcome: 'stale' };
    case 'open-line':
      return kept.fundingLine(change.id) === undefined ? undefined : { outcome: 'stale' };
    case 'close-line':
      return lineRefusal(kept, change.id, (available, cash) => available === 0n && cash === 0n);
    case 'funds':
      return lineRefusal(
        kept,
        change.fundingLine,
        (available, cash) => available + change.available >= 0n && cash + change.cash >= 0n,
      );
    case 'claim': {
      const by = kept.claim(change.claim);
      return by === undefined ? undefined : { outcome: 'claimed', claim: change.claim, by };
    }
    case 'erase':
      return kept.persons.has(change.entry) ? undefined : { outcome: 'stale' };
    case 'release':
      return undefined;
    case 'count': {
      const stands = kept.counter(change.counter);
      const sum = stands + change.by;
      const isWithin = sum >= 0n && (change.ceiling === undefined || sum <= change.ceiling);
      return isWithin ? undefined : { outcome: 'above-ceiling', counter: change.counter, stands };
    }
  }
}

function lineRefusal(
  kept: Findings,
  fundingLine: Id,
  bears: (available: bigint, cash: bigint) => boolean,
): Outcome | undefined {
  const line = kept.fundingLine(fundingLine);
  if (line === undefined) return { outcome: 'unknown-line', fundingLine };
  if (line.closed) return { outcome: 'closed-line', fundingLine };
  const { available, cash } = line;
  return bears(available, cash) ? undefined : { outcome: 'short', fundingLine, available, cash };
}

function apply(kept: Findings, change: Change, entry: Id): void {
  switch (change.change) {
    case 'open':
    case 'replace':
      keepDocument(kept, change.document, entry);
      break;
    case 'lot': {
      const { lot } = change;
      const isSpent = isNothing(lot.stock) && isNothing(lot.lost);
      if (isSpent) kept.lots.delete(lot.id);
      else kept.lots.set(lot.id, { lot, version: entry });
      break;
    }
    case 'open-line': {
      const { id, code, name } = change;
      kept.fundingLines.set(id, { id, code, name, available: 0n, cash: 0n, closed: false });
      break;
    }
    case 'close-line': {
      const line = kept.fundingLine(change.id);
      if (line !== undefined) kept.fundingLines.set(change.id, { ...line, closed: true, closedBy: entry });
      break;
    }
    case 'funds': {
      const line = kept.fundingLine(change.fundingLine);
      if (line === undefined) break;
      const balances = { available: line.available + change.available, cash: line.cash + change.cash };
      kept.fundingLines.set(line.id, { ...line, ...balances });
      break;
    }
    case 'claim':
      kept.claims.set(change.claim, entry);
      break;
    case 'erase':
      kept.persons.delete(change.entry);
      break;
    case 'release':
      kept.claims.delete(change.claim);
      break;
    case 'count':
      kept.counters.set(change.counter, kept.counter(change.counter) + change.by);
      break;
  }
}

/** A document of one kind, so that its state is known to belong to it. */
type DocumentOf<K extends StateKind> = {
  readonly [P in K]: { readonly kind: P; readonly id: Id; readonly state: StateOf[P] };
}[K];

function keepDocument<K extends StateKind>(kept: Findings, { kind, id, state }: DocumentOf<K>, version: Id): void {
  kept.keep(kind, { id, version, state });
}
