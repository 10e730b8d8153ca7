import type { Id } from '../domain/id.ts';
import type { Posting } from '../domain/posting.ts';
import { type Place, placeOf } from '../reports/cube.ts';
import { restsOn } from '../reports/grounds.ts';
import { changeOf as changeOfHeadline } from '../reports/headline-figures.ts';
import { holdingsBy, type KeyOf } from '../reports/holdings.ts';
import { isWithin } from '../reports/period.ts';
import { compare, Register } from '../reports/register.ts';
import { isOf } from '../reports/selection.ts';
import { standingIn } from '../reports/standing-figures.ts';
import { treeOf, unitsAsked } from '../reports/units-asked.ts';
import type { EntriesMeant } from '../schemas/entries-meant.ts';
import { encodeEntry } from '../schemas/entry.ts';
import type { Asked, ListedEntry, MeantPage, Naming } from '../storage/ports/catalogue.ts';
import type { Prefix } from '../storage/ports/journal.ts';
import type { Page } from '../storage/ports/ledger.ts';
import { correctedSupplier, type NamedEntries } from './named-entries.ts';
import { openedKey } from './opened.ts';

/**
 * A page of the entries that are meant, the newest first: by where they are in the log, and what is not sealed before. Where
 * those that change a figure are meant, each says by how much, and the first page by how much all of them do.
 */
export function meantPage(prefix: Prefix, meant: EntriesMeant, asked: Asked): MeantPage {
  const { isMeant, changeOf } = meaningOf(prefix, meant);
  const { found, next } = pageOf(newestFirst(prefix, asked.after).filter(isMeant), asked.limit);
  const items = found.map((posting) => ({
    ...listed(posting),
    ...(changeOf === undefined ? {} : { change: changeOf(posting) }),
  }));
  const changed =
    changeOf === undefined || asked.after !== undefined
      ? {}
      : { changed: prefix.postings.reduce((sum, one) => (isMeant(one) ? sum + changeOf(one) : sum), 0n) };
  return { items, ...next, ...changed };
}

/** A page of those that name some things. Of what is sealed only those are looked at. */
export function namingPage(
  prefix: Prefix,
  named: NamedEntries,
  naming: Naming,
  { limit, after }: Asked,
): Page<ListedEntry> {
  const isNaming = (posting: Posting) => named.isNaming(posting, naming);
  // What a supplier is given by a correction that is not sealed yet, may be anything that is sealed.
  const isGiven = waitingIn(prefix).some(({ entry }) => naming.ids.some((id) => id === correctedSupplier(entry)));
  const newest = isGiven
    ? newestFirst(prefix, after)
    : newestFirst(prefix, after, (below) => named.placesBelow(below, naming), isNaming);
  const { found, next } = pageOf(newest, limit);
  return { items: found.map(listed), ...next };
}

function listed({ entry }: Posting): ListedEntry {
  return { entry, canonical: encodeEntry(entry) };
}

function pageOf(newest: Iterable<Posting>, limit: number) {
  const found: Posting[] = [];
  for (const posting of newest) {
    if (found.length > limit) break;
    found.push(posting);
  }
  const isMore = found.length > limit;
  if (isMore) found.pop();
  const last = found.at(-1);
  return { found, next: isMore && last !== undefined ? { next: last.entry.id } : {} };
}

interface Meaning {
  readonly isMeant: (posting: Posting) => boolean;
  /** By how much an entry changes the figure that is asked for, where one is. */
  readonly changeOf: ((posting: Posting) => bigint) | undefined;
}

/** Tells of each entry whether it is meant. */
function meaningOf({ postings }: Prefix, meant: EntriesMeant): Meaning {
  const { entry, follows, fundingLine, unit, item, lot, figure, without, kind } = meant;
  const selection = {
    ...(fundingLine === undefined ? {} : { fundingLine }),
    ...(unit === undefined ? {} : { unit }),
    ...(item === undefined ? {} : { item }),
  };
  const register = new Register(unit === undefined ? [] : postings);
  const isUnitAsked = unitsAsked(register, meant);
  const isPlaceMeant = placesMeant(meant, isUnitAsked);
  const keyOf = (posting: Posting): KeyOf<'meant'> => {
    const tree = posting.opening === undefined ? '' : treeOf(posting, register);
    return (movement, end) =>
      movement.chain !== 'cash' && isPlaceMeant(placeOf(movement, end, tree)) ? 'meant' : undefined;
  };
  const change = changeBy(meant, keyOf);
  const isMeant = (posting: Posting) => {
    if (kind !== undefined && posting.entry.kind !== kind) return false;
    if (!isWithin(posting.entry, meant)) return false;
    if (entry !== undefined && posting.entry.id !== entry) return false;
    if (follows !== undefined && !restsOn(posting.entry, follows)) return false;
    if (lot !== undefined && !posting.movements.some((movement) => movement.lot === lot)) return false;
    const isAsked = (one: Id): boolean => isUnitAsked(one, treeOf(posting, register));
    if (!isOf(posting, selection, isAsked)) return false;
    if (without !== undefined && holdingsBy([posting], keyOf(posting)).size === 0) return false;
    if (figure !== undefined && changeOfHeadline(posting, figure, fundingLine) === 0n) return false;
    return change === undefined || change(posting) !== 0n;
  };
  return { isMeant, changeOf: change };
}

/** By how much entries change the figure of the headline, or what stands somewhere; undefined where neither is asked for. */
function changeBy(
  { figure, stands, origin, fundingLine }: EntriesMeant,
  keyOf: (posting: Posting) => KeyOf<'meant'>,
): Meaning['changeOf'] {
  if (stands !== undefined) {
    return (posting) => {
      const holdings = holdingsBy([posting], keyOf(posting)).get('meant');
      return holdings === undefined ? 0n : standingIn(holdings, stands, origin);
    };
  }
  return figure === undefined ? undefined : (posting) => changeOfHeadline(posting, figure, fundingLine);
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
  { postings, asOf, placeOf }: Prefix,
  after: Id | undefined,
  placesBelow: (below: number) => Iterable<number> = falling,
  isMeant: (waiting: Posting) => boolean = () => true,
): Generator<Posting> {
  const waiting = waitingIn({ postings, asOf });
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

/** What is not sealed: it stands behind what is. */
function waitingIn({ postings, asOf }: Pick<Prefix, 'postings' | 'asOf'>): readonly Posting[] {
  return postings.slice(asOf?.size ?? 0);
}

function* falling(below: number): Generator<number> {
  for (let at = below - 1; at >= 0; at -= 1) yield at;
}
