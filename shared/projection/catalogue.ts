import type { Id } from '../domain/id.ts';
import type { LogFiles } from '../log/journal/log-files.ts';
import { TILE_WIDTH } from '../log/tree/tile.ts';
import { lotWay } from '../reports/lot-way.ts';
import { trailOf } from '../reports/trail.ts';
import { MAX_KEYS } from '../storage/ports/bounds.ts';
import type { Asked, Catalogue, ListedEntry } from '../storage/ports/catalogue.ts';
import type { Journal } from '../storage/ports/journal.ts';
import type { Ledger, Page } from '../storage/ports/ledger.ts';
import type { Projection } from '../storage/ports/projection.ts';
import { entryIn } from '../storage/ports/stored.ts';
import { meantPage } from './entries-meant.ts';
import { idInKey, type OpenedKind, openedBy, openedKey } from './opened.ts';
import { type Recent, recentOf } from './recent.ts';
import { standingOf } from './standing.ts';

export interface CatalogueSources {
  readonly ledger: Pick<Ledger, 'read' | 'outbox'>;
  readonly projection: Pick<Projection, 'current' | 'placesOf' | 'listed'>;
  readonly files: LogFiles;
  readonly journal: Pick<Journal, 'whole'>;
}

/** The catalogue over the lists of the projection, and over what waits to be in them. */
export function createCatalogue(sources: CatalogueSources): Catalogue {
  const standing = standingOf(sources.journal);
  return {
    documents: (kind, asked) => openedPage(sources, kind, asked),
    entries: (asked) => entriesPage(sources, asked),
    async entriesMeant(meant, { limit, after }) {
      const asked = { limit: bounded(limit), ...(after === undefined ? {} : { after }) };
      return meantPage(await sources.journal.whole(), meant, asked);
    },
    async lot(lot, language) {
      const { postings, register, web } = await standing();
      return lotWay(postings, register.in(language), { lot, steps: web.steps });
    },
    async trail(entry, { language, ...bounds }) {
      const { register, web } = await standing();
      return trailOf(web, register.in(language), { entry, ...bounds });
    },
  };
}

async function openedPage(sources: CatalogueSources, kind: OpenedKind, { limit, after }: Asked): Promise<Page<Id>> {
  const below = after === undefined ? undefined : await keyOf(sources.ledger, after);
  const { entries } = await recentOf(sources);
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
async function entriesPage(sources: CatalogueSources, { limit, after }: Asked): Promise<Page<ListedEntry>> {
  const { entries, projected, sealed } = await recentOf(sources);
  const place = after === undefined ? undefined : (await sources.projection.placesOf([after])).get(after);
  const isBehind = place === undefined || place >= projected;
  const found = isBehind ? await behind(sources, entries, after) : [];
  const most = asOne(limit);
  for await (const one of placedBefore(sources.files, sealed, isBehind ? projected : place)) {
    if (found.length >= most) break;
    found.push(one);
  }
  const items = found.slice(0, limit);
  const next = found.length > limit ? items.at(-1)?.entry.id : undefined;
  return next === undefined ? { items } : { items, next };
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
    for (const bytes of bundle.slice(0, end - first).reverse()) {
      const canonical = Buffer.from(bytes).toString('utf8');
      yield { entry: entryIn(canonical), canonical };
    }
    end = first;
  }
}
