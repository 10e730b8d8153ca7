import type { Id } from '../domain/id.ts';
import type { Posting } from '../domain/posting.ts';
import { Cube, type Place } from '../reports/cube.ts';
import { restsOn } from '../reports/grounds.ts';
import { changeOf } from '../reports/headline-figures.ts';
import { isWithin } from '../reports/period.ts';
import { compare, Register } from '../reports/register.ts';
import { isOf } from '../reports/selection.ts';
import { treeOf, unitsAsked } from '../reports/units-asked.ts';
import type { EntriesMeant } from '../schemas/entries-meant.ts';
import { encodeEntry } from '../schemas/entry.ts';
import type { Asked, ListedEntry, Naming } from '../storage/ports/catalogue.ts';
import type { Prefix } from '../storage/ports/journal.ts';
import type { Page } from '../storage/ports/ledger.ts';
import type { NamedEntries } from './named-entries.ts';
import { openedKey } from './opened.ts';

/** A page of the entries that are meant, the newest first: by where they are in the log, and what is not sealed before. */
export function meantPage(prefix: Prefix, meant: EntriesMeant, { limit, after }: Asked): Page<ListedEntry> {
  const isMeant = meantBy(prefix, meant);
  return pageOf(newestFirst(prefix, after).filter(isMeant), limit);
}

/** A page of those that name some things. Of what is sealed only those are looked at. */
export function namingPage(
  prefix: Prefix,
  named: NamedEntries,
  naming: Naming,
  { limit, after }: Asked,
): Page<ListedEntry> {
  named.grow(prefix.postings, prefix.asOf?.size ?? 0);
  const waiting = (posting: Posting) => named.isNaming(posting, naming);
  return pageOf(
    newestFirst(prefix, after, (below) => named.placesBelow(below, naming), waiting),
    limit,
  );
}

function pageOf(newest: Iterable<Posting>, limit: number): Page<ListedEntry> {
  const found: Posting[] = [];
  for (const posting of newest) {
    if (found.length > limit) break;
    found.push(posting);
  }
  const items = found.slice(0, limit).map(({ entry }) => ({ entry, canonical: encodeEntry(entry) }));
  const next = found.length > limit ? items.at(-1)?.entry.id : undefined;
  return next === undefined ? { items } : { items, next };
}

/** Tells of each entry whether it is meant. */
function meantBy({ postings }: Prefix, meant: EntriesMeant): (posting: Posting) => boolean {
  const { entry, follows, fundingLine, unit, item, lot, figure, without, kind } = meant;
  const selection = {
    ...(fundingLine === undefined ? {} : { fundingLine }),
    ...(unit === undefined ? {} : { unit }),
    ...(item === undefined ? {} : { item }),
  };
  const register = new Register(unit === undefined ? [] : postings);
  const isUnitAsked = unitsAsked(register, meant);
  const isPlaceMeant = placesMeant(meant, isUnitAsked);
  return (posting) => {
    if (kind !== undefined && posting.entry.kind !== kind) return false;
    if (!isWithin(posting.entry, meant)) return false;
    if (entry !== undefined && posting.entry.id !== entry) return false;
    if (follows !== undefined && !restsOn(posting.entry, follows)) return false;
    if (lot !== undefined && !posting.movements.some((movement) => movement.lot === lot)) return false;
    const isAsked = (one: Id): boolean => isUnitAsked(one, treeOf(posting, register));
    if (!isOf(posting, selection, isAsked)) return false;
    if (
      without !== undefined &&
      !Cube.of([posting], {}, register)
        .places()
        .some(([place]) => isPlaceMeant(place))
    ) {
      return false;
    }
    return figure === undefined || changeOf(posting, figure, fundingLine) !== 0n;
  };
}

/** Tells of the places of the cube whether they are of what is asked for, and of no unit or no item where that is. */
function placesMeant(
  meant: EntriesMeant,
  isUnitAsked: (unit: Id, tree: Id) => boolean,
): (place: Pick<Place, 'unit' | 'tree' | 'fundingLine' | 'item'>) => boolean {
  const absent = new Set(meant.without?.split(','));
  return ({ unit, tree, fundingLine, item }) =>
    (meant.fundingLine === undefined || fundingLine === meant.fundingLine) &&
    (absent.has('unit') ? unit === '' : isUnitAsked(unit, tree)) &&
    (absent.has('item') ? item === '' : meant.item === undefined || item === meant.item);
}

/** What comes after an entry; nothing where that is not among them. What is sealed stands at its place. */
function* newestFirst(
  { postings, placeOf }: Prefix,
  after: Id | undefined,
  placesBelow: (below: number) => Iterable<number> = falling,
  isMeant: (waiting: Posting) => boolean = () => true,
): Generator<Posting> {
  const waiting = postings.filter(({ entry }) => placeOf(entry.id) === undefined);
  const sealed = postings.length - waiting.length;
  const place = after === undefined ? undefined : placeOf(after);
  if (place === undefined) {
    const ordered = waiting.toSorted((a, b) => compare(openedKey(b.entry), openedKey(a.entry)));
    const from = after === undefined ? 0 : ordered.findIndex(({ entry }) => entry.id === after) + 1;
    if (from === 0 && after !== undefined) return;
    yield* ordered.slice(from).filter(isMeant);
  }
  for (const at of placesBelow(place ?? sealed)) {
    const posting = postings[at];
    if (posting !== undefined) yield posting;
  }
}

function* falling(below: number): Generator<number> {
  for (let at = below - 1; at >= 0; at -= 1) yield at;
}
