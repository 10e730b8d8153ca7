import { correctionsOf } from '../../shared/commands/corrections.ts';
import { standing } from '../../shared/domain/correction.ts';
import { type Entry, isKind } from '../../shared/domain/entry.ts';
import { birthOf, type Id, type LotId } from '../../shared/domain/id.ts';
import { bringsLots, countsIn, lotsBrought, originOf } from '../../shared/domain/lot-origin.ts';
import { movedValue } from '../../shared/domain/moved-value.ts';
import type { Posting } from '../../shared/domain/posting.ts';
import { refsOf } from '../../shared/domain/refs.ts';
import { subjectOf } from '../../shared/domain/subject.ts';
import type { Tree } from '../../shared/domain/unit-trees.ts';
import { storedEntries } from '../../shared/log/journal/stored-entries.ts';
import { Walk } from '../../shared/log/journal/walk.ts';
import { MAX_KEYS } from '../../shared/storage/ports/bounds.ts';
import type { Ledger } from '../../shared/storage/ports/ledger.ts';
import { unitsBelow } from './units.ts';

/** What a list of entries may be asked for. */
export interface EntryFilters {
  readonly kind?: string;
  readonly actor?: string;
  readonly document?: Id;
  readonly item?: Id;
  readonly lot?: LotId;
  readonly unit?: Id;
  readonly below?: boolean;
  readonly tree?: Tree;
  readonly fundingLine?: Id;
  readonly supplier?: Id;
  readonly warehouse?: Id;
  readonly amountFrom?: bigint;
  readonly amountTo?: bigint;
  readonly from?: string;
  readonly to?: string;
}

/** Those that only the openings tell which an entry counts in. */
const BY_CONTEXT = ['item', 'lot', 'unit', 'fundingLine', 'supplier', 'warehouse'] as const;

/** What entries are told by beside themselves. */
interface Context {
  readonly posting: Posting;
  readonly find: (id: Id) => Entry | undefined;
  readonly supplierOf: (purchase: Id) => Id | undefined;
  readonly isOfUnit: (opening: Entry) => boolean;
}

/**
 * Tells of entries whether the filters ask for them. A step is of the unit, items, lots and supplier of its document: what
 * is asked for by those is looked up for many entries at once, of those only that everything else lets through.
 */
export class EntryFilter {
  readonly #ledger: Pick<Ledger, 'read'>;
  readonly #filters: EntryFilters;
  readonly #walk: Walk;

  constructor(ledger: Pick<Ledger, 'read'>, filters: EntryFilters) {
    this.#ledger = ledger;
    this.#filters = filters;
    this.#walk = new Walk((ids) => entriesOf(ledger, ids));
  }

  /** The ids of those that fit. */
  async fitting(entries: readonly Entry[]): Promise<ReadonlySet<Id>> {
    const plain = entries.filter((entry) => fitsByItself(entry, this.#filters));
    const isPlain = BY_CONTEXT.every((name) => this.#filters[name] === undefined);
    if (isPlain || plain.length === 0) return new Set(plain.map(({ id }) => id));
    const contexts = await this.#contextsOf(plain);
    const fitting = contexts.filter((context) => fitsInContext(context, this.#filters));
    return new Set(fitting.map(({ posting }) => posting.entry.id));
  }

  async #contextsOf(entries: readonly Entry[]): Promise<Context[]> {
    const { openings } = this.#walk;
    for (const entry of entries) openings.keep(entry);
    const postings = await this.#walk.postings(entries);
    const find = (id: Id) => openings.find(id);
    if (this.#filters.item !== undefined) await this.#countedLots(entries, find);
    const supplierOf = this.#filters.supplier === undefined ? () => undefined : await this.#suppliers(entries, find);
    const isOfUnit = await this.#ofUnit(postings);
    return postings.map((posting) => ({ posting, find, supplierOf, isOfUnit }));
  }

  /** A count names lots and need not move any: what brought those is read too. */
  async #countedLots(entries: readonly Entry[], find: Context['find']): Promise<void> {
    const lots = entries.filter((entry) => isKind(entry, 'count')).flatMap(lotsSaid);
    for (let ids = lots.map(birthOf); ids.length > 0; ) {
      const unread = [...new Set(ids)].filter((id) => find(id) === undefined);
      const read = await entriesOf(this.#ledger, unread);
      for (const entry of read) this.#walk.openings.keep(entry);
      ids = read.flatMap((entry) => (bringsLots(entry) ? countsIn(entry) : []));
    }
  }

  /** Of whom purchases are, as it stands. */
  async #suppliers(entries: readonly Entry[], find: Context['find']): Promise<Context['supplierOf']> {
    const ids = [...new Set(entries.flatMap(purchasesOf))];
    const corrections = new Map<Id, readonly Entry<'correction'>[]>();
    for (let at = 0; at < ids.length; at += MAX_KEYS) {
      const some = ids.slice(at, at + MAX_KEYS);
      for (const [id, line] of await correctionsOf(this.#ledger, some)) corrections.set(id, line);
    }
    const unread = ids.filter((id) => find(id) === undefined);
    for (const entry of await entriesOf(this.#ledger, unread)) this.#walk.openings.keep(entry);
    return (id) => {
      const order = find(id);
      return order && refsOf(standing(order, corrections.get(id) ?? [])).supplier;
    };
  }

  async #ofUnit(postings: readonly Posting[]): Promise<Context['isOfUnit']> {
    const { unit, below, tree = 'then' } = this.#filters;
    if (unit === undefined || below !== true) return (opening) => unitOf(opening) === unit;
    const openings = new Map(postings.map(({ opening, entry }) => [(opening ?? entry).id, opening ?? entry]));
    const isBelow = await unitsBelow(this.#ledger, { unit, tree }, [...openings.values()]);
    return (opening) => isBelow(opening) || unitOf(opening) === unit;
  }
}

async function entriesOf(ledger: Pick<Ledger, 'read'>, ids: readonly Id[]): Promise<Entry[]> {
  return (await storedEntries(ledger, ids)).map(({ entry }) => entry);
}

function fitsByItself(entry: Entry, filters: EntryFilters): boolean {
  const { kind, actor, document, amountFrom, amountTo, from, to } = filters;
  if (kind !== undefined && entry.kind !== kind) return false;
  if (actor !== undefined && entry.actor.subject !== actor) return false;
  if (document !== undefined && !isAbout(entry, document)) return false;
  if (from !== undefined && entry.effectiveOn < from) return false;
  if (to !== undefined && entry.effectiveOn > to) return false;
  if (amountFrom === undefined && amountTo === undefined) return true;
  const amount = movedValue(entry);
  return (amountFrom === undefined || amount >= amountFrom) && (amountTo === undefined || amount <= amountTo);
}

/** What is shown or erased of a person is about the entry that has it. */
function isAbout(entry: Entry, document: Id): boolean {
  const beside = 'beside' in entry.facts ? (entry.facts.beside ?? []) : [];
  return (
    entry.id === document ||
    subjectOf(entry)?.id === document ||
    refsOf(entry).entry === document ||
    beside.some(({ id }) => id === document)
  );
}

function fitsInContext(context: Context, filters: EntryFilters): boolean {
  const { item, lot, unit, fundingLine, supplier, warehouse } = filters;
  const { posting } = context;
  return (
    (item === undefined || isOfItem(context, item)) &&
    (lot === undefined || isOfLot(posting, lot)) &&
    (unit === undefined || context.isOfUnit(posting.opening ?? posting.entry)) &&
    (fundingLine === undefined || isOfLine(posting, fundingLine)) &&
    (supplier === undefined || isOfSupplier(context, supplier)) &&
    (warehouse === undefined || isInWarehouse(posting, warehouse))
  );
}

/** A registration of a unit is of that unit. */
function unitOf(opening: Entry): Id | undefined {
  const isUnit = isKind(opening, 'registration') && opening.facts.type === 'unit';
  return isUnit ? opening.id : refsOf(opening).unit;
}

function isOfItem({ posting, find }: Context, item: Id): boolean {
  const { entry, movements } = posting;
  const { facts } = entry;
  const said = [...('lines' in facts ? (facts.lines ?? []) : []), ...('lots' in facts ? (facts.lots ?? []) : [])];
  return (
    entry.id === item ||
    refsOf(entry).item === item ||
    movements.some((movement) => movement.item === item) ||
    said.some((one) => 'item' in one && one.item === item) ||
    lotsSaid(entry).some((lot) => originOf(lot, find)?.facts.item === item)
  );
}

function isOfLot({ entry, movements }: Posting, lot: LotId): boolean {
  return movements.some((movement) => movement.lot === lot) || lotsSaid(entry).includes(lot);
}

/** Lots that an entry names beside those that it moves. */
function lotsSaid(entry: Entry): LotId[] {
  const came = bringsLots(entry) ? lotsBrought(entry) : [];
  const from = isKind(entry, 'stock-move') || isKind(entry, 'unit-return') ? (entry.facts.lots ?? []) : [];
  const counted = isKind(entry, 'count') ? entry.facts.lines : [];
  const corrected = isKind(entry, 'correction') ? entry.facts.changes : [];
  return [
    ...came,
    ...from.map((lot) => lot.from),
    ...counted.map((line) => line.lot),
    ...corrected.flatMap(({ lot }) => lot ?? []),
  ];
}

function isOfLine({ entry, movements }: Posting, fundingLine: Id): boolean {
  const { fundingLines = [] } = refsOf(entry);
  return (
    entry.id === fundingLine ||
    fundingLines.includes(fundingLine) ||
    movements.some((movement) => movement.fundingLine === fundingLine)
  );
}

function purchasesOf(entry: Entry): Id[] {
  const { purchase, purchases = [] } = refsOf(entry);
  return [...(isKind(entry, 'order') ? [entry.id] : []), ...(purchase === undefined ? [] : [purchase]), ...purchases];
}

/** A purchase is its supplier's as that stands; what is about a supplier or an invoice of one names them itself. */
function isOfSupplier({ posting: { entry }, supplierOf }: Context, supplier: Id): boolean {
  const purchases = purchasesOf(entry);
  if (entry.id === supplier) return true;
  return purchases.length === 0
    ? refsOf(entry).supplier === supplier
    : purchases.some((purchase) => supplierOf(purchase) === supplier);
}

function isInWarehouse({ entry, movements }: Posting, warehouse: Id): boolean {
  const isThere = entry.id === warehouse || refsOf(entry).warehouse === warehouse;
  const isGoal = 'to' in entry.facts && entry.facts.to === warehouse;
  const isOutOrIn = movements.some(
    (movement) => movement.warehouse === warehouse && (movement.from === 'stock' || movement.to === 'stock'),
  );
  return isThere || isGoal || isOutOrIn;
}
