import type { Entry } from '../domain/entry.ts';
import { isKind } from '../domain/entry.ts';
import type { Id } from '../domain/id.ts';
import { actsFor } from '../domain/own-units.ts';
import { REGISTRY_KINDS, type RegistryFields, type RegistryKind } from '../domain/registry.ts';
import { fieldsKnown } from '../reports/register.ts';
import { MAX_KEYS, MAX_PAGE } from '../storage/ports/bounds.ts';
import type { Called, Catalogue, Sought } from '../storage/ports/catalogue.ts';
import type { Found, Ledger } from '../storage/ports/ledger.ts';
import type { ListedRow, Stretch } from '../storage/ports/lists.ts';
import type { Projection } from '../storage/ports/projection.ts';
import {
  byCodeThenName,
  type Findable,
  findable,
  RANKS,
  type Rank,
  rankOf,
  type Typed,
  typedIn,
} from './found-rows.ts';
import { KnownPersons } from './known-persons.ts';
import { LateEntries, type LateEntriesOptions } from './late-entries.ts';
import { pageInKey, pageKey, readChange, readPage, registeredBy, rowAfter, type SearchRow } from './search-rows.ts';

export interface RegistrySearchOptions extends LateEntriesOptions {
  readonly projection: Pick<Projection, 'current' | 'placesOf' | 'listed'>;
  readonly clock: () => number;
}

/** As much of everything registered as a process found projected. */
interface Projected {
  readonly generation: string;
  readonly size: number;
  /** The key of the last change that is in it. */
  readonly lastChange: string | undefined;
}

interface OfKind {
  /** By their numbers. */
  readonly pages: Map<number, readonly SearchRow[]>;
  /** All of it by code, where that is known. */
  inOrder: readonly Findable[] | undefined;
}

interface Thing {
  readonly kind: RegistryKind;
  readonly row: SearchRow;
}

/**
 * Everything registered, kept in the memory of the process for finding and naming it. What is projected is read once,
 * and again only the pages that changed; what is not projected yet is laid over it.
 */
export class RegistrySearch implements Pick<Catalogue, 'named' | 'search'> {
  readonly #options: RegistrySearchOptions;
  readonly #late: LateEntries;
  readonly #persons: KnownPersons;
  #projected: Projected | undefined;
  #kinds = new Map<RegistryKind, OfKind>();
  #things = new Map<Id, Thing>();
  /** What late entries left of things. */
  #laid = new Map<Id, Thing>();
  #last: Promise<unknown> = Promise.resolve();
  #followedAt = Number.NEGATIVE_INFINITY;

  constructor(options: RegistrySearchOptions) {
    this.#options = options;
    this.#late = new LateEntries(options);
    this.#persons = new KnownPersons(options.ledger, options.clock);
  }

  /** The ledger, as which whatever is recorded here is known here at once. */
  over(ledger: Ledger): Ledger {
    return {
      ...ledger,
      append: async (append) => {
        const outcome = await ledger.append(append);
        if (outcome.outcome === 'appended' && this.#late.add(append.entry)) this.#layOne(append.entry);
        return outcome;
      },
    };
  }

  async named(ids: readonly Id[], { maxAgeMs } = { maxAgeMs: 0 }): Promise<ReadonlyMap<Id, Called>> {
    const isFresh = Math.abs(this.#options.clock() - this.#followedAt) < maxAgeMs;
    if (!isFresh) await this.#inTurn(() => this.#follow());
    const called = new Map<Id, Called>();
    const unknown: Id[] = [];
    for (const id of new Set(ids)) {
      const thing = this.#thing(id);
      if (thing === undefined) unknown.push(id);
      else called.set(id, { kind: thing.kind, code: thing.row.code, name: thing.row.name });
    }
    for (const [id, one] of await registeredIn(this.#options.ledger, unknown)) called.set(id, one);
    return called;
  }

  async search(kind: RegistryKind, sought: Sought): Promise<readonly Id[]> {
    await this.#inTurn(async () => {
      if (await this.#late.look()) this.#lay();
      await this.#follow();
    });
    const typed = typedIn(sought.text);
    if (typed.words.length === 0) return [];
    const { closed, parent, units } = sought;
    const isNarrowed = closed !== undefined || parent !== undefined || units !== undefined;
    const all = this.#ofKind(kind);
    const fitting = isNarrowed ? all.filter((one) => this.#fits(one, sought)) : all;
    const found = await this.#ranked(kind, fitting, typed);
    return RANKS.flatMap((rank) => found[rank]);
  }

  #fits({ row }: Findable, { closed, parent, units }: Sought): boolean {
    if (closed !== undefined && closed !== (row.closed ?? false)) return false;
    if (parent !== undefined && parent !== row.parent) return false;
    return units === undefined || actsFor(units, this.#lineage(row.id));
  }

  /** Each group in the order of its rows. Whatever only a person or a phone fits is looked up once more. */
  async #ranked(
    kind: RegistryKind,
    rows: readonly Findable[],
    typed: Typed,
  ): Promise<Readonly<Record<Rank, readonly Id[]>>> {
    const isOfPhone = (kind === 'unit' || kind === 'supplier') && KnownPersons.isOfPhone(typed.words);
    const withPersons = kind === 'member' || isOfPhone ? rows.filter(({ row }) => row.personal !== undefined) : [];
    const personal = withPersons.length > 0 ? await this.#persons.of(withPersons) : undefined;
    const found: Record<Rank, Id[]> = { 'so called': [], 'begins so': [], 'has it': [] };
    const byPerson = personal && withPersons.filter((row) => fitsPersonAlone(row, typed, personal(row)));
    const standing = byPerson && (await this.#persons.standing(byPerson));
    for (const row of rows) {
      const rank = standing?.has(row) ? rankOf(row, typed, personal?.(row)) : rankOf(row, typed);
      if (rank !== undefined) found[rank].push(row.row.id);
    }
    return found;
  }

  /** The codes of a unit and of all above it, as far as they are known here. */
  #lineage(unit: Id): string[] {
    const codes: string[] = [];
    const seen = new Set<Id>();
    for (let at: Id | undefined = unit; at !== undefined && !seen.has(at); ) {
      seen.add(at);
      const row: SearchRow | undefined = this.#thing(at)?.row;
      if (row !== undefined) codes.push(row.code);
      at = row?.parent;
    }
    return codes;
  }

  #thing(id: Id): Thing | undefined {
    return this.#laid.get(id) ?? this.#things.get(id);
  }

  /** Everything of a kind by code. */
  #ofKind(kind: RegistryKind): readonly Findable[] {
    const known = this.#kind(kind);
    known.inOrder ??= [
      ...[...known.pages.values()].flat().filter(({ id }) => !this.#laid.has(id)),
      ...this.#laid.values().flatMap((thing) => (thing.kind === kind ? [thing.row] : [])),
    ]
      .map(findable)
      .sort(byCodeThenName);
    return known.inOrder;
  }

  #kind(kind: RegistryKind): OfKind {
    const known = this.#kinds.get(kind) ?? { pages: new Map(), inOrder: undefined };
    this.#kinds.set(kind, known);
    return known;
  }

  /** One after the other: each goes on from where the one before left what is known. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  /** Reads what was projected since. */
  async #follow(): Promise<void> {
    const now = this.#options.clock();
    const { generation, position } = await this.#options.projection.current();
    const { size } = position;
    const known = this.#projected;
    const hasMoved = known?.generation !== generation || known.size !== size;
    if (known?.generation !== generation) await this.#readAll(generation, size);
    else if (known.size !== size) await this.#readChanges(known, size);
    const isForgotten = await this.#late.forget(size, hasMoved);
    if (isForgotten || (hasMoved && this.#laid.size > 0)) this.#lay();
    this.#followedAt = now;
  }

  async #readAll(generation: string, size: number): Promise<void> {
    const newest = await this.#options.projection.listed({ list: 'search/changes', order: 'falling', limit: 1 });
    const read = await Promise.all(
      REGISTRY_KINDS.map(async (kind) => [kind, await this.#rows({ list: `search/${kind}` })] as const),
    );
    this.#projected = undefined;
    this.#kinds = new Map();
    this.#things = new Map();
    for (const [kind, pages] of read) for (const page of pages) this.#place(kind, page);
    this.#projected = { generation, size, lastChange: newest.rows[0]?.key };
  }

  async #readChanges(known: Projected, size: number): Promise<void> {
    const { lastChange } = known;
    const from = lastChange === undefined ? {} : { above: lastChange };
    const changes = await this.#rows({ list: 'search/changes', ...from });
    const pages = new Map(
      changes.map(({ text }) => {
        const { kind, page } = readChange(text);
        return [`${kind}/${page}`, { kind, page }] as const;
      }),
    );
    for (const { kind, page } of pages.values()) {
      const above = page === 0 ? {} : { above: pageKey(page - 1) };
      for (const row of await this.#rows({ list: `search/${kind}`, ...above, below: pageKey(page + 1) })) {
        this.#place(kind, row);
      }
    }
    this.#projected = { ...known, size, lastChange: changes.at(-1)?.key ?? lastChange };
  }

  /** All rows of a stretch, rising. */
  async #rows(stretch: Pick<Stretch, 'list' | 'above' | 'below'>): Promise<ListedRow[]> {
    const rows: ListedRow[] = [];
    for (let goesOn = true; goesOn; ) {
      const last = rows.at(-1)?.key;
      const from = last === undefined ? {} : { above: last };
      const page = await this.#options.projection.listed({ ...stretch, ...from, order: 'rising', limit: MAX_PAGE });
      rows.push(...page.rows);
      goesOn = page.goesOn && page.rows.length > 0;
    }
    return rows;
  }

  /** A page as it is from now on; what stands on it stayed what it was but for a few rows. */
  #place(kind: RegistryKind, { key, text }: ListedRow): void {
    const known = this.#kind(kind);
    const page = readPage(text).map((row) => {
      const before = this.#things.get(row.id)?.row;
      return before !== undefined && JSON.stringify(before) === JSON.stringify(row) ? before : row;
    });
    known.pages.set(pageInKey(key), page);
    known.inOrder = undefined;
    for (const row of page) this.#things.set(row.id, { kind, row });
  }

  /** Lays what late entries say over what is projected. */
  #lay(): void {
    const kinds = new Set(this.#laid.values().map(({ kind }) => kind));
    this.#laid = new Map();
    for (const entry of this.#late.inOrder()) this.#layOne(entry);
    for (const kind of kinds) this.#kind(kind).inOrder = undefined;
  }

  /** Lays what the last entry of all says over the rest. */
  #layOne(entry: Entry): void {
    const thing = thingAfter((id) => this.#thing(id), entry);
    if (thing === undefined) return;
    this.#laid.set(thing.row.id, thing);
    this.#kind(thing.kind).inOrder = undefined;
  }
}

function thingAfter(before: (id: Id) => Thing | undefined, entry: Entry): Thing | undefined {
  const target = registeredBy(entry);
  const row = target && rowAfter(before(target.id)?.row, entry);
  return target && row && { kind: target.kind, row };
}

/** What those of some ids that are registered are called, by their own rows. */
export async function registeredIn(ledger: Pick<Ledger, 'read'>, ids: readonly Id[]): Promise<Map<Id, Called>> {
  const called = new Map<Id, Called>();
  for (let at = 0; at < ids.length; at += MAX_KEYS) {
    const batch = ids.slice(at, at + MAX_KEYS);
    const found = await ledger.read(batch.map((id) => ({ row: 'entry', id })));
    const registrations = batch
      .flatMap((id) => found.entry(id)?.entry ?? [])
      .filter((entry) => isKind(entry, 'registration'));
    const rows = await ledger.read(registrations.map(({ id, facts: { type } }) => ({ row: type, id })));
    for (const { id, facts } of registrations) {
      const { code = '', name = '' } = termsNow(facts.type, id, rows) ?? fieldsKnown(facts.fields);
      called.set(id, { kind: facts.type, code, name });
    }
  }
  return called;
}

function termsNow(kind: RegistryKind, id: Id, rows: Found): Partial<Called> | undefined {
  if (kind === 'fundingLine') return rows.fundingLine(id);
  const fields: RegistryFields | undefined = rows.state(kind, id)?.state.fields;
  return fields && fieldsKnown(fields);
}

function fitsPersonAlone(row: Findable, typed: Typed, personal: string): boolean {
  return rankOf(row, typed) === undefined && rankOf(row, typed, personal) !== undefined;
}
