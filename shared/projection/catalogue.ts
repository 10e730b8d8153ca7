import type { DocumentKind } from '../domain/documents.ts';
import type { Id } from '../domain/id.ts';
import type { LogFiles } from '../log/journal/log-files.ts';
import { TILE_WIDTH } from '../log/tree/tile.ts';
import { lotWay } from '../reports/lot-way.ts';
import { compare } from '../reports/register.ts';
import { trailOf } from '../reports/trail.ts';
import { MAX_KEYS } from '../storage/ports/bounds.ts';
import type { Asked, Catalogue, ListedEntry, Numbered } from '../storage/ports/catalogue.ts';
import { type Journal, MOST_HELD } from '../storage/ports/journal.ts';
import type { Ledger, Page } from '../storage/ports/ledger.ts';
import type { Projection } from '../storage/ports/projection.ts';
import { entryIn } from '../storage/ports/stored.ts';
import { namingDocuments, sortedDocuments } from './documents-meant.ts';
import { meantPage, namingPage } from './entries-meant.ts';
import { NamedEntries } from './named-entries.ts';
import { numberEnds, numberedIn, numberRows } from './number.ts';
import { idInKey, openedBy, openedKey } from './opened.ts';
import { type Recent, RecentEntries } from './recent.ts';
import { waitingIn, waitingKeys } from './waiting.ts';
import { wholeLedgerOf } from './whole-ledger.ts';

/**
 * More sealed entries than these (5 seconds, 300 MB) are read when somebody filters, and not before: nobody may, and the
 * machine has to be made for it.
 */
const MOST_READ_AHEAD = 100_000;

export interface CatalogueSources {
  readonly ledger: Pick<Ledger, 'read' | 'outbox'>;
  readonly projection: Pick<Projection, 'current' | 'placesOf' | 'listed'>;
  readonly files: LogFiles;
  readonly journal: Pick<Journal, 'whole' | 'readOn'>;
  /** More sealed entries than these are not held in memory to be found by what they name. */
  readonly mostHeld?: number;
  /** Finds what is registered. */
  readonly search: Pick<Catalogue, 'named' | 'search'>;
}

interface Sources extends CatalogueSources {
  readonly recent: RecentEntries;
}

/** The catalogue over the lists of the projection, and over what waits to be in them. */
export function createCatalogue(given: CatalogueSources): Catalogue {
  const sources = { ...given, recent: new RecentEntries(given) };
  const whole = wholeLedgerOf(sources.journal);
  const named = new NamedEntries();
  const sizeOf = async () => (await sources.files.checkpoint())?.size ?? 0;
  const isHeld = async () => (await sizeOf()) <= (sources.mostHeld ?? MOST_HELD);
  /** Everything, and all that it names taken in. */
  const held = async () => {
    const prefix = await sources.journal.whole();
    await named.grow(prefix);
    return prefix;
  };
  return {
    ...waitingIn(sources.projection),
    named: (ids, asked) => sources.search.named(ids, asked),
    search: (kind, sought) => sources.search.search(kind, sought),
    documents: (kind, asked) => openedPage(sources, kind, asked),
    entries: (asked) => entriesPage(sources, asked),
    async entriesNaming(naming, asked) {
      bounded(asked.limit);
      // All of them hold those that are asked for: whoever filters goes through more of them then.
      if (!(await isHeld())) return entriesPage(sources, asked);
      return namingPage(await held(), named, naming, asked);
    },
    async documentsNaming(kind, naming, asked) {
      const most = asOne(asked.limit);
      if (!(await isHeld())) return openedPage(sources, kind, asked);
      const below = asked.after === undefined ? undefined : await keyOf(sources.ledger, asked.after);
      const keys = namingDocuments(await held(), named, kind, naming, { most, below });
      return pageOf(keys.map(idInKey), asked.limit);
    },
    async documentsSorted(kind, { waiting, ...sorting }, after) {
      if (!(await isHeld())) return undefined;
      const among = waiting === undefined ? undefined : await waitingKeys(sources.projection, waiting);
      return sortedDocuments(await held(), named, { ...sorting, kind, among }, after);
    },
    async readAhead() {
      if ((await sizeOf()) > MOST_READ_AHEAD) return false;
      if (await sources.journal.readOn()) return true;
      await held();
      return false;
    },
    async entriesMeant(meant, asked) {
      bounded(asked.limit);
      return meantPage(await sources.journal.whole(), meant, asked);
    },
    async lot(lot, language) {
      const { postings, register, web } = await whole();
      return lotWay(postings, register.in(language), { lot, steps: web.steps });
    },
    async trail(entry, { language, ...bounds }) {
      const { register, web } = await whole();
      return trailOf(web, register.in(language), { entry, ...bounds });
    },
    async namingOf(entry) {
      const { people } = await whole();
      return people.namingOf(entry);
    },
    numbered: (number) => numberedOf(sources, number),
    placed: (place) => placedAt(sources.files, place),
  };
}

async function openedPage(sources: Sources, kind: DocumentKind, { limit, after }: Asked): Promise<Page<Id>> {
  const below = after === undefined ? undefined : await keyOf(sources.ledger, after);
  const { entries } = await sources.recent.now();
  const recent = entries.filter(({ entry }) => openedBy(entry).includes(kind)).map(({ entry }) => openedKey(entry));
  const keys = new Set(recent.filter((key) => below === undefined || key < below));
  // Read after what is recent: whatever is projected meanwhile is in it.
  for (let from = below, left = asOne(limit), goesOn = true; goesOn && left > 0; ) {
    const ends = from === undefined ? {} : { below: from };
    const page = await sources.projection.listed({ list: `opened/${kind}`, order: 'falling', limit: left, ...ends });
    for (const { key } of page.rows) keys.add(key);
    from = page.rows.at(-1)?.key ?? from;
    left -= page.rows.length;
    goesOn = page.goesOn;
  }
  const ids = [...keys].sort().reverse().map(idInKey);
  return pageOf(ids.slice(0, asOne(limit)), limit);
}

/** One more than asked for is read, so that the last page says that it is. */
function asOne(limit: number): number {
  return bounded(limit) + 1;
}

function bounded(limit: number): number {
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_KEYS) {
    throw new RangeError(`a page has 1 to ${MAX_KEYS} rows, not ${limit}`);
  }
  return limit;
}

function pageOf(ids: readonly Id[], limit: number): Page<Id> {
  const items = ids.slice(0, limit);
  const next = ids.length > limit ? items.at(-1) : undefined;
  return next === undefined ? { items } : { items, next };
}

/** Where an entry stands among others; of one that is not there, before all: nothing comes after it. */
async function keyOf(ledger: Pick<Ledger, 'read'>, id: Id): Promise<string> {
  const stored = (await ledger.read([{ row: 'entry', id }])).entry(id);
  return stored === undefined ? '' : openedKey(stored.entry);
}

/** What is recent, then what is projected by its place in the log, from the last one on. */
async function entriesPage(sources: Sources, { limit, after }: Asked): Promise<Page<ListedEntry>> {
  const most = asOne(limit);
  const { found, sealed, place } = await startOf(sources, after);
  for await (const one of placedBefore(sources.files, sealed, place)) {
    if (found.length >= most) break;
    found.push(one);
  }
  const items = found.slice(0, limit);
  const next = found.length > limit ? items.at(-1)?.entry.id : undefined;
  return next === undefined ? { items } : { items, next };
}

interface Start {
  /** What is recent, as far as it comes after. */
  readonly found: ListedEntry[];
  readonly sealed: number;
  /** Below which place the log goes on. */
  readonly place: number;
}

/** Where a page begins. Behind what is projected nothing recent comes any more, so that none is read. */
async function startOf(sources: Sources, after: Id | undefined): Promise<Start> {
  const place = after === undefined ? undefined : (await sources.projection.placesOf([after])).get(after);
  if (place !== undefined && place < (await sources.projection.current()).position.size) {
    return { found: [], sealed: (await sources.files.checkpoint())?.size ?? 0, place };
  }
  const { entries, projected, sealed } = await sources.recent.now();
  return { found: await behind(sources, entries, after), sealed, place: projected };
}

async function behind(
  { ledger }: CatalogueSources,
  recent: Recent['entries'],
  after: Id | undefined,
): Promise<ListedEntry[]> {
  if (after === undefined) return [...recent];
  const key = await keyOf(ledger, after);
  return recent.filter(({ entry }) => openedKey(entry) < key);
}

/** The entries of a log below a place, the last first. */
async function* placedBefore(files: LogFiles, size: number, place: number): AsyncGenerator<ListedEntry> {
  for (let end = place; end > 0; ) {
    const n = Math.floor((end - 1) / TILE_WIDTH);
    const first = n * TILE_WIDTH;
    const bundle = await files.bundle(n, Math.min(TILE_WIDTH, size - first));
    for (const bytes of bundle.slice(0, end - first).reverse()) yield listedOf(bytes);
    end = first;
  }
}

function listedOf(bytes: Uint8Array): ListedEntry {
  const canonical = Buffer.from(bytes).toString('utf8');
  return { entry: entryIn(canonical), canonical };
}

async function placedAt(files: LogFiles, place: number): Promise<ListedEntry | undefined> {
  const size = (await files.checkpoint())?.size ?? 0;
  if (place >= size) return undefined;
  const n = Math.floor(place / TILE_WIDTH);
  const bundle = await files.bundle(n, Math.min(TILE_WIDTH, size - n * TILE_WIDTH));
  const bytes = bundle[place % TILE_WIDTH];
  return bytes === undefined ? undefined : listedOf(bytes);
}

/** Rows of a number that are looked at, the newest. */
const MOST_ROWS = MAX_KEYS;

async function numberedOf(sources: Sources, number: string): Promise<Numbered[]> {
  const { above, below } = numberEnds(number);
  const { entries } = await sources.recent.now();
  const rows = new Map<string, string>();
  for (const { key, text } of entries.flatMap(({ entry }) => numberRows(entry))) {
    if (above < key && key < below) rows.set(key, text);
  }
  // Read after what is recent: whatever is projected meanwhile is in it.
  for (let from = below, goesOn = true; goesOn && rows.size < MOST_ROWS; ) {
    const page = await sources.projection.listed({
      list: 'number',
      order: 'falling',
      limit: MOST_ROWS,
      above,
      below: from,
    });
    for (const { key, text } of page.rows) rows.set(key, text);
    from = page.rows.at(-1)?.key ?? from;
    goesOn = page.goesOn;
  }
  const found = new Map<string, Numbered>();
  for (const [key, text] of [...rows].sort(([a], [b]) => compare(b, a)).slice(0, MOST_ROWS)) {
    const one = numberedIn({ key, text });
    const name = `${one.by} ${text}`;
    if (!found.has(name)) found.set(name, one);
  }
  return [...found.values()];
}
